import { balanceAsOf } from '../../../ledger/reads/balance-as-of.js';
import { explainBill } from '../../../ledger/reads/explain-bill.js';
import { previewDay } from '../../../ledger/reads/preview-day.js';
import { statementColumns, type StatementAmounts } from '../../../domain/statement.js';
import { generateSample } from '../../../sample/generate-sample.js';
import { startLedger, type LedgerSystem } from '../../support/ledger-system.js';

const days = ['2026-11-21', '2026-11-22'];

/** Two days of a sample: accounts of every size and funding. */
describe('reads of a sample', () => {
  let system: LedgerSystem;
  let accounts: string[];
  const previews = new Map<string, string>();

  beforeAll(async () => {
    system = await startLedger();
    for (const day of days) {
      const records = [...generateSample({ accounts: 40, seed: 7, day })].map(
        (line) => JSON.parse(line) as { kind: string },
      );
      const isNew = ({ kind }: { kind: string }): boolean =>
        kind === 'bill' || (day === days[0] && kind !== 'manifest');
      await system.importRecords(records.filter(isNew));
      accounts = await system.ledger.collections.accounts.distinct('_id');
      for (const account of accounts)
        previews.set(
          `${account} ${day}`,
          amountsOf(await previewDay(system.ledger, { account, day })),
        );
      for (const currency of ['CNY', 'USD'] as const) await system.settle(day, { currency });
    }
  });

  afterAll(() => system.drop());

  it('preview every day as it was settled afterwards', async () => {
    for (const day of days)
      for (const row of await system.statement({ day }))
        expect(`${row.account} ${amountsOf(row)}`).toBe(
          `${row.account} ${previews.get(`${row.account} ${day}`)}`,
        );
  });

  it('explain every cent, with an entry for each, and know of nothing that came later', async () => {
    const kinds = new Set<string>();
    for (const day of days) {
      for (const account of accounts) {
        const { rows, next } = await explainBill(system.ledger, { account, day, limit: 1_000 });
        expect(next).toBeUndefined();
        for (const { amount, paid, owed, due, unpaid } of rows) {
          const all = [...paid.map((each) => each.amount), owed?.amount ?? '0.00', due];
          expect(all.reduce((total, each) => total + cents(each), 0)).toBe(cents(amount));
          expect(paid.filter(({ entry }) => !entry.startsWith(`${account}/`))).toEqual([]);
          for (const { reason } of unpaid) kinds.add(reason.kind);
        }
      }
    }
    for (const kind of ['came-after', 'turn-not-come', 'not-in-order'])
      expect(kinds.has(kind)).toBe(false);
    expect(kinds.size).toBeGreaterThan(8);
  });

  it('come from the entries to the balances that stand there', async () => {
    const at = system.ledger.now();
    for (const account of accounts) {
      const stored = await system.ledger.collections.accounts.findOne({ _id: account });
      const then = await balanceAsOf(system.ledger, { account, at });
      expect([account, cents(then.cash), cents(then.overdraft), cents(then.cloudArrears)]).toEqual([
        account,
        cents(stored?.cash.toString()),
        cents(stored?.overdraft.toString()),
        cents(stored?.cloudArrears.toString()),
      ]);
    }
  });
});

function amountsOf(amounts: StatementAmounts): string {
  return statementColumns.map((column) => amounts[column]).join(' ');
}

function cents(amount = '0'): number {
  return Math.round(Number(amount) * 100);
}
