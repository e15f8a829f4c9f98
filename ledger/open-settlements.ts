import type { ClientSession } from 'mongodb';
import { forEachAccount, throwTroubles } from './account-troubles.js';
import type { InstrumentKind } from '../domain/deduction-order.js';
import { groupBy } from './group-by.js';
import { findHoldings } from './holds.js';
import type { CohortWork, Ledger } from './ledger-context.js';
import { loadCloudAccounts, loadInstruments } from './load-instruments.js';
import { listTurn, lockList } from './lock-accounts.js';
import {
  newOpening,
  openOne,
  storeOpening,
  type Opened,
  type OpeningFacts,
} from './settlement-opening.js';
import { inTransaction } from './transaction.js';
import { wholeList } from './whole-list.js';

/**
 * Takes the unclaimed bills of the range into settlements owned by this workflow: lines rounded once
 * (domain rule 2), in the order of rule 7, with the total made due in the ledger. Accounts whose
 * earlier day is unfinished wait. A second call finds nothing left to take.
 * @throws SettlementError `account-trouble` naming every account whose own data is wrong
 */
export async function openSettlements(ledger: Ledger, work: CohortWork): Promise<Opened> {
  const accounts = await accountsToOpen(ledger, work);
  if (accounts.length === 0) return newOpening().result;
  const open = async (session: ClientSession): Promise<Opened> => {
    const locked = await lockList(ledger, accounts, session);
    throwTroubles(
      accounts
        .filter((account) => !locked.has(account))
        .map((account) => ({ account, reason: 'the account is not in the database' })),
    );
    const facts = await readFacts(ledger, work, accounts, session);
    const opening = newOpening();
    forEachAccount(
      [...locked.values()],
      ({ account }) => account,
      (account) => openOne(opening, account, { ledger, work, facts }),
    );
    await storeOpening(ledger, opening, session);
    return { ...opening.result, payers: await readPayers(ledger, work, opening.result, session) };
  };
  return inTransaction(ledger.client, open, listTurn(ledger, accounts));
}

const kinds = new Set<InstrumentKind>([
  'ordinary-voucher',
  'full-reduction-voucher',
  'stored-value-card',
]);

/** All that may pay what was opened, under the same locks: their counts say how long it holds. */
async function readPayers(
  ledger: Ledger,
  work: CohortWork,
  { opened }: Opened,
  session: ClientSession,
): Promise<Opened['payers']> {
  const withCloud = opened.filter(({ lines }) => lines.some(({ method }) => method === 'cloud'));
  return {
    stored: await loadInstruments(ledger, { ...work, accounts: idsOf(opened), kinds }, session),
    cloudAccounts: await loadCloudAccounts(
      ledger,
      { ...work, accounts: idsOf(withCloud) },
      session,
    ),
  };
}

function idsOf(opened: Opened['opened']): string[] {
  return opened.map(({ account }) => account._id);
}

/** Accounts of the range with unclaimed bills, and those that this workflow was given to open alone. */
async function accountsToOpen(ledger: Ledger, work: CohortWork): Promise<string[]> {
  const { bills, settlements } = ledger.collections;
  const { owner, currency, day, cut, first, last } = work;
  const account = { $gte: first, $lte: last };
  const unclaimed = await bills
    .aggregate<{ _id: string }>([
      { $match: { currency, day, settlement: null, account, import: { $lte: cut } } },
      { $group: { _id: '$account' } },
    ])
    .toArray();
  const claimed = await settlements.distinct('account', { owner, account, state: 'open', step: 0 });
  return [...new Set([...unclaimed.map(({ _id }) => _id), ...claimed])].toSorted();
}

async function readFacts(
  ledger: Ledger,
  work: CohortWork,
  accounts: readonly string[],
  session: ClientSession,
): Promise<OpeningFacts> {
  const { collections } = ledger;
  const { currency, day, cut, owner } = work;
  const account = { $in: [...accounts] };
  const known = await collections.settlements
    .find(
      { account, cycle: day },
      {
        ...wholeList(session),
        projection: { account: 1, n: 1, owner: 1, step: 1, eligibleSpend: 1 },
      },
    )
    .toArray();
  const stubs = known.filter((each) => each.step === 0 && each.owner === owner);
  const bills = await collections.bills
    .find({ currency, day, settlement: null, account, import: { $lte: cut } }, wholeList(session))
    .toArray();
  for (const stub of stubs) {
    const claimed = { account: stub.account, settlement: stub.n, day };
    bills.push(...(await collections.bills.find(claimed, wholeList(session)).toArray()));
  }
  const ids = bills.map(({ workspace }) => workspace);
  const workspaces = await collections.workspaces
    .find({ _id: { $in: ids } }, wholeList(session))
    .toArray();
  const holdings = await findHoldings(ledger, { currency, accounts, day }, session);
  return {
    bills: groupBy(bills, (bill) => bill.account),
    known: groupBy(known, (each) => each.account),
    holdings: groupBy(holdings, (each) => each.account),
    workspaces: new Map(workspaces.map((each) => [each._id, each])),
  };
}
