import type { Instant } from '../../domain/instant.js';
import { isZero, type Amount } from '../../domain/money.js';
import { checkPayable } from '../../domain/payable-amount.js';
import type { VoucherType } from '../../domain/records.js';
import { SettlementError } from '../../domain/settlement-error.js';
import type { Ledger } from '../ledger-context.js';
import { postEntry } from '../posting.js';
import { giveVoucher, newInstrumentId } from './new-instruments.js';
import { runCommand, type Command } from './run-command.js';

/** What a voucher is, whoever gets it. */
export interface VoucherOffer {
  type: VoucherType;
  faceValue: Amount;
  /** Of a full-reduction voucher: 0.00 where it has no threshold. */
  minSpend: Amount;
  singleUse: boolean;
  expiresAt?: Instant | undefined;
}

export interface Grant extends VoucherOffer {
  /** Without it, or where it is past, from now on (domain rule 5). */
  validFrom?: Instant | undefined;
}

export interface GrantedVoucher {
  voucher: string;
  faceValue: Amount;
  validFrom: Instant;
  expiresAt?: Instant;
}

/**
 * Gives an account a voucher, for an operator. It pays no day that was over before: its validity begins
 * now or later (domain rule 5).
 * @throws SettlementError `bad-input` for terms that no voucher has
 */
export async function grantVoucher(
  ledger: Ledger,
  command: Command,
  grant: Grant,
): Promise<GrantedVoucher> {
  checkOffer(grant);
  const said = { name: 'grantVoucher', content: { ...grant } };
  return runCommand(ledger, command, said, async (transaction) => {
    const { posting, money, at } = transaction;
    const { type, faceValue, minSpend, singleUse, expiresAt } = grant;
    const validFrom = grant.validFrom !== undefined && grant.validFrom > at ? grant.validFrom : at;
    if (expiresAt !== undefined && expiresAt <= validFrom)
      throw new SettlementError('bad-input', `a voucher that expires at ${expiresAt} pays nothing`);
    const voucher = newInstrumentId('voucher', command);
    const terms = { type, faceValue, minSpend, singleUse, validFrom, expiresAt };
    const postings = await giveVoucher(ledger, { id: voucher, terms }, transaction);
    postEntry(posting, money, { key: `grantVoucher/${command.key}`, postings });
    return { voucher, faceValue, validFrom, ...(expiresAt === undefined ? {} : { expiresAt }) };
  });
}

/** @throws SettlementError `bad-input` */
export function checkOffer({ type, faceValue, minSpend, singleUse }: VoucherOffer): void {
  checkPayable('the face value', faceValue);
  if (!isZero(minSpend)) checkPayable('the threshold', minSpend);
  if (type === 'ordinary' && (singleUse || !isZero(minSpend)))
    throw new SettlementError(
      'bad-input',
      'only a full-reduction voucher has a threshold or a single use',
    );
}
