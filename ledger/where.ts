import type { BillingCycle } from '../domain/billing-cycle.js';
import type { SettlementDocument } from './settlement-documents.js';
import type { Ledger } from './ledger-context.js';

const most = 30;

/** The last settlements of an account, newest first; undefined where there is no such account. */
export async function readSettlementsOf(
  ledger: Ledger,
  account: string,
): Promise<Pick<SettlementDocument, 'cycle' | 'n' | 'state' | 'reason' | 'owner'>[] | undefined> {
  const { accounts, settlements } = ledger.collections;
  if (!(await accounts.findOne({ _id: account }, { projection: { _id: 1 } }))) return undefined;
  return settlements
    .find({ account }, { projection: { _id: 0, cycle: 1, n: 1, state: 1, reason: 1, owner: 1 } })
    .sort({ cycle: -1, n: -1 })
    .limit(most)
    .toArray();
}

/** The parked settlements of a day and who waits for an operator with each. */
export async function parkedOwners(
  ledger: Ledger,
  { day, account }: { day: string; account?: string | undefined },
): Promise<Pick<SettlementDocument, 'account' | 'currency' | 'owner'>[]> {
  return ledger.collections.settlements
    .find(
      {
        currency: { $in: ['CNY', 'USD'] },
        delayed: true,
        cycle: day,
        state: 'parked',
        ...(account === undefined ? {} : { account }),
      },
      { projection: { _id: 0, account: 1, currency: 1, owner: 1 } },
    )
    .sort({ account: 1 })
    .toArray();
}

/** Cycles that were started and have not ended. */
export async function runningCycles(ledger: Ledger): Promise<BillingCycle[]> {
  return ledger.collections.cycles
    .find({ state: 'running' }, { projection: { _id: 0, currency: 1, day: 1 } })
    .toArray();
}
