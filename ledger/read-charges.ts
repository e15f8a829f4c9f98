import type { Filter } from 'mongodb';
import { currencies, type Currency, type Day } from '../domain/billing-cycle.js';
import { chargeStates, standingOf, type ChargeState } from '../domain/cloud-charge.js';
import type { Instant } from '../domain/instant.js';
import type { Amount } from '../domain/money.js';
import type { Provider } from '../domain/records.js';
import { SettlementError } from '../domain/settlement-error.js';
import { fromDecimal128 } from './decimal128.js';
import type { Ledger } from './ledger-context.js';
import type { PageOfAll } from './reads/operations.js';
import { oneMore, pageOf, type Page } from './reads/page.js';
import type { CloudChargeDocument } from './settlement-documents.js';

/** A charge as operators read it. */
export interface ChargeRow {
  charge: string;
  account: string;
  provider: Provider;
  cloudAccount: string;
  currency: Currency;
  cycle: Day;
  amount: Amount;
  units: string;
  state: ChargeState;
  hour?: Instant;
  attempts: number;
  reference?: string;
  reason?: string;
  answeredBy?: string;
  replacedBy?: string;
}

/** The charges in id order; those in a state, of a day, or of an account alone. */
export async function* readCharges(
  ledger: Ledger,
  { state, cycle, account }: { state?: ChargeState; cycle?: Day; account?: string },
): AsyncGenerator<ChargeRow> {
  const filter = {
    ...(state === undefined ? {} : { state }),
    ...(cycle === undefined ? {} : { cycle }),
    ...(account === undefined ? {} : { account }),
  };
  for await (const charge of ledger.collections.cloudCharges.find(filter).sort({ _id: 1 }))
    yield chargeRow(charge);
}

const providers: readonly Provider[] = ['aws', 'alibaba-cloud', 'huawei-cloud'];

/** Those that are not decided have an index of their own (collections.ts). */
const undecidedStates = ['stored', 'sending', 'undecided', 'parked'] as const;

export interface ChargesOf extends PageOfAll {
  state?: ChargeState | undefined;
  cycle?: Day | undefined;
}

/**
 * Charges in id order, page by page: all, those of a day, or those of a state that is not the end of
 * one; each by an index.
 * @throws SettlementError `bad-input` for an end state without a day: nearly all charges are there
 */
export async function listCharges(
  { collections: { cloudCharges } }: Ledger,
  { state, cycle, after, limit }: ChargesOf,
): Promise<Page<ChargeRow>> {
  const { filter, hint } = filterOf({ state, cycle });
  const rows = await cloudCharges
    .find({ ...filter, ...(after === undefined ? {} : { _id: { $gt: after } }) }, { hint })
    .sort({ _id: 1 })
    .limit(oneMore(limit))
    .toArray();
  return pageOf(rows, limit, { row: chargeRow, cursor: ({ _id }) => _id });
}

/** Every value of what goes before the id in an index is named, so that the ids of each are merged. */
function filterOf({ state, cycle }: Pick<ChargesOf, 'state' | 'cycle'>): {
  filter: Filter<CloudChargeDocument>;
  hint: Record<string, 1>;
} {
  const currency = { $in: [...currencies] };
  if (cycle !== undefined)
    return {
      filter: { currency, cycle, state: state ?? { $in: [...chargeStates] } },
      hint: { currency: 1, cycle: 1, state: 1, _id: 1 },
    };
  if (state === undefined) return { filter: {}, hint: { _id: 1 } };
  if (!undecidedStates.some((each) => each === state))
    throw new SettlementError('bad-input', `charges that are ${state} are listed by their day`);
  return {
    filter: { provider: { $in: [...providers] }, currency, state },
    hint: { provider: 1, currency: 1, state: 1, createdAt: 1, _id: 1 },
  };
}

function chargeRow(charge: CloudChargeDocument): ChargeRow {
  const { key, account, provider, cloudAccount, currency, cycle, units, state, attempts } = charge;
  const { slot, reference, reason, answer, replacedBy } = charge;
  return {
    charge: key,
    account,
    provider,
    cloudAccount,
    currency,
    cycle,
    amount: fromDecimal128(charge.amount),
    units,
    state,
    ...(slot ? { hour: slot.hour } : {}),
    attempts,
    ...(reference === undefined ? {} : { reference }),
    ...(reason === undefined ? {} : { reason }),
    ...(answer ? { answeredBy: answer.by } : {}),
    ...(replacedBy === undefined ? {} : { replacedBy }),
  };
}

/** Charges of a day that are still on their way: no workflow of their own has taken them over yet. */
export async function chargesUnderWay(
  ledger: Ledger,
  { currency, cycle }: { currency: Currency; cycle: Day },
): Promise<{ states: Partial<Record<ChargeState, number>>; underWay: number }> {
  const found = await ledger.collections.cloudCharges
    .aggregate<{ _id: ChargeState; count: number }>([
      { $match: { currency, cycle } },
      { $group: { _id: '$state', count: { $sum: 1 } } },
    ])
    .toArray();
  const states = Object.fromEntries(found.map(({ _id, count }) => [_id, count]));
  const underWay = found
    .filter(({ _id }) => standingOf(_id) === 'charging' && _id !== 'parked')
    .reduce((total, { count }) => total + count, 0);
  return { states, underWay };
}
