import type { Instant } from '../../domain/instant.js';
import { isWholeCents, isZero, type Amount } from '../../domain/money.js';
import type { VoucherType } from '../../domain/records.js';
import { SettlementError } from '../../domain/settlement-error.js';
import type { Ledger } from '../ledger-context.js';
import { postEntry } from '../posting.js';
import { giveVoucher, newInstrumentId } from './new-instruments.js';
import { runCommand, type Command } from './run-command.js';

export interface Grant {
  type: VoucherType;
  faceValue: Amount;
  minSpend: Amount;
  singleUse: boolean;
  /** Without it, or where it is past, from now on (domain rule 5). */
  validFrom?: Instant | undefined;
  expiresAt?: Instant | undefined;
}

export interface GrantedVoucher {
  voucher: string;
  faceValue: Amount;
  validFrom: Instant;
}

/**
 * Gives an account a voucher. It pays no day that was over before: its validity begins now or later.
 * @throws SettlementError `bad-input` for terms that no voucher has
 */
export async function grantVoucher(
  ledger: Ledger,
  command: Command,
  grant: Grant,
): Promise<GrantedVoucher> {
  checkTerms(grant);
  const said = { name: 'grantVoucher', content: { ...grant } };
  return runCommand(ledger, command, said, async (transaction) => {
    const { posting, money, at } = transaction;
    const validFrom = grant.validFrom !== undefined && grant.validFrom > at ? grant.validFrom : at;
    if (grant.expiresAt !== undefined && grant.expiresAt <= validFrom)
      throw new SettlementError(
        'bad-input',
        `a voucher that expires at ${grant.expiresAt} pays nothing`,
      );
    const voucher = newInstrumentId('voucher', command);
    const terms = { ...grant, validFrom };
    const postings = await giveVoucher(ledger, { id: voucher, terms }, transaction);
    postEntry(posting, money, { key: `grantVoucher/${command.key}`, postings });
    return { voucher, faceValue: grant.faceValue, validFrom };
  });
}

/** @throws SettlementError `bad-input` */
export function checkTerms({ type, faceValue, minSpend, singleUse }: Grant): void {
  if (isZero(faceValue) || !isWholeCents(faceValue) || !isWholeCents(minSpend))
    throw new SettlementError('bad-input', 'the face value is above zero, with two decimals');
  if (type === 'ordinary' && (singleUse || !isZero(minSpend)))
    throw new SettlementError(
      'bad-input',
      'only a full-reduction voucher has a threshold or a single use',
    );
}
