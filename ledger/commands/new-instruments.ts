import { createHash } from 'node:crypto';
import * as chart from '../../domain/chart-of-accounts.js';
import type { Instant } from '../../domain/instant.js';
import type { Amount } from '../../domain/money.js';
import type { VoucherType } from '../../domain/records.js';
import { SettlementError } from '../../domain/settlement-error.js';
import { toDecimal128 } from '../decimal128.js';
import type { StoredValueCardDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import type { Command, CommandTransaction } from './run-command.js';

/** A voucher as somebody is given it: all of its face value is there. */
export interface VoucherTerms {
  type: VoucherType;
  faceValue: Amount;
  /** Of a full-reduction voucher: 0.00 where it has no threshold. */
  minSpend: Amount;
  singleUse: boolean;
  /** Pays days that end after it: at least the instant of the giving (domain rule 5). */
  validFrom: Instant;
  expiresAt?: Instant | undefined;
}

/**
 * The id of what a command makes: of its account and key, so that every try makes the same one and
 * no two commands share one. 80 bits of a hash.
 */
export function newInstrumentId(prefix: string, { account, key }: Command): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([prefix, account, key]))
    .digest('hex');
  return `${prefix}-${hash.slice(0, 20)}`;
}

/** @returns its posting, for the entry of the command */
export async function giveVoucher(
  ledger: Ledger,
  { id, terms }: { id: string; terms: VoucherTerms },
  transaction: CommandTransaction,
): Promise<chart.LedgerPosting[]> {
  const { session, account } = transaction;
  const { faceValue, minSpend, expiresAt, ...rest } = terms;
  await takeIdentity(ledger, { kind: 'voucher', id }, transaction);
  const value = toDecimal128(faceValue);
  await ledger.collections.vouchers.insertOne(
    {
      _id: id,
      account: account._id,
      ...rest,
      faceValue: value,
      opening: value,
      balance: value,
      minSpend: toDecimal128(minSpend),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      import: 0,
    },
    { session },
  );
  return chart.posting(chart.promotion, chart.voucher(id), faceValue);
}

export async function makeCard(
  ledger: Ledger,
  { id, faceValue }: { id: string; faceValue: Amount },
  transaction: CommandTransaction,
): Promise<StoredValueCardDocument> {
  const { session, account, at } = transaction;
  await takeIdentity(ledger, { kind: 'storedValueCard', id }, transaction);
  const value = toDecimal128(faceValue);
  const card: StoredValueCardDocument = {
    _id: id,
    account: account._id,
    faceValue: value,
    opening: value,
    balance: value,
    purchaseType: 'cash',
    purchasedAt: at,
    import: 0,
  };
  await ledger.collections.storedValueCards.insertOne(card, { session });
  return card;
}

/** As an import does: so that a later one with a record of such an id is refused as other content. */
export async function takeIdentity(
  { collections: { identities } }: Ledger,
  { kind, id, hash = 'command' }: { kind: string; id: string; hash?: string },
  { session }: Pick<CommandTransaction, 'session'>,
): Promise<void> {
  const identity = `${kind}/${id}`;
  if (await identities.findOne({ _id: identity }, { session }))
    throw new SettlementError('refused', `there is a ${kind} ${id} already`);
  // No record's hash is like the usual one.
  await identities.insertOne({ _id: identity, hash, import: 0 }, { session });
}
