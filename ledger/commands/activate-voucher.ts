import type { Instant } from '../../domain/instant.js';
import { instantOf } from '../../domain/instant.js';
import type { Amount } from '../../domain/money.js';
import { invariant, SettlementError } from '../../domain/settlement-error.js';
import { databaseNow } from '../database-clock.js';
import { fromDecimal128 } from '../decimal128.js';
import type { VoucherCodeDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import { postEntry } from '../posting.js';
import { giveVoucher, newInstrumentId } from './new-instruments.js';
import { runCommand, type Command, type CommandTransaction } from './run-command.js';
import { codeHash } from './voucher-code.js';

export interface ActivatedVoucher {
  voucher: string;
  faceValue: Amount;
  validFrom: Instant;
  expiresAt?: Instant;
}

const mostWrong = 10;
const windowMs = 3_600_000;

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
  const now = await databaseNow(ledger);
  await checkTries(ledger, command.account, now);
  const hash = codeHash(code);
  const said = { name: 'activateVoucher', content: { code: hash } };
  try {
    return await runCommand(ledger, command, said, (transaction) =>
      activateNow(ledger, { command, hash }, transaction),
    );
  } catch (error) {
    if (error instanceof SettlementError && error.code === 'wrong-code')
      await countWrong(ledger, command.account, now);
    throw error;
  }
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

async function checkTries(
  { collections: { codeTries } }: Ledger,
  account: string,
  now: Instant,
): Promise<void> {
  const tries = await codeTries.findOne({ _id: account });
  if (!tries || tries.wrong < mostWrong || tries.since < windowStart(now)) return;
  throw new SettlementError('refused', `${mostWrong} wrong codes in an hour: try again later`);
}

/** Outside of the command's transaction, which is not committed. */
async function countWrong(
  { collections: { codeTries } }: Ledger,
  account: string,
  now: Instant,
): Promise<void> {
  const isOld = { $lt: [{ $ifNull: ['$since', ''] }, windowStart(now)] };
  await codeTries.updateOne(
    { _id: account },
    [
      {
        $set: {
          account,
          wrong: { $cond: [isOld, 1, { $add: ['$wrong', 1] }] },
          since: { $cond: [isOld, now, '$since'] },
        },
      },
    ],
    { upsert: true },
  );
}

function windowStart(now: Instant): Instant {
  const start = instantOf(Date.parse(now) - windowMs);
  invariant(start !== undefined, 'the clock is out of range');
  return start;
}
