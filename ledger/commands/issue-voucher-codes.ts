import type { Currency } from '../../domain/billing-cycle.js';
import type { Instant } from '../../domain/instant.js';
import { SettlementError } from '../../domain/settlement-error.js';
import { databaseNow } from '../database-clock.js';
import { toDecimal128 } from '../decimal128.js';
import type { VoucherCodeDocument } from '../voucher-code-documents.js';
import type { Ledger } from '../ledger-context.js';
import { inTransaction } from '../transaction.js';
import { checkOffer, type VoucherOffer } from './grant-voucher.js';
import { newInstrumentId } from './new-instruments.js';
import { center, checkKey, earlierCommand, recordCommand, type Command } from './run-command.js';
import { codeHash, newCode } from './voucher-code.js';

/** Each code brings one voucher of this offer. */
export interface CodeOffer extends VoucherOffer {
  count: number;
  currency: Currency;
  /** Until when the codes can be activated. */
  usableUntil?: Instant | undefined;
}

export interface IssuedCodes {
  batch: string;
  /** Answered this once: only their hashes are kept. */
  codes: string[];
}

export const mostCodes = 1_000;

/**
 * Issues codes that bring a voucher each, for an operator: a command of no account. Asked again with the
 * same key it is refused, for nobody has the codes any more.
 * @throws SettlementError `bad-input`, `other-content`, or `refused` where the codes were answered before
 */
export async function issueVoucherCodes(
  ledger: Ledger,
  asked: Omit<Command, 'account'>,
  offer: CodeOffer,
): Promise<IssuedCodes> {
  const command = { ...asked, account: center };
  const { count, usableUntil, expiresAt } = offer;
  checkKey(command);
  checkOffer(offer);
  if (!Number.isInteger(count) || count < 1 || count > mostCodes)
    throw new SettlementError('bad-input', `a batch is of 1 to ${mostCodes} codes`);
  const at = await databaseNow(ledger);
  if ([usableUntil, expiresAt].some((until) => until !== undefined && until <= at))
    throw new SettlementError('bad-input', 'codes that are over already bring nothing');
  const batch = newInstrumentId('codes', command);
  const codes = Array.from({ length: count }, newCode);
  const documents = codes.map((code) => documentOf(code, { batch, offer, at }));
  const said = { name: 'issueVoucherCodes', content: { ...offer } };
  return inTransaction(ledger.client, async (session) => {
    if (await earlierCommand(ledger, { command, said }, session))
      throw new SettlementError('refused', `the codes of key ${command.key} were answered already`);
    await ledger.collections.voucherCodes.insertMany(documents, { session });
    await recordCommand(ledger, { command, said, result: { batch, count }, at }, session);
    return { batch, codes };
  });
}

function documentOf(
  code: string,
  { batch, offer, at }: { batch: string; offer: CodeOffer; at: Instant },
): VoucherCodeDocument {
  const { currency, type, faceValue, minSpend, singleUse, usableUntil, expiresAt } = offer;
  return {
    _id: codeHash(code),
    batch,
    currency,
    type,
    faceValue: toDecimal128(faceValue),
    minSpend: toDecimal128(minSpend),
    singleUse,
    issuedAt: at,
    ...(usableUntil === undefined ? {} : { usableUntil }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}
