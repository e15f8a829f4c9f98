import type { CohortRow } from '../activities/contract.js';
import type { CycleReport } from '../domain/cycle-report.js';
import { formatAmount, isZero } from '../domain/money.js';
import { statementColumns, totalOf, type StatementAmounts } from '../domain/statement.js';
import { counted } from '../domain/step-summary.js';
import type { CohortProgress, CycleProgress } from './messages.js';

/** The Web UI takes no more than this. */
const mostCharacters = 20_000;

/** So many rows of accounts come from the last step at most. */
const mostRows = 50;

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
  const state = parked ? parkedState(parked) : stateOf({ step, paused });
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

function parkedState(reason: string): string {
  return `**Parked**, waits for an operator: ${reason}\n\nMend the cause, then choose *More Actions*, *Send an Update*, \`retryNow\`; or run \`npx settle retry --cycle DAY\`.`;
}

function stateOf({ step, paused }: { step: string; paused: boolean }): string {
  if (step === 'ended') return '**Ended**. What each step took:';
  return paused
    ? `**Paused** after ${step}; the update \`resume\` lets it go on`
    : `**Now**: ${step}`;
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
    ...(rows.length < mostRows
      ? []
      : [
          `\nThe first ${mostRows}, those that need attention first; all: \`npx settle statement\`.`,
        ]),
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
      `**${paused ? 'Paused' : phase}**${waits} · cohorts ${cohorts.finished} of ${cohorts.started} · ${accounts} accounts done · ${inArrears} in arrears · ${setAside} set aside`,
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
      .filter(([, { bills }]) => bills > 0)
      .map(
        ([name, { bills, accounts, total }]) =>
          `- ${name}: ${bills} ${bills === 1 ? 'bill' : 'bills'} of ${counted(accounts)}, ${formatAmount(total)}`,
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
          'When the cause is mended: `npx settle retry --cycle DAY`, or the update `retryNow` to the workflow.',
        ]
      : []),
  ];
}

/** The Web UI's frame is too low for its text: what is lost should be nothing. */
const foot = '\n\n\u00a0\n\n\u00a0';

/** Cut at the end of a line, so that a table stays one. */
function bounded(text: string): string {
  if (text.length + foot.length <= mostCharacters) return text + foot;
  const cut = text.slice(0, mostCharacters - 40);
  return `${cut.slice(0, cut.lastIndexOf('\n'))}\n\n… and more`;
}
