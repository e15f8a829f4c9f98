import { blowInWords, type CrashPoint } from './crash-points.js';
import type { SettledCycle } from './settle-once.js';

/** A worker that was killed must not hold its cycle up for longer. */
export const mostSecondsToRecover = 20;

export interface CrashOutcome {
  point: CrashPoint;
  /** In the ledger when the blow fell. */
  entries: number | undefined;
  secondsToRecover: number | undefined;
  /** How much longer the whole cycle took than the undisturbed one. */
  secondsLost: number | undefined;
  /** Whatever is not as it would be without the blow; nothing where the cycle recovered. */
  problems: string[];
}

export function judge(
  point: CrashPoint,
  undisturbed: SettledCycle,
  disturbed: SettledCycle,
): CrashOutcome {
  const { struck, secondsToRecover } = disturbed;
  const tooSlow =
    point.blow === 'worker-killed' &&
    secondsToRecover !== undefined &&
    secondsToRecover > mostSecondsToRecover;
  return {
    point,
    entries: struck?.entries,
    secondsToRecover,
    secondsLost: disturbed.seconds - undisturbed.seconds,
    problems: [
      ...(struck?.problems ?? []),
      ...(disturbed.statement === undisturbed.statement ? [] : ['the statement differs']),
      ...(disturbed.balances === undisturbed.balances ? [] : ['the balances differ']),
      ...disturbed.report.differences.map((line) => `the report: ${line}`),
      ...disturbed.differences.map((line) => `the audit: ${line}`),
      ...(tooSlow ? [`recovery took more than ${mostSecondsToRecover} s`] : []),
    ],
  };
}

/** A point at which the cycle did not even come to its end. */
export function failed(point: CrashPoint, error: unknown): CrashOutcome {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    point,
    entries: undefined,
    secondsToRecover: undefined,
    secondsLost: undefined,
    problems: [reason],
  };
}

export function recovered({ problems }: CrashOutcome): boolean {
  return problems.length === 0;
}

/** The cells of an outcome, as the table on the terminal and the published one show them. */
export function cellsOf(outcome: CrashOutcome): string[] {
  const { point, entries, secondsToRecover, secondsLost, problems } = outcome;
  return [
    point.name,
    blowInWords(point),
    entries === undefined ? '' : `${entries}`,
    seconds(secondsToRecover),
    seconds(secondsLost),
    recovered(outcome) ? 'the same, audit clean' : inShort(problems),
  ];
}

const mostProblemsNamed = 6;

function inShort(problems: readonly string[]): string {
  const named = problems.slice(0, mostProblemsNamed).join('; ');
  const more = problems.length - mostProblemsNamed;
  return more > 0 ? `${named}; and ${more} more` : named;
}

export const headings = [
  'point',
  'blow',
  'entries of the step at the blow',
  'seconds from the blow to the end of the cycle',
  'seconds lost against the undisturbed cycle',
  'statement and balances',
] as const;

function seconds(value: number | undefined): string {
  return value === undefined ? '' : value.toFixed(1);
}
