import { standingOf } from '../domain/cloud-charge.js';
import { add, minorUnits, sum, zero, type Amount } from '../domain/money.js';
import { statementColumns } from '../domain/statement.js';
import type { BookEntry } from '../emulators/books.js';
import { audit } from '../ledger/audit.js';
import { fromDecimal128 } from '../ledger/decimal128.js';
import { readStatement } from '../ledger/read-statement.js';
import type { StatementRow } from '../ledger/statement-row.js';
import { isAtRest, readChains, waitsForNextHour, type Chain, type Charge } from './chains.js';
import { day, type Customer } from './customers.js';
import type { OutOfSight } from './fault-case.js';
import type { Stage } from './stage.js';
import { collectorsThatGoOn } from './until-at-rest.js';
import { VendorBooks } from './vendor-books.js';

type OutOfSightOf = (customer: Customer) => OutOfSight | undefined;

/** @returns whatever is not as it must be, whatever went wrong before */
export async function prove(stage: Stage, outOfSight: OutOfSightOf): Promise<string[]> {
  const chains = await readChains(stage.ledger);
  const problems: string[] = [];
  const report = (problem: string): void => void problems.push(problem);
  const books = new VendorBooks(stage);
  for (const customer of stage.customers)
    checkBooks(chains.get(customer.id) ?? [], { customer, books, outOfSight, report });
  checkStrays(books, { chains, customers: stage.customers, report });
  checkSlots(chains, report);
  await checkStatement(stage, chains, report);
  await checkSettlements(stage, chains, report);
  await audit(stage.ledger, { onDifference: ({ line }) => report(`the audit: ${line}`) });
  for (const id of await collectorsThatGoOn(stage, [...chains.values()].flat().filter(isAtRest)))
    report(`${id} does not end`);
  return problems;
}

type Report = (problem: string) => void;

/** The vendor bills exactly what the ledger says that he does, in one record a charge. */
function checkBooks(
  chain: readonly Charge[],
  of: { customer: Customer; books: VendorBooks; outOfSight: OutOfSightOf; report: Report },
): void {
  const { customer, books, outOfSight, report } = of;
  const hidden = outOfSight(customer);
  for (const charge of chain) {
    const entries = books.of(charge, customer.instance);
    if (entries.length > 1) report(`${charge.key} has ${entries.length} records`);
    const [entry] = entries;
    const wanted = charge.state === 'accepted' || charge.state === 'provisional';
    const billed = entry?.state === 'accepted';
    const explained = hidden === 'rejected-later' && entry?.state === 'rejected';
    if (wanted !== billed && !explained)
      report(
        `${charge.key} is ${charge.state}, and the vendor ${billed ? 'bills it' : 'does not bill it'}`,
      );
    if (entry) checkEntry(entry, charge, { hidden, report });
  }
}

function checkEntry(
  { units, conflicts, requestIds, deliveries, key }: BookEntry,
  charge: Charge,
  { hidden, report }: { hidden: OutOfSight | undefined; report: Report },
): void {
  const requests = new Set(requestIds).size;
  const adds = charge.provider === 'alibaba-cloud';
  const times = hidden === 'processed-twice' && adds ? 2n : 1n;
  if (conflicts > 0) report(`${key}: ${conflicts} deliveries said something else`);
  if (BigInt(units) !== BigInt(charge.units) * times)
    report(`${key}: the vendor has ${units} units, not ${charge.units}`);
  if (adds && requests !== 1) report(`${key} was pushed ${requests} times, and pushes add up`);
  if (adds && BigInt(deliveries) !== times) report(`${key} was delivered ${deliveries} times`);
  if (requests > charge.attempts)
    report(`${charge.key} counts ${charge.attempts} tries, the vendor ${requests}`);
}

/** Nothing is on a vendor's books that no charge knows of. */
function checkStrays(
  books: VendorBooks,
  of: { chains: ReadonlyMap<string, Chain>; customers: readonly Customer[]; report: Report },
): void {
  const known = new Set(
    of.customers.flatMap(({ id, instance }) =>
      (of.chains.get(id) ?? []).flatMap(({ slot }) =>
        slot ? [`${instance} ${Date.parse(slot.hour)}`] : [],
      ),
    ),
  );
  for (const { instance, from, key } of books.all)
    if (!known.has(`${instance} ${Date.parse(from)}`)) of.report(`${key} is nobody's charge`);
}

function checkSlots(chains: ReadonlyMap<string, Chain>, report: Report): void {
  for (const chain of chains.values()) {
    const hours = chain.flatMap(({ slot }) => (slot ? [slot.hour] : []));
    if (new Set(hours).size !== hours.length) report(`${chain[0].key}: an hour was given twice`);
    const standing = chain.filter(({ state }) => state !== 'replaced');
    if (standing.length !== 1) report(`${chain[0].key}: ${standing.length} charges stand for it`);
    for (const { key, sender, state } of chain)
      if (sender !== undefined && standingOf(state) === 'charging')
        report(`${key} has a sender still`);
  }
}

/** A row's total is the sum of its six amounts, a workspace's too, and the charges explain them. */
async function checkStatement(
  { ledger, customers }: Stage,
  chains: ReadonlyMap<string, Chain>,
  report: Report,
): Promise<void> {
  const rows = new Map<string, StatementRow>();
  for await (const row of readStatement(ledger, { day })) rows.set(row.account, row);
  for (const { id, amount } of customers) {
    const row = rows.get(id);
    const say = (of: string, expected: Amount, found: Amount | undefined): void => {
      if (found === undefined || minorUnits(found) !== minorUnits(expected))
        report(`statement of ${id}: ${of} is ${found}, not ${expected}`);
    };
    if (!row) {
      report(`statement: no row of ${id}`);
      continue;
    }
    for (const part of [row, ...row.workspaces]) {
      const columns = sum(statementColumns.map((column) => part[column]));
      if (row.state !== 'parked') say('the sum of the amounts', part.total, columns);
    }
    const [total] = row.workspaces.map((each) => each.total);
    say('the total', total ?? zero, row.total);
    if (
      row.state !== 'parked' &&
      minorUnits(row.total) !== amount.replace('.', '').replace(/^0+(?=\d)/, '')
    )
      report(`statement of ${id}: the total is ${row.total}, not ${amount}`);
    const standing = (chains.get(id) ?? []).filter(({ state }) => state !== 'replaced');
    say('by cloud', amountIn(standing, ['accepted', 'charging']), row.cloudAccount);
    say('in arrears', amountIn(standing, ['refused']), row.arrears);
  }
}

function amountIn(charges: readonly Charge[], standings: readonly string[]): Amount {
  return charges
    .filter(({ state }) => standings.includes(standingOf(state)))
    .reduce((total, { amount }) => add(total, fromDecimal128(amount)), zero);
}

/** A settlement is charging while one of its charges is, and no longer. */
async function checkSettlements(
  { ledger }: Stage,
  chains: ReadonlyMap<string, Chain>,
  report: Report,
): Promise<void> {
  for await (const { _id, account, state } of ledger.collections.settlements.find()) {
    const waiting = (chains.get(account) ?? []).some(waitsForNextHour);
    const expected = waiting ? 'charging' : 'done';
    if (state !== expected && state !== 'parked')
      report(`settlement ${_id} is ${state}, not ${expected}`);
  }
}
