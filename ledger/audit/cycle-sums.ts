import { cycleId } from '../../domain/billing-cycle.js';
import type { CycleShare } from '../../domain/cycle-report.js';
import { add, sum, zero, type Amount } from '../../domain/money.js';
import { addAmounts, noAmounts, type StatementAmounts } from '../../domain/statement.js';
import type { SettlementState } from '../settlement-documents.js';
import type { AccountBooks } from './account-books.js';

export interface SiteSums {
  bills: number;
  /** Of the unrounded lines. */
  total: Amount;
}

/** The books of every account added up for one cycle, from bills, settlements and entries apart. */
export interface CycleSums {
  /** Bills up to the report's cut. */
  imported: { bills: number; total: Amount };
  sites: Map<string, SiteSums>;
  states: Map<SettlementState, CycleShare>;
  columns: StatementAmounts;
  /** Charges that were refused stand under cloudAccount as well as under arrears. */
  ledger: StatementAmounts;
  refused: Amount;
  due: Amount;
  lastSettledAt: string;
  /** The bill of the highest import that a settlement took. */
  lastTaken: { bill: string; import: number };
}

function newCycleSums(): CycleSums {
  return {
    imported: { bills: 0, total: zero },
    sites: new Map(),
    states: new Map(),
    columns: noAmounts(),
    ledger: noAmounts(),
    refused: zero,
    due: zero,
    lastSettledAt: '',
    lastTaken: { bill: '', import: 0 },
  };
}

const noShare: CycleShare = { accounts: 0, bills: 0, total: zero };

/** Sums by cycle id; of as many cycles as there are days, whatever the number of accounts. */
export class SumsOfCycles {
  readonly #cycles = new Map<string, CycleSums>();
  readonly #reportCuts: ReadonlyMap<string, number>;

  /** @param reportCuts up to which import each closed cycle's report has counted. */
  constructor(reportCuts: ReadonlyMap<string, number>) {
    this.#reportCuts = reportCuts;
  }

  /** The cycles that settlements were seen of. */
  settled(): string[] {
    return [...this.#cycles].filter(([, { states }]) => states.size > 0).map(([id]) => id);
  }

  of(id: string): CycleSums {
    const known = this.#cycles.get(id);
    if (known) return known;
    const sums = newCycleSums();
    this.#cycles.set(id, sums);
    return sums;
  }

  byCycle(): Map<string, CycleSums> {
    return this.#cycles;
  }

  /** Adds what was added up of other accounts. */
  addSums(others: ReadonlyMap<string, CycleSums>): void {
    for (const [id, other] of others) {
      const sums = this.of(id);
      sums.imported.bills += other.imported.bills;
      sums.imported.total = add(sums.imported.total, other.imported.total);
      for (const [site, { bills, total }] of other.sites) {
        const ofSite = sums.sites.get(site) ?? { bills: 0, total: zero };
        sums.sites.set(site, { bills: ofSite.bills + bills, total: add(ofSite.total, total) });
      }
      for (const [state, share] of other.states) {
        const { accounts, bills, total } = sums.states.get(state) ?? noShare;
        sums.states.set(state, {
          accounts: accounts + share.accounts,
          bills: bills + share.bills,
          total: add(total, share.total),
        });
      }
      sums.columns = addAmounts(sums.columns, other.columns);
      sums.ledger = addAmounts(sums.ledger, other.ledger);
      sums.refused = add(sums.refused, other.refused);
      sums.due = add(sums.due, other.due);
      if (other.lastSettledAt > sums.lastSettledAt) sums.lastSettledAt = other.lastSettledAt;
      if (other.lastTaken.import > sums.lastTaken.import) sums.lastTaken = other.lastTaken;
    }
  }

  addBooks(books: AccountBooks): void {
    for (const bill of books.bills) this.#addBill(bill);
    for (const settlement of books.settlements) this.#addSettlement(settlement);
    for (const { currency, cycle, key, postings } of books.entries) {
      if (cycle === undefined) continue;
      const sums = this.of(cycleId({ currency, day: cycle }));
      const full = key.endsWith('/applyFullReductionVouchers');
      for (const posting of postings) addPosting(sums, posting, full);
    }
    for (const { cycle, currency, n, step } of books.settlements) {
      if (step > 0) continue;
      const sums = this.of(cycleId({ currency, day: cycle }));
      const claimed = books.bills.filter((bill) => bill.day === cycle && bill.settlement === n);
      sums.due = sum([sums.due, ...claimed.map(({ rounded }) => rounded)]);
    }
  }

  #addBill({ _id, currency, day, site, rounded, total, settlement, ...bill }: Bill): void {
    const id = cycleId({ currency, day });
    const sums = this.of(id);
    if (settlement !== null && bill.import > sums.lastTaken.import)
      sums.lastTaken = { bill: _id, import: bill.import };
    if (bill.import > (this.#reportCuts.get(id) ?? -1)) return;
    sums.imported.bills++;
    sums.imported.total = add(sums.imported.total, rounded);
    const ofSite = sums.sites.get(site) ?? { bills: 0, total: zero };
    ofSite.bills++;
    ofSite.total = add(ofSite.total, total);
    sums.sites.set(site, ofSite);
  }

  #addSettlement(settlement: AccountBooks['settlements'][number]): void {
    const { currency, cycle, state, bills, total, totals, due, settledAt = '' } = settlement;
    const sums = this.of(cycleId({ currency, day: cycle }));
    const share = sums.states.get(state) ?? { accounts: 0, bills: 0, total: zero };
    share.accounts++;
    share.bills += bills;
    share.total = add(share.total, total);
    sums.states.set(state, share);
    sums.columns = addAmounts(sums.columns, totals);
    sums.due = add(sums.due, due);
    if (settledAt > sums.lastSettledAt) sums.lastSettledAt = settledAt;
  }
}

type Bill = AccountBooks['bills'][number];

function addPosting(sums: CycleSums, { debit, credit, amount }: Posting, full: boolean): void {
  const { ledger } = sums;
  const [from = ''] = debit.split(':');
  if (credit === 'due') {
    const column = full && from === 'voucher' ? 'fullReductionVouchers' : columns[from];
    if (column) ledger[column] = add(ledger[column], amount);
  } else if (debit === 'cloudArrears' && credit.startsWith('charge:')) {
    ledger.arrears = add(ledger.arrears, amount);
    sums.refused = add(sums.refused, amount);
  }
}

type Posting = AccountBooks['entries'][number]['postings'][number];

const columns: Readonly<Record<string, keyof StatementAmounts>> = {
  voucher: 'ordinaryVouchers',
  card: 'storedValueCards',
  cash: 'cash',
  charge: 'cloudAccount',
  overdraft: 'arrears',
};
