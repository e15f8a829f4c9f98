import type { ClientSession } from 'mongodb';
import * as chart from '../domain/chart-of-accounts.js';
import { zero, type Amount } from '../domain/money.js';
import { forEachAccount } from './account-troubles.js';
import { cardsIn } from './cards-in.js';
import { fromDecimal128 } from './decimal128.js';
import type { RechargeDocument, StoredValueCardDocument, VoucherDocument } from './documents.js';
import { groupBy } from './group-by.js';
import type { Ledger } from './ledger-context.js';
import { lockAccounts } from './lock-accounts.js';
import { cashIn, newPosting, postEntry, readOwed, storePosting, type Posting } from './posting.js';
import { inTransaction } from './transaction.js';

const accountsAtOnce = 500;
const listsAtOnce = 3;
const rowsAtOnce = 2_000;

/**
 * Makes the published imports money: opening cash, vouchers and cards of each account in one ledger
 * entry an import, each recharge in one of its own (domain rule 11). Every entry has its key, so a
 * second call, or one after a crash, posts only what is missing.
 */
export async function postImports(ledger: Ledger): Promise<void> {
  const { imports } = ledger.collections;
  const state = await imports.findOne({ _id: 'imports' });
  if (!state) return;
  for (let number = state.posted + 1; number <= state.published; number++) {
    await postImport(ledger, number);
    await imports.updateOne(
      { _id: 'imports', posted: { $lt: number } },
      { $set: { posted: number } },
    );
  }
}

/** Some lists side by side: one is read or computed while another is written. */
async function postImport(ledger: Ledger, number: number): Promise<void> {
  const lists = accountLists(ledger, number);
  const post = async (): Promise<void> => {
    try {
      for (let list = await lists.next(); list.done !== true; list = await lists.next())
        await postAccounts(ledger, number, list.value);
    } finally {
      await lists.return(undefined);
    }
  };
  const lanes = Array.from({ length: listsAtOnce }, () => post());
  // Where one fails there are no further lists, and what was begun ends before anybody hears of it.
  await Promise.allSettled(lanes);
  await Promise.all(lanes);
}

/** The accounts that the import brings money to, in id order. */
async function* accountLists(ledger: Ledger, number: number): AsyncGenerator<string[]> {
  let accounts = await accountsOf(ledger, number, '');
  while (accounts.length > 0) {
    for (let start = 0; start < accounts.length; start += accountsAtOnce)
      yield accounts.slice(start, start + accountsAtOnce);
    accounts = await accountsOf(ledger, number, accounts.at(-1) ?? '');
  }
}

/** The next accounts that the import brings money to, in id order. */
async function accountsOf(ledger: Ledger, number: number, after: string): Promise<string[]> {
  const { accounts, vouchers, storedValueCards, recharges } = ledger.collections;
  const filter = { import: number, account: { $gt: after } };
  const options = {
    projection: { _id: 0, account: 1 },
    sort: { account: 1 },
    limit: rowsAtOnce,
  } as const;
  const pages = [
    await accounts.find(filter, options).toArray(),
    await vouchers.find(filter, options).toArray(),
    await storedValueCards.find(filter, options).toArray(),
    await recharges.find(filter, options).toArray(),
  ].map((page) => page.map(({ account }) => account));
  // Beyond the end of a full page there may be accounts that it does not show.
  const ends = pages.filter(({ length }) => length === rowsAtOnce).map((page) => page.at(-1) ?? '');
  const [end] = ends.toSorted();
  const found = [...new Set(pages.flat())].toSorted();
  return end === undefined ? found : found.filter((account) => account <= end);
}

interface Brought {
  opening: Amount | undefined;
  vouchers: Pick<VoucherDocument, '_id' | 'account' | 'opening'>[];
  cards: StoredValueCardDocument[];
  recharges: RechargeDocument[];
}

async function postAccounts(ledger: Ledger, number: number, ids: readonly string[]): Promise<void> {
  await inTransaction(ledger.client, async (session) => {
    const accounts = await lockAccounts(ledger, ids, session);
    const brought = await readBrought(ledger, number, ids, session);
    const done = await postedKeys(ledger, ids, brought, number, session);
    const owed = await readOwed(ledger, [...accounts.values()], session);
    const posting = newPosting(ledger.now());
    forEachAccount(
      accounts.values(),
      ({ account }) => account,
      (account) => {
        const money = { account, owed: owed.get(account.account) ?? [] };
        const brings = brought.get(account.account);
        if (!brings) return;
        const opening = account.import === number ? fromDecimal128(account.opening) : undefined;
        if (!done.has(`${account.account} import/${number}`)) {
          postOpening(posting, money, { ...brings, opening }, `import/${number}`);
        }
        for (const recharge of brings.recharges.toSorted(byTime)) {
          if (done.has(`${account.account} recharge/${recharge._id}`)) continue;
          const amount = fromDecimal128(recharge.amount);
          const paid = cashIn(posting, money, { from: chart.bank, amount });
          postEntry(posting, money, { key: `recharge/${recharge._id}`, ...paid });
        }
      },
    );
    await storePosting(ledger, posting, session);
  });
}

/** One entry for all that the import opens. */
function postOpening(
  posting: Posting,
  money: Parameters<typeof postEntry>[1],
  brings: Brought,
  key: string,
): void {
  const { opening, vouchers, cards } = brings;
  const paid = cashIn(posting, money, { from: chart.opening, amount: opening ?? zero });
  const postings = [
    ...paid.postings,
    ...vouchers.flatMap((each) =>
      chart.posting(chart.opening, chart.voucher(each._id), fromDecimal128(each.opening)),
    ),
    ...cardsIn(posting, money, { from: chart.opening, cards }),
  ];
  if (postings.length > 0) postEntry(posting, money, { key, postings, cash: paid.cash });
}

async function readBrought(
  ledger: Ledger,
  number: number,
  ids: readonly string[],
  session: ClientSession,
): Promise<Map<string, Brought>> {
  const { vouchers, storedValueCards, recharges } = ledger.collections;
  const filter = { import: number, account: { $in: [...ids] } };
  const voucherOf = groupBy(
    await vouchers.find(filter, { session, projection: { account: 1, opening: 1 } }).toArray(),
    (each) => each.account,
  );
  const cardOf = groupBy(
    await storedValueCards.find(filter, { session }).toArray(),
    (each) => each.account,
  );
  const rechargeOf = groupBy(
    await recharges.find(filter, { session }).toArray(),
    (each) => each.account,
  );
  return new Map(
    ids.map((id) => [
      id,
      {
        opening: undefined,
        vouchers: voucherOf.get(id) ?? [],
        cards: cardOf.get(id) ?? [],
        recharges: rechargeOf.get(id) ?? [],
      },
    ]),
  );
}

async function postedKeys(
  ledger: Ledger,
  ids: readonly string[],
  brought: ReadonlyMap<string, Brought>,
  number: number,
  session: ClientSession,
): Promise<Set<string>> {
  const recharges = [...brought.values()].flatMap((each) =>
    each.recharges.map(({ _id }) => `recharge/${_id}`),
  );
  const found = await ledger.collections.entries
    .find(
      { account: { $in: [...ids] }, key: { $in: [`import/${number}`, ...recharges] } },
      { session, projection: { account: 1, key: 1 } },
    )
    .toArray();
  return new Set(found.map(({ account, key }) => `${account} ${key}`));
}

function byTime(a: RechargeDocument, b: RechargeDocument): number {
  const [left, right] = a.at === b.at ? [a._id, b._id] : [a.at, b.at];
  return left < right ? -1 : 1;
}
