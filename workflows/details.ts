import type { CohortRow } from '../activities/contract.js';
import type { CycleReport } from '../domain/cycle-report.js';
import { formatAmount, isZero } from '../domain/money.js';
import { statementColumns, totalOf, type StatementAmounts } from '../domain/statement.js';
import type { CohortProgress, CycleProgress } from './messages.js';

/** The Web UI takes no more than this. */
const mostCharacters = 20_000;

const headings = [
  'ordinary vouchers',
  'full-reduction vouchers',
  'cards',
  'cash',
  'cloud',
  'arrears',
];

export function cohortDetails(progress: CohortProgress, rows: readonly CohortRow[]): string {
  const { step, parked, paused, done, setAside } = progress;
  const state = parked
    ? `**Parked**: ${parked}\n\nMend the cause, then send the update \`retryNow\`.`
    : `**${paused ? 'Paused before' : 'At'}**: ${step}`;
  const steps = done.map(({ summary }) => `- ${summary}`).join('\n');
  const aside = setAside.map(
    ({ account, reason, workflowId }) => `- ${account}: ${reason} (\`${workflowId}\`)`,
  );
  return bounded(
    [
      state,
      steps,
      ...(aside.length > 0
        ? ['**Set aside**, each in a workflow of its own:', aside.join('\n')]
        : []),
      ...(rows.length > 0 ? [accountTable(rows)] : []),
    ].join('\n\n'),
  );
}

function accountTable(rows: readonly CohortRow[]): string {
  const lines = rows.map(({ account, state, owes, amounts }) => {
    const word = state === 'done' ? (owes ? 'arrears' : 'settled') : state;
    const cells = statementColumns.map((column) => shown(amounts[column]));
    return `| ${account} | ${word} | ${formatAmount(totalOf(amounts))} | ${cells.join(' | ')} |`;
  });
  return [
    `| account | state | total | ${headings.join(' | ')} |`,
    `|---|---|--:|${'--:|'.repeat(statementColumns.length)}`,
    ...lines,
  ].join('\n');
}

function shown(amount: StatementAmounts['cash']): string {
  return isZero(amount) ? '' : formatAmount(amount);
}

export function cycleDetails(progress: CycleProgress): string {
  const { phase, paused, waitsFor, cohorts, accounts, amounts, inArrears, setAside, report } =
    progress;
  const waits = waitsFor.length > 0 ? `, waits for ${waitsFor.join(', ')}` : '';
  const sums = statementColumns.map((column) => formatAmount(amounts[column]));
  return bounded(
    [
      `**${paused ? 'Paused' : phase}**${waits} · cohorts ${cohorts.finished} of ${cohorts.started} · ${accounts} accounts · ${inArrears} in arrears · ${setAside} set aside`,
      `| total | ${headings.join(' | ')} |\n|--:|${'--:|'.repeat(statementColumns.length)}\n| ${formatAmount(totalOf(amounts))} | ${sums.join(' | ')} |`,
      ...(report ? reportDetails(report) : []),
    ].join('\n\n'),
  );
}

function reportDetails(report: CycleReport): string[] {
  const { imported, settled, charging, parked, waiting, differences, attention } = report;
  const shares = { settled, charging, parked, waiting };
  const named = [
    ['sites without a manifest', report.missingSites],
    ['sites whose bills differ from their manifest', report.differingSites.map(({ site }) => site)],
    ['earlier days that nobody ran', report.missedDays],
    ['does not add up', differences],
  ] as const;
  return [
    `Of ${imported.bills} bills, ${formatAmount(imported.total)} in all:`,
    Object.entries(shares)
      .map(
        ([name, each]) =>
          `- ${name}: ${each.bills} bills of ${each.accounts} accounts, ${formatAmount(each.total)}`,
      )
      .join('\n'),
    ...named.flatMap(([name, list]) =>
      list.length > 0 ? [`**${name}**: ${list.join(', ')}`] : [],
    ),
    ...(attention.length > 0
      ? [
          '| account | state | reason | workflow |\n|---|---|---|---|\n' +
            attention
              .map(
                ({ account, state, reason, workflow }) =>
                  `| ${account} | ${state} | ${reason} | ${workflow} |`,
              )
              .join('\n'),
        ]
      : []),
  ];
}

/** Cut at the end of a line, so that a table stays one. */
function bounded(text: string): string {
  if (text.length <= mostCharacters) return text;
  const cut = text.slice(0, mostCharacters - 40);
  return `${cut.slice(0, cut.lastIndexOf('\n'))}\n\n… and more`;
}
