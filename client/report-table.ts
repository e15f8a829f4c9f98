import Table from 'cli-table3';
import type { CycleReport } from '../domain/cycle-report.js';
import { add, formatAmount, type Amount } from '../domain/money.js';
import { statementColumns, totalOf } from '../domain/statement.js';

const headings = [
  'ordinary vouchers',
  'full-reduction vouchers',
  'stored-value cards',
  'cash',
  'cloud accounts',
  'arrears',
];

/** The summary of a day: a row a currency, with the six amounts. */
export function summaryTable(reports: readonly CycleReport[]): string {
  const table = new Table({
    head: ['', ...reports.map(({ currency, day }) => `${currency} ${day}`)],
    style: { head: [], border: [] },
    colAligns: ['left', ...reports.map(() => 'right' as const)],
  });
  const row = (name: string, value: (report: CycleReport) => string): void => {
    table.push([name, ...reports.map(value)]);
  };
  row('accounts', (report) => `${accountsOf(report)}`);
  row('bills', ({ imported }) => `${imported.bills}`);
  row('total', (report) => formatAmount(totalOf(report.columns)));
  statementColumns.forEach((column, index) => {
    row(`  ${headings[index]}`, ({ columns }) => formatAmount(columns[column]));
  });
  row('accounts in arrears', (report) => `${report.accountsInArrears}`);
  row('charging', ({ charging }) => `${charging.accounts}`);
  row('parked or waiting', ({ parked, waiting }) => `${parked.accounts + waiting.accounts}`);
  row('seconds', ({ seconds }) => seconds.toFixed(1));
  row(
    'accounts a second',
    (report) => `${Math.round(accountsOf(report) / Math.max(report.seconds, 0.001))}`,
  );
  return table.toString();
}

function accountsOf({ settled, charging, waiting, parked }: CycleReport): number {
  return settled.accounts + charging.accounts + waiting.accounts + parked.accounts;
}

/** The proof of completeness of a cycle, in words. */
export function proofOf(report: CycleReport): string[] {
  const { currency, day, imported, columns, ledger, due, differences } = report;
  const shares = (['settled', 'charging', 'waiting', 'parked'] as const)
    .filter((name) => report[name].bills > 0)
    .map((name) => `${report[name].bills} ${name}`);
  return [
    `${currency} ${day}: ${imported.bills} bills up to import ${report.cut}: ${shares.join(', ') || 'none'}`,
    `  imported ${formatAmount(imported.total)} ${agree(imported.total, add(totalOf(columns), due))} columns ${formatAmount(totalOf(columns))} + due ${formatAmount(due)}; columns ${agree(totalOf(columns), totalOf(ledger))} ledger ${formatAmount(totalOf(ledger))}`,
    ...statementColumns.map(
      (column, index) =>
        `    ${headings[index]}: ${formatAmount(columns[column])} ${agree(columns[column], ledger[column])} ledger ${formatAmount(ledger[column])}`,
    ),
    ...differences.map((difference) => `  DOES NOT ADD UP: ${difference}`),
    ...(report.matchedSites.length > 0
      ? [`  manifests match: ${report.matchedSites.join(', ')}`]
      : []),
    ...report.missingSites.map((site) => `  MISSING: no manifest of ${site}`),
    ...report.differingSites.map(
      ({ site, bills, total }) =>
        `  DIFFERS: ${site} sent ${bills.sent} bills of ${total.sent}, ${bills.imported} of ${total.imported} came`,
    ),
    ...report.attention.map(
      ({ account, state, reason, workflow }) =>
        `  ${state.toUpperCase()}: ${account}: ${reason} (${workflow})`,
    ),
  ];
}

/** What was not part of the cycle, for standard error. */
export function notesOf({ currency, day, lateBills, missedDays }: CycleReport): string[] {
  return [
    ...(lateBills > 0
      ? [
          `${currency} ${day}: ${lateBills} bills came after the cycle began; run it again to settle them`,
        ]
      : []),
    ...missedDays.map(
      (missed) =>
        `${currency} ${missed}: nobody ran this day; npx settle run --cycle ${missed} --currency ${currency}`,
    ),
  ];
}

export function needsAttention({
  parked,
  waiting,
  missingSites,
  differingSites,
  differences,
}: CycleReport): boolean {
  return (
    parked.accounts +
      waiting.accounts +
      missingSites.length +
      differingSites.length +
      differences.length >
    0
  );
}

function agree(a: Amount, b: Amount): string {
  return a === b ? '=' : '≠';
}
