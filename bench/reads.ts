import { randomBytes } from 'node:crypto';
import { addDays, type Day } from '../domain/billing-cycle.js';
import { instantOf, parseInstant, type Instant } from '../domain/instant.js';
import { parseAmount } from '../domain/money.js';
import { items } from '../domain/records.js';
import { connectLedger } from '../ledger/connect.js';
import { toDecimal128 } from '../ledger/decimal128.js';
import { emptySettlement } from '../ledger/empty-settlement.js';
import { chainEntry } from '../ledger/journal.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { balanceAsOf } from '../ledger/reads/balance-as-of.js';
import { listBills } from '../ledger/reads/list-bills.js';
import { listMovements } from '../ledger/reads/list-movements.js';
import { listVouchers } from '../ledger/reads/list-vouchers.js';
import { readOverview } from '../ledger/reads/read-overview.js';
import type { EntryDocument, SettlementDocument } from '../ledger/settlement-documents.js';

const account = 'acct-1';
const days = 1_095;
const workspaces = 10;
const linesInBill = 8;
const vouchers = 100_000;
const lastDay: Day = '2026-11-23';
const requestsPerSecond = 50;
const seconds = 10;
const secondsToWarmUp = 2;

/**
 * How long reads take of an account with three years of bills, and of one with 100,000 vouchers, at 50
 * requests a second: in a database of its own, which goes away.
 */
export async function measureReads(
  { mongodbUri }: { mongodbUri: string },
  say: (line: string) => void,
): Promise<void> {
  const database = `bench-reads-${randomBytes(4).toString('hex')}`;
  const connected = await connectLedger({ uri: mongodbUri, database });
  const ledger: Ledger = { ...connected, now: () => instantAt(`${lastDay}T23:00:00Z`) };
  try {
    await writeYears(ledger);
    await writeVouchers(ledger);
    // What was just written shall not be flushed while the reads are measured.
    await ledger.client.db('admin').command({ fsync: 1 });
    const first = performance.now();
    await balanceAsOf(ledger, { account, at: ledger.now() });
    say(`first balance of a chain of ${days * 3} entries: ${milliseconds(first)} ms`);
    const reads: Record<string, () => Promise<unknown>> = {
      'overview of 3 years': () => readOverview(ledger, { account }),
      'bills by day, 31': () => listBills(ledger, { account, by: 'day', limit: 31 }),
      'bills by month, 12': () => listBills(ledger, { account, by: 'month', limit: 12 }),
      'bills by item, 30 days': () => listBills(ledger, { account, by: 'item', limit: 50 }),
      'movements, first 50': () => listMovements(ledger, { account, limit: 50 }),
      'movements, in the middle': () =>
        listMovements(ledger, { account, after: `${days}/0`, limit: 50 }),
      'balance two years ago': () =>
        balanceAsOf(ledger, { account, at: instantAt('2024-11-23T00:00:00Z') }),
      'vouchers, first 50 of 100,000': () => listVouchers(ledger, { account: 'rich', limit: 50 }),
      'vouchers, last 50 of 100,000': () =>
        listVouchers(ledger, { account: 'rich', after: 'v-099940', limit: 50 }),
    };
    for (const [name, read] of Object.entries(reads)) {
      await timesOf(read, secondsToWarmUp);
      const { p50, p99, longest } = await timesOf(read, seconds);
      say(`${name}: p50 ${p50} ms, p99 ${p99} ms, longest ${longest} ms`);
    }
  } finally {
    await ledger.client.db(database).dropDatabase();
    await connected.close();
  }
}

/** At a fixed rate, whatever the answers take, so that a slow one does not hide the next. */
async function timesOf(
  read: () => Promise<unknown>,
  forSeconds: number,
): Promise<{ p50: string; p99: string; longest: string }> {
  const times: number[] = [];
  const running: Promise<void>[] = [];
  const started = performance.now();
  for (let count = 0; count < requestsPerSecond * forSeconds; count++) {
    const due = started + (count * 1_000) / requestsPerSecond;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    running.push(
      (async () => {
        await read();
        times.push(performance.now() - due);
      })(),
    );
  }
  await Promise.all(running);
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
  return { p50: at(0.5), p99: at(0.99), longest: at(1) };
}

async function writeYears(ledger: Ledger): Promise<void> {
  const { accounts, settlements, entries } = ledger.collections;
  const settled: SettlementDocument[] = [];
  const chained: EntryDocument[] = [];
  let chain = { entries: 0, head: '' };
  const amount = toDecimal128(parseAmount('1.25'));
  const total = parseAmount((1.25 * workspaces * linesInBill).toFixed(2));
  for (let index = 0; index < days; index++) {
    const day = addDays(lastDay, index + 1 - days);
    const at = instantAt(`${addDays(day, 1)}T00:00:00Z`);
    settled.push(settlementOf(day, { at, amount, total: toDecimal128(total) }));
    const brought = { debit: 'bank', credit: 'cash', amount: total };
    const made = { debit: 'due', credit: 'consumption', amount: total };
    const paid = { debit: 'cash', credit: 'due', amount: total };
    for (const [key, posting] of [
      [`recharge/${day}`, brought],
      [`${day}/1/openSettlements`, made],
      [`${day}/1/deductCash`, paid],
    ] as const) {
      const of = { account, key, currency: 'CNY' as const, postings: [posting], at };
      const entry = chainEntry(chain, of);
      chain = { entries: entry.number, head: entry.hash };
      chained.push(entry);
    }
  }
  const nothing = toDecimal128(parseAmount('0.00'));
  for (const [id, { entries: number, head }] of [
    [account, chain],
    ['rich', { entries: 0, head: '' }],
  ] as const)
    await accounts.insertOne({
      _id: id,
      account: id,
      name: id,
      currency: 'CNY',
      import: 0,
      opening: nothing,
      cash: nothing,
      overdraft: nothing,
      cloudArrears: nothing,
      lock: 0,
      entries: number,
      head,
    });
  await settlements.insertMany(settled, { ordered: false });
  await entries.insertMany(chained, { ordered: false });
}

function settlementOf(
  day: Day,
  {
    at,
    amount,
    total,
  }: { at: Instant; amount: SettlementDocument['due']; total: SettlementDocument['due'] },
): SettlementDocument {
  const work = { owner: 'bench', currency: 'CNY' as const, day };
  const empty = emptySettlement({ account, work, n: 1, bills: workspaces });
  const lines = Array.from({ length: workspaces * linesInBill }, (_, line) => ({
    workspace: `w-${Math.floor(line / linesInBill)}`,
    site: 'cn1',
    item: items[line % linesInBill] ?? 'logs',
    restricted: false,
    method: 'enterprise' as const,
    amount,
  }));
  return {
    ...empty,
    step: 7,
    state: 'done',
    total,
    totals: { ...empty.totals, cash: total },
    lines,
    deductions: lines.map((_, line) => ({ line, kind: 'cash', id: account, amount })),
    openedAt: at,
    settledAt: at,
  };
}

async function writeVouchers({ collections }: Ledger): Promise<void> {
  const value = toDecimal128(parseAmount('10.00'));
  const documents = Array.from({ length: vouchers }, (_, index) => ({
    _id: `v-${index.toString().padStart(6, '0')}`,
    account: 'rich',
    type: 'ordinary' as const,
    faceValue: value,
    opening: value,
    balance: value,
    minSpend: toDecimal128(parseAmount('0.00')),
    singleUse: false,
    import: 0,
  }));
  for (let start = 0; start < vouchers; start += 10_000)
    await collections.vouchers.insertMany(documents.slice(start, start + 10_000), {
      ordered: false,
    });
}

function instantAt(text: string): Instant {
  const at = parseInstant(text) ?? instantOf(0);
  if (at === undefined) throw new RangeError(`no instant: ${text}`);
  return at;
}

function milliseconds(since: number): string {
  return (performance.now() - since).toFixed(0);
}
