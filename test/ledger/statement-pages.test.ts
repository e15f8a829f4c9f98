import type { Currency } from '../../domain/billing-cycle.js';
import { readRows, type Reading } from '../../ledger/statement-pages.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';

const day = '2026-11-22';

interface Supplement {
  _id: string;
  account: string;
  currency: Currency;
  cycle: string;
  n: number;
}

interface Row {
  account: string;
  supplements: number[];
}

/** Rows that tell which supplements a page gave them. */
function inPagesOf(settlementsAtOnce: number, pages: string[][]): Reading<Supplement, Row> {
  return {
    projection: { account: 1, n: 1 },
    settlementsAtOnce,
    async rowsOf(_ledger, _day, settlements) {
      pages.push(settlements.map(({ account, n }) => `${account}/${n}`));
      const accounts = [...new Set(settlements.map(({ account }) => account))];
      return Promise.resolve(
        accounts.map((account) => ({
          account,
          supplements: settlements.filter((each) => each.account === account).map(({ n }) => n),
        })),
      );
    },
  };
}

describe('readRows', () => {
  let system: LedgerSystem;

  beforeEach(async () => {
    system = await startLedger();
  });

  afterEach(async () => {
    await system.drop();
  });

  async function store(accounts: Readonly<Record<string, [Currency, number]>>): Promise<void> {
    const { client, collections } = system.ledger;
    const { dbName, collectionName } = collections.settlements;
    const supplements = Object.entries(accounts).flatMap(([account, [currency, most]]) =>
      Array.from({ length: most }, (_, index) => index + 1).map((n) => ({
        _id: `${account}/${day}/${n}`,
        account,
        currency,
        cycle: day,
        n,
      })),
    );
    await client.db(dbName).collection<Supplement>(collectionName).insertMany(supplements);
  }

  async function read(
    atOnce: number,
    account?: string,
  ): Promise<{ rows: string[]; pages: string[][] }> {
    const pages: string[][] = [];
    const rows: string[] = [];
    const of = { day, ...(account === undefined ? {} : { account }) };
    for await (const row of readRows(system.ledger, of, inPagesOf(atOnce, pages)))
      rows.push(`${row.account}: ${row.supplements.join()}`);
    return { rows, pages };
  }

  it('gives the rows of both currencies in the order of accounts, however small the pages are', async () => {
    await store({
      a: ['CNY', 1],
      b: ['USD', 1],
      c: ['CNY', 3],
      d: ['CNY', 1],
      e: ['USD', 2],
      f: ['CNY', 1],
      g: ['USD', 1],
    });
    const inOrder = ['a: 1', 'b: 1', 'c: 1,2,3', 'd: 1', 'e: 1,2', 'f: 1', 'g: 1'];
    for (const atOnce of [1, 2, 3, 4, 6, 100]) {
      const { rows } = await read(atOnce);
      expect(rows).toEqual(inOrder);
    }
  });

  it('keeps the supplements of an account in one page, also where that makes it longer', async () => {
    await store({ a: ['CNY', 1], b: ['CNY', 3], c: ['CNY', 1] });
    const { pages } = await read(2);
    expect(pages.filter((page) => page.length > 0)).toEqual([
      ['a/1', 'b/1', 'b/2', 'b/3'],
      ['c/1'],
    ]);
  });

  it('reads one account alone, and none where there is nothing', async () => {
    await store({ a: ['CNY', 1], b: ['CNY', 2], c: ['CNY', 1] });
    expect((await read(1, 'b')).rows).toEqual(['b: 1,2']);
    expect((await read(1, 'x')).rows).toEqual([]);
  });

  it('finds where a page ends by the index alone', async () => {
    await store({ a: ['CNY', 1], b: ['CNY', 1], c: ['CNY', 1] });
    const { settlements } = system.ledger.collections;
    const plan = await settlements
      .find(
        { currency: 'CNY', cycle: day, account: { $gt: 'a' } },
        { projection: { _id: 0, account: 1 }, sort: { account: 1 }, skip: 1, limit: 1 },
      )
      .explain('executionStats');
    expect(plan['executionStats']).toMatchObject({ nReturned: 1, totalDocsExamined: 0 });
  });
});
