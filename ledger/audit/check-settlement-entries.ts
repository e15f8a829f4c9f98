import * as chart from '../../domain/chart-of-accounts.js';
import { settlementSteps, type Payer } from '../../domain/deduction-order.js';
import { add, zero, type Amount } from '../../domain/money.js';
import { takenByInstrument } from '../../domain/settlement.js';
import type { AccountBooks } from './account-books.js';
import { expectSame, type Report } from './difference.js';
import { LedgerSums } from './ledger-sums.js';
import { ledgerAccountOf, unpaid, type WholeSettlement } from './whole-settlement.js';

const check = 'settlement in the ledger';

/** The ledger took from each instrument what the settlement says, in the step that may (invariant 1). */
export function checkSettlementEntries(
  books: AccountBooks,
  settlements: readonly WholeSettlement[],
  report: Report,
): void {
  const kinds = voucherKinds(books);
  for (const whole of settlements) {
    const { id, settlement, entries, ended } = whole;
    const postings = entries.flatMap((entry) => entry.postings);
    expectSame(report, {
      check,
      id,
      of: 'total',
      expected: settlement.total,
      found: sumOf(
        postings,
        ({ debit, credit }) => debit === chart.due && credit === chart.consumption,
      ),
    });
    const rest = unpaid(whole);
    const expected = new Map(
      takenByInstrument(whole.deductions).map((each) => [
        ledgerAccountOf(whole, each),
        each.amount,
      ]),
    );
    if (ended && rest !== zero) expected.set(chart.overdraft, rest);
    const paid = postings.filter(({ credit }) => credit === chart.due);
    for (const side of new Set([...expected.keys(), ...paid.map(({ debit }) => debit)]))
      expectSame(report, {
        check,
        id,
        of: side,
        expected: expected.get(side) ?? zero,
        found: sumOf(paid, ({ debit }) => debit === side),
      });
    new LedgerSums(postings).expectBalance(report, {
      check,
      id,
      of: 'due',
      side: chart.due,
      owed: true,
      found: settlement.step === 0 || ended ? zero : rest,
    });
    for (const entry of entries) checkPayers(entry, kinds, report);
  }
  const known = new Set(settlements.map(({ settlement: { cycle, n } }) => `${cycle}/${n}`));
  for (const { _id, cycle, n } of books.entries)
    if (cycle !== undefined && !known.has(`${cycle}/${n}`))
      report({
        check,
        id: `entries ${_id}`,
        expected: `settlements ${books.id}/${cycle}/${n}`,
        found: 'none',
      });
}

function sumOf(
  postings: readonly chart.LedgerPosting[],
  wanted: (posting: chart.LedgerPosting) => boolean,
): Amount {
  return postings.filter(wanted).reduce((total, { amount }) => add(total, amount), zero);
}

/** Each step lets only its own payers pay. */
function checkPayers(
  { _id, key, cycle, n, postings }: AccountBooks['entries'][number],
  kinds: ReadonlyMap<string, Payer>,
  report: Report,
): void {
  const step = settlementSteps.find(({ name }) => key === `${cycle}/${n}/${name}`);
  if (!step) return;
  const payers: readonly Payer[] = step.payers;
  for (const { debit, credit } of postings) {
    const payer = kinds.get(debit) ?? payerOf(debit);
    if (credit === chart.due && !(payer && payers.includes(payer)))
      report({ check, id: `entries ${_id}`, expected: `a payer of ${step.name}`, found: debit });
  }
}

function voucherKinds(books: AccountBooks): Map<string, Payer> {
  return new Map(
    books.vouchers.map(({ _id, type }) => [
      chart.voucher(_id),
      type === 'ordinary' ? 'ordinary-voucher' : 'full-reduction-voucher',
    ]),
  );
}

function payerOf(side: string): Payer | undefined {
  if (side === chart.cash) return 'cash';
  if (side === chart.overdraft) return 'overdraft';
  if (side.startsWith('card:')) return 'stored-value-card';
  return side.startsWith('charge:') ? 'cloud-account' : undefined;
}
