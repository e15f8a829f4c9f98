import { cycleEnd, type Currency, type Day } from '../../domain/billing-cycle.js';
import { explainSettlement } from '../../domain/explain-settlement.js';
import type { Instant } from '../../domain/instant.js';
import { sum, zero, type Amount } from '../../domain/money.js';
import { dueOf } from '../../domain/settlement.js';
import { fromDecimal128 } from '../decimal128.js';
import type { Ledger } from '../ledger-context.js';
import { accountOf } from './account-of.js';
import { stateOf, type BillsState } from './bill-totals.js';
import { explainedLine, type ExplainedBillLine } from './explained-line.js';
import { instrumentFacts } from './instrument-facts.js';
import { noCursor, oneMore, pageOf, type Page, type PageOf } from './page.js';
import { readSettledContent, type SettledContent } from './settled-content.js';
import { balancesBeforeSteps, readStepEntries, withSteps } from './step-entries.js';
import { findUnclaimedBills } from './unclaimed-bills.js';

export interface BillOf extends PageOf {
  day: Day;
  /** Only its lines. */
  workspace?: string | undefined;
}

export interface BillExplanation extends Page<ExplainedBillLine> {
  account: string;
  day: Day;
  currency: Currency;
  /** E, against which validity is tested. */
  end: Instant;
  settlements: {
    n: number;
    state: BillsState;
    total: Amount;
    /** What thresholds are compared with. */
    eligibleSpend: Amount;
    settledAt?: Instant;
    /** Why it waits or is parked. */
    reason?: string;
  }[];
  /** What is billed of the day and in no settlement. */
  unsettled: Amount;
  /** There are more vouchers or cards, which held nothing, than are gone through. */
  moreInstruments: boolean;
}

/**
 * Each cent of an account's day: for each settled line who paid what, by which rule and with which
 * ledger entry, and why everything else that the account has did not.
 *
 * As of the settlement: its lines, deductions and eligible spend are those that it keeps. Rebuilt from
 * the ledger entries are what each voucher, each card and the cash held before each step, and which of
 * the steps a deduction belongs to. Taken from the documents are validity, threshold and single use,
 * which never change.
 * @throws SettlementError `not-found`, `bad-input`
 */
export async function explainBill(ledger: Ledger, wanted: BillOf): Promise<BillExplanation> {
  const { account, day, workspace, after, limit } = wanted;
  const most = oneMore(limit);
  const place = after === undefined ? undefined : parsePlace(after);
  const { currency } = await accountOf(ledger, account);
  const explanation: Omit<BillExplanation, 'rows'> = {
    account,
    day,
    currency,
    end: cycleEnd(day, ledger.zones[currency]),
    settlements: [],
    unsettled: await unsettledOf(ledger, { account, currency, from: day, to: day }),
    moreInstruments: false,
  };
  const rows: ExplainedBillLine[] = [];
  for await (const content of readSettledContent(ledger, { account, from: day, to: day })) {
    const { settlement, lines } = content;
    explanation.settlements.push(headOf(content));
    const which = [...lines.keys()]
      .filter((line) => workspace === undefined || lines[line]?.workspace === workspace)
      .filter((line) => isBehind({ n: settlement.n, line }, place))
      .slice(0, most - rows.length);
    if (which.length === 0) continue;
    const explained = await explainLines(ledger, { content, which, end: explanation.end });
    rows.push(...explained.rows);
    explanation.moreInstruments ||= explained.more;
  }
  return {
    ...explanation,
    ...pageOf(rows, limit, { row: (row) => row, cursor: ({ n, line }) => `${n}/${line}` }),
  };
}

async function unsettledOf(
  ledger: Ledger,
  day: { account: string; currency: Currency; from: Day; to: Day },
): Promise<Amount> {
  const bills = await (await findUnclaimedBills(ledger, day)).toArray();
  return sum(bills.map(({ rounded }) => fromDecimal128(rounded)));
}

function headOf({ settlement, lines }: SettledContent): BillExplanation['settlements'][number] {
  const { n, eligibleSpend, settledAt, reason } = settlement;
  return {
    n,
    state: stateOf(settlement),
    total: sum(lines.map(({ amount }) => amount)),
    eligibleSpend: fromDecimal128(eligibleSpend),
    ...(settledAt === undefined ? {} : { settledAt }),
    ...(reason === undefined ? {} : { reason }),
  };
}

async function explainLines(
  ledger: Ledger,
  { content, which, end }: { content: SettledContent; which: readonly number[]; end: Instant },
): Promise<{ rows: ExplainedBillLine[]; more: boolean }> {
  const { settlement, lines } = content;
  const entries = await readStepEntries(ledger, settlement);
  const before = await balancesBeforeSteps(ledger, settlement, entries);
  const { instruments, more } = await instrumentFacts(ledger, settlement.account, {
    entries,
    before,
  });
  const explained = explainSettlement(
    {
      end,
      eligibleSpend: fromDecimal128(settlement.eligibleSpend),
      lines,
      deductions: withSteps(content.deductions, entries),
      instruments,
      step: settlement.step,
    },
    which,
  );
  const due = dueOf(lines, content.deductions);
  const rows = explained.flatMap((each) => {
    const line = lines[each.line];
    return line
      ? [explainedLine(content, entries, { each, line, due: due[each.line] ?? zero })]
      : [];
  });
  return { rows, more };
}

interface LinePlace {
  n: number;
  line: number;
}

function isBehind({ n, line }: LinePlace, place: LinePlace | undefined): boolean {
  if (!place) return true;
  return n === place.n ? line > place.line : n > place.n;
}

function parsePlace(cursor: string): LinePlace {
  const parts = /^(\d{1,9})\/(\d{1,9})$/.exec(cursor);
  if (!parts) throw noCursor(cursor);
  return { n: Number(parts[1]), line: Number(parts[2]) };
}
