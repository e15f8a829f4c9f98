import type { ClientSession } from 'mongodb';
import { cycleEnd, type BillingCycle } from '../domain/billing-cycle.js';
import type { CloudAccount } from '../domain/cloud-charge.js';
import type { InstrumentKind } from '../domain/deduction-order.js';
import type { Instrument } from '../domain/instrument.js';
import { isSubscribedOn } from '../domain/unsubscription.js';
import { fromDecimal128 } from './decimal128.js';
import type { StoredValueCardDocument, VoucherDocument } from './documents.js';
import { groupBy } from './group-by.js';
import type { Ledger } from './ledger-context.js';
import { somethingLeft } from './something-left.js';
import { wholeList } from './whole-list.js';

/** Vouchers and cards as stored, by account: decoded one account at a time, so that bad data is that account's. */
export interface StoredInstruments {
  vouchers: Map<string, VoucherDocument[]>;
  cards: Map<string, StoredValueCardDocument[]>;
}

/**
 * Reads the vouchers and cards of these kinds that exist for the cycle, have anything left and have not
 * expired before its end (domain rule 5): what was never used up would otherwise be read for years.
 */
export async function loadInstruments(
  ledger: Ledger,
  wanted: BillingCycle & {
    accounts: readonly string[];
    cut: number;
    kinds: ReadonlySet<InstrumentKind>;
  },
  session?: ClientSession,
): Promise<StoredInstruments> {
  const { day, currency, accounts, cut, kinds } = wanted;
  const filter = {
    account: { $in: [...accounts] },
    ...somethingLeft,
    expiresAt: { $not: { $lt: cycleEnd(day, ledger.zones[currency]) } },
    import: { $lte: cut },
  };
  const options = wholeList(session);
  const types = [
    ...(kinds.has('ordinary-voucher') ? (['ordinary'] as const) : []),
    ...(kinds.has('full-reduction-voucher') ? (['full-reduction'] as const) : []),
  ];
  const vouchers =
    types.length > 0
      ? await ledger.collections.vouchers
          .find({ ...filter, type: { $in: types } }, options)
          .toArray()
      : [];
  const cards = kinds.has('stored-value-card')
    ? await ledger.collections.storedValueCards.find(filter, options).toArray()
    : [];
  return {
    vouchers: groupBy(vouchers, ({ account }) => account),
    cards: groupBy(cards, ({ account }) => account),
  };
}

export function instrumentsOf(stored: StoredInstruments, account: string): Instrument[] {
  return [
    ...(stored.vouchers.get(account) ?? []).map(voucherInstrument),
    ...(stored.cards.get(account) ?? []).map(cardInstrument),
  ];
}

export function voucherInstrument(voucher: VoucherDocument): Instrument {
  return {
    kind: voucher.type === 'ordinary' ? 'ordinary-voucher' : 'full-reduction-voucher',
    id: voucher._id,
    balance: fromDecimal128(voucher.balance),
    minSpend: fromDecimal128(voucher.minSpend),
    singleUse: voucher.singleUse,
    startsAt: voucher.validFrom,
    expiresAt: voucher.expiresAt,
  };
}

export function cardInstrument(card: StoredValueCardDocument): Instrument {
  return {
    kind: 'stored-value-card',
    id: card._id,
    balance: fromDecimal128(card.balance),
    startsAt: card.purchasedAt,
    expiresAt: card.expiresAt,
  };
}

/** The cloud accounts of these customer accounts, by id, as they stand on the cycle's day. */
export async function loadCloudAccounts(
  ledger: Ledger,
  { day, currency, accounts }: BillingCycle & { accounts: readonly string[] },
  session?: ClientSession,
): Promise<Map<string, CloudAccount>> {
  if (accounts.length === 0) return new Map();
  const found = await ledger.collections.cloudAccounts
    .find(
      { account: { $in: [...accounts] } },
      { projection: { provider: 1, subscribed: 1, subscribedUntil: 1 }, ...wholeList(session) },
    )
    .toArray();
  return new Map(
    found.map(({ _id, provider, ...subscription }) => {
      const subscribed = isSubscribedOn(day, subscription, ledger.zones[currency]);
      return [_id, { id: _id, provider, subscribed }];
    }),
  );
}
