import { parseInstant, type Instant } from '../../../domain/instant.js';
import { parseAmount, type Amount } from '../../../domain/money.js';
import { chainEntry } from '../../../ledger/journal.js';
import { balanceAsOf } from '../../../ledger/reads/balance-as-of.js';
import { listMovements, type MovementRow } from '../../../ledger/reads/list-movements.js';
import { recharge } from '../../../ledger/recharge.js';
import { account, bill, day, enterpriseWorkspace } from '../../support/records.js';
import { card, voucher } from '../../support/ledger-records.js';
import { startLedger, type LedgerSystem } from '../../support/ledger-system.js';

let system: LedgerSystem;

beforeAll(async () => {
  system = await startLedger();
});

afterAll(() => system.drop());

describe('income and expenditure', () => {
  it('shows every movement with the balance after it, newest first (worked examples 3, 10, 19)', async () => {
    await system.importRecords([
      account('acct-3', '5.00'),
      enterpriseWorkspace('w-3', 'acct-3'),
      voucher('ov-3', 'acct-3', '80.00'),
      card('c-3', 'acct-3', '25.00'),
      bill('w-3', '60.00', { restricted: '40.00' }),
      account('acct-19'),
      enterpriseWorkspace('w-19', 'acct-19'),
      voucher('ov-19', 'acct-19', '100.00'),
      voucher('fv-19', 'acct-19', '50.00', {
        type: 'full-reduction',
        minSpend: '100.00',
        singleUse: true,
      }),
      bill('w-19', '120.00'),
    ]);
    await system.settle(day);
    await recharge(system.ledger, {
      account: 'acct-3',
      id: 'r-1',
      amount: '20.00' as Amount,
      at: instant('2026-11-25T00:00:00Z'),
    });
    expect(await movementsOf('acct-3')).toEqual([
      'out cash 10.00 leaves 10.00: repayment of recharge r-1',
      'in cash 20.00 leaves 20.00: recharge of recharge r-1',
      'out cash 5.00 leaves 0.00: consumption of settlement 2026-11-22',
      'out card:c-3 25.00 leaves 0.00: consumption of settlement 2026-11-22',
      'out voucher:ov-3 60.00 leaves 20.00: consumption of settlement 2026-11-22',
      'in card:c-3 25.00 leaves 25.00: opening of import 1',
      'in voucher:ov-3 80.00 leaves 80.00: opening of import 1',
      'in cash 5.00 leaves 5.00: opening of import 1',
    ]);
    const forfeited = await movementsOf('acct-19');
    // An import opens vouchers in no order.
    expect([...forfeited.slice(0, 3), ...forfeited.slice(3).toSorted()]).toEqual([
      'out voucher:fv-19 30.00 leaves 0.00: forfeit of settlement 2026-11-22',
      'out voucher:fv-19 20.00 leaves 30.00: consumption of settlement 2026-11-22',
      'out voucher:ov-19 100.00 leaves 0.00: consumption of settlement 2026-11-22',
      'in voucher:fv-19 50.00 leaves 50.00: opening of import 1',
      'in voucher:ov-19 100.00 leaves 100.00: opening of import 1',
    ]);
    expect(await movementsOf('acct-3', { kind: 'card' })).toHaveLength(2);
    expect(await movementsOf('acct-19', { id: 'fv-19' })).toHaveLength(3);
  });

  it('tells what there was at an instant', async () => {
    const then = (at: string) => balanceAsOf(system.ledger, { account: 'acct-3', at: instant(at) });
    expect(await then('2026-11-24T00:59:59Z')).toMatchObject({ entry: 0, cash: '0.00' });
    expect(await then('2026-11-24T01:00:00Z')).toMatchObject({
      cash: '0.00',
      overdraft: '10.00',
      storedValueBalance: '-10.00',
      vouchers: [{ id: 'ov-3', balance: '20.00' }],
      storedValueCards: [],
    });
    expect(await then('2026-11-25T00:00:00Z')).toMatchObject({
      cash: '10.00',
      overdraft: '0.00',
      storedValueBalance: '0.00',
    });
    await expect(
      balanceAsOf(system.ledger, { account: 'nobody', at: instant('2026-11-24T01:00:00Z') }),
    ).rejects.toThrow('no account nobody');
  });

  it('pages through a chain of thousands with the same balances as in one go', async () => {
    await system.importRecords([account('many')]);
    await enterChain('many', 2_600);
    const pages: MovementRow[] = [];
    let after: string | undefined;
    do {
      const page = await listMovements(system.ledger, { account: 'many', after, limit: 600 });
      pages.push(...page.rows);
      after = page.next;
    } while (after !== undefined);
    // Each entry brings 3.00 and takes 1.00 of it at once.
    expect(pages).toHaveLength(5_200);
    expect(pages[0]).toMatchObject({ direction: 'out', balance: '5200.00', entry: 'many/2600' });
    expect(pages[1]).toMatchObject({ direction: 'in', balance: '5201.00', entry: 'many/2600' });
    expect(pages.at(-1)).toMatchObject({ direction: 'in', balance: '3.00', entry: 'many/1' });
    const marks = await system.ledger.collections.balanceMarks.find({ account: 'many' }).toArray();
    expect(marks.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual([
      500, 1_000, 1_500, 2_000,
    ]);
    const at = instant('2026-11-24T00:00:01.234Z');
    expect(await balanceAsOf(system.ledger, { account: 'many', at })).toMatchObject({
      entry: 1_234,
      cash: '2468.00',
    });
  });
});

async function movementsOf(id: string, only: object = {}): Promise<string[]> {
  const rows: MovementRow[] = [];
  let after: string | undefined;
  do {
    const page = await listMovements(system.ledger, { account: id, after, limit: 2, ...only });
    rows.push(...page.rows);
    after = page.next;
  } while (after !== undefined);
  return rows.map(({ direction, place, amount, balance, kind, occasion }) => {
    const of = place.kind === 'cash' ? 'cash' : `${place.kind}:${place.id}`;
    const [which] = Object.values(occasion).slice(1);
    return `${direction} ${of} ${amount} leaves ${balance}: ${kind} of ${occasion.kind} ${which}`;
  });
}

/** A chain of recharges of 3.00, one a millisecond from midnight on, of which 1.00 goes at once. */
async function enterChain(id: string, length: number): Promise<void> {
  let chain = { entries: 0, head: '' };
  const entries = Array.from({ length }, (_, index) => {
    const entry = chainEntry(chain, {
      account: id,
      key: `recharge/many-${index}`,
      currency: 'CNY',
      postings: [
        { debit: 'bank', credit: 'cash', amount: parseAmount('3.00') },
        { debit: 'cash', credit: 'due', amount: parseAmount('1.00') },
      ],
      at: instant(new Date(Date.UTC(2026, 10, 24) + index + 1).toISOString()),
    });
    chain = { entries: entry.number, head: entry.hash };
    return entry;
  });
  await system.ledger.collections.entries.insertMany(entries);
  await system.ledger.collections.accounts.updateOne(
    { _id: id },
    { $set: { entries: chain.entries, head: chain.head } },
  );
}

function instant(text: string): Instant {
  const at = parseInstant(text);
  if (at === undefined) throw new RangeError(`no instant: ${text}`);
  return at;
}
