import type { Currency, Day } from '../domain/billing-cycle.js';
import { standingOf, type ChargeState } from '../domain/cloud-charge.js';
import type { Instant } from '../domain/instant.js';
import type { Amount } from '../domain/money.js';
import type { Provider } from '../domain/records.js';
import { fromDecimal128 } from './decimal128.js';
import type { Ledger } from './ledger-context.js';
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
