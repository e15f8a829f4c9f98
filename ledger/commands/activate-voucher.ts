import type { Instant } from '../../domain/instant.js';
import type { Amount } from '../../domain/money.js';
import { invariant, SettlementError } from '../../domain/settlement-error.js';
import { databaseNow } from '../database-clock.js';
import { fromDecimal128 } from '../decimal128.js';
import type { VoucherCodeDocument } from '../voucher-code-documents.js';
import type { Ledger } from '../ledger-context.js';
import { postEntry } from '../posting.js';
import { giveTryBack, takeTry } from './code-tries.js';
import { giveVoucher, newInstrumentId } from './new-instruments.js';
import { runCommand, type Command, type CommandTransaction } from './run-command.js';
import { codeHash } from './voucher-code.js';

export interface ActivatedVoucher {
  voucher: string;
  faceValue: Amount;
  validFrom: Instant;
  expiresAt?: Instant;
}

/**
 * Brings the voucher of a code to an account, once: it pays the days that end after now (domain rule 5).
 * @throws SettlementError `wrong-code` for one that there is not, that was used or is over; `refused` in
 * another currency, or after ten wrong ones in an hour
 */
export async function activateVoucher(
  ledger: Ledger,
  command: Command,
  { code }: { code: string },
): Promise<ActivatedVoucher> {
  const hash = codeHash(code);
  const said = { name: 'activateVoucher', content: { code: hash } };
  const tried = { account: command.account, now: await databaseNow(ledger) };
  await checkAccount(ledger, command);
  const again = await ledger.collections.commands.findOne({
    _id: `${command.account}/${command.key}`,
  });
  if (!again) await takeTry(ledger, tried);
  try {
    const activated = await runCommand(ledger, command, said, (transaction) =>
      activateNow(ledger, { command, hash }, transaction),
    );
    if (!again) await giveTryBack(ledger, tried);
    return activated;
  } catch (error) {
    const isWrong = error instanceof SettlementError && error.code === 'wrong-code';
    if (!again && !isWrong) await giveTryBack(ledger, tried);
    throw error;
  }
}

/** Before anything is counted for it. @throws SettlementError `not-found` */
async function checkAccount({ collections }: Ledger, { account }: Command): Promise<void> {
  if (!(await collections.accounts.findOne({ _id: account }, { projection: { _id: 1 } })))
    throw new SettlementError('not-found', `no account ${account}`);
}

/** Said alike of every code that brings nothing, so that nobody learns which ones there are. */
function wrongCode(): SettlementError {
  return new SettlementError(
    'wrong-code',
    'this code brings no voucher: it does not exist, was used, or is over',
  );
}

async function activateNow(
  ledger: Ledger,
  { command, hash }: { command: Command; hash: string },
  transaction: CommandTransaction,
): Promise<ActivatedVoucher> {
  const { account, posting, money, at, session } = transaction;
  const { voucherCodes } = ledger.collections;
  const code = await voucherCodes.findOne({ _id: hash }, { session });
  if (!code || code.account !== undefined || isOver(code, at)) throw wrongCode();
  if (code.currency !== account.currency)
    throw new SettlementError(
      'refused',
      `the code is in ${code.currency}, but the account is in ${account.currency}`,
    );
  const voucher = newInstrumentId('voucher', command);
  const faceValue = fromDecimal128(code.faceValue);
  const { type, singleUse, expiresAt } = code;
  const terms = {
    type,
    singleUse,
    faceValue,
    minSpend: fromDecimal128(code.minSpend),
    validFrom: at,
    expiresAt,
  };
  const postings = await giveVoucher(ledger, { id: voucher, terms }, transaction);
  const used = await voucherCodes.updateOne(
    { _id: hash, account: { $exists: false } },
    { $set: { account: account._id, voucher, usedAt: at } },
    { session },
  );
  invariant(used.matchedCount === 1, 'the code was used meanwhile');
  postEntry(posting, money, { key: `activateVoucher/${command.key}`, postings });
  return { voucher, faceValue, validFrom: at, ...(expiresAt === undefined ? {} : { expiresAt }) };
}

function isOver({ usableUntil, expiresAt }: VoucherCodeDocument, at: Instant): boolean {
  return [usableUntil, expiresAt].some((until) => until !== undefined && until <= at);
}
