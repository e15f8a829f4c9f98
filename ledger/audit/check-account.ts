import { AmountError } from '../../domain/money.js';
import type { Ledger } from '../ledger-context.js';
import type { AccountBooks, BookName } from './account-books.js';
import { checkBalances } from './check-balances.js';
import { checkBills } from './check-bills.js';
import { checkChain } from './check-chain.js';
import { checkCodes } from './check-codes.js';
import { checkCommands } from './check-commands.js';
import { checkCharges } from './check-charges.js';
import { checkCourse } from './check-course.js';
import { checkDeductions } from './check-deductions.js';
import { checkForfeits } from './check-forfeits.js';
import { checkLines } from './check-lines.js';
import { checkOpenings } from './check-openings.js';
import { checkOwed } from './check-owed.js';
import { checkPostings } from './check-postings.js';
import { checkRechargeOrders } from './check-recharge-orders.js';
import { checkRedemptions } from './check-redemptions.js';
import { checkReferences } from './check-references.js';
import { checkSettlementEntries } from './check-settlement-entries.js';
import { checkTotals } from './check-totals.js';
import { checkUnsubscriptions } from './check-unsubscriptions.js';
import { checkWorkspaceTerms } from './check-workspace-terms.js';
import { checkGiven } from './check-given.js';
import type { Report } from './difference.js';
import { wholeSettlements, type WholeSettlement } from './whole-settlement.js';

interface Check {
  /** With a document of these unreadable the check would find fault with what is right. */
  reads: readonly BookName[];
  run: (of: { books: AccountBooks; settlements: WholeSettlement[] } & Context) => void;
}

interface Context {
  report: Report;
  zones: Ledger['zones'];
}

const settled: readonly BookName[] = ['settlements', 'settlementParts'];

const checks: readonly Check[] = [
  { reads: [], run: ({ books, report }) => checkReferences(books, report) },
  { reads: ['entries'], run: ({ books, report }) => checkChain(books, report) },
  {
    reads: ['vouchers', 'storedValueCards', 'cloudCharges'],
    run: ({ books, report }) => checkPostings(books, report),
  },
  { reads: ['entries'], run: ({ books, report }) => checkBalances(books, report) },
  { reads: [], run: ({ books, report }) => checkCourse(books, report) },
  { reads: ['entries'], run: ({ books, report }) => checkOpenings(books, report) },
  {
    reads: ['entries', 'storedValueCards', 'huaweiOrders'],
    run: ({ books, report }) => checkRedemptions(books, report),
  },
  {
    reads: ['accounts', 'workspaces', 'cloudAccounts'],
    run: ({ books, report, zones }) => checkUnsubscriptions(books, { report, zones }),
  },
  {
    reads: ['entries', 'commands', 'cloudAccounts'],
    run: ({ books, report }) => checkCommands(books, report),
  },
  {
    reads: ['entries', 'rechargeOrders'],
    run: ({ books, report }) => checkRechargeOrders(books, report),
  },
  {
    reads: ['entries', 'vouchers', 'storedValueCards'],
    run: ({ books, report }) => checkGiven(books, report),
  },
  {
    reads: ['vouchers', 'voucherCodes', 'commands'],
    run: ({ books, report }) => checkCodes(books, report),
  },
  {
    reads: ['workspaces', 'commands'],
    run: ({ books, report }) => checkWorkspaceTerms(books, report),
  },
  { reads: ['entries'], run: ({ books, report }) => checkForfeits(books, report) },
  { reads: ['settlements'], run: ({ books, report }) => checkBills(books, report) },
  {
    reads: [...settled, 'bills'],
    run: ({ books, settlements, report }) => checkLines(books, settlements, report),
  },
  {
    reads: [...settled, 'vouchers', 'storedValueCards'],
    run: ({ books, settlements, report, zones }) =>
      checkDeductions(books, settlements, { report, zones }),
  },
  { reads: settled, run: ({ settlements, report }) => checkTotals(settlements, report) },
  {
    reads: [...settled, 'entries'],
    run: ({ books, settlements, report }) => checkSettlementEntries(books, settlements, report),
  },
  {
    reads: ['settlements', 'entries'],
    run: ({ books, report }) => checkOwed(books, report),
  },
  {
    reads: [...settled, 'entries', 'cloudCharges'],
    run: ({ books, settlements, report }) => checkCharges(books, settlements, report),
  },
];

/** All that can be said of one account from its own documents. */
export function checkAccount(books: AccountBooks, context: Context): void {
  const settlements = wholeSettlements(books);
  for (const { reads, run } of checks) {
    if (reads.some((name) => books.unreadable.has(name))) continue;
    reportFailure(`accounts ${books.id}`, context.report, () =>
      run({ books, settlements, ...context }),
    );
  }
}

/** Amounts that no sum can hold are a difference like any other, and stop nothing. */
export function reportFailure(id: string, report: Report, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof AmountError)) throw error;
    report({ check: 'unreadable', id, expected: 'amounts that add up', found: error.message });
  }
}
