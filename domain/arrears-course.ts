import { instantOf, type Instant } from './instant.js';
import { invariant } from './settlement-error.js';

/** Domain rule 10: on which days of the arrears clock somebody is told, and on which one it locks. */
export interface ArrearsCourse {
  noticeDays: readonly number[];
  lockDay: number;
}

export const standardCourse: ArrearsCourse = { noticeDays: [0, 11, 13], lockDay: 14 };

export interface CourseStep {
  kind: 'notice' | 'lock';
  day: number;
  /** When it is due. */
  at: Instant;
}

/** A step that was taken, or that a later one that was due as well has overtaken. */
export interface TakenStep {
  day: number;
  at: Instant;
  overtaken?: true;
}

/** A step with what has become of it. */
export interface StandingStep extends CourseStep {
  takenAt?: Instant;
  overtaken?: true;
}

const dayLength = 24 * 3_600_000;

/** The steps of a clock in their order: day n is n × 24 hours after its start. */
export function courseSteps(
  owedSince: Instant,
  { noticeDays, lockDay }: ArrearsCourse,
): CourseStep[] {
  const notices = noticeDays.filter((day) => day < lockDay).toSorted((a, b) => a - b);
  return [
    ...notices.map((day) => ({ kind: 'notice', day, at: atDay(owedSince, day) }) as const),
    { kind: 'lock', day: lockDay, at: atDay(owedSince, lockDay) },
  ];
}

/** The whole course of a clock as it stands. */
export function standingSteps(
  steps: readonly CourseStep[],
  taken: readonly TakenStep[],
): StandingStep[] {
  const takenOn = new Map(taken.map((each) => [each.day, each]));
  return steps.map((step) => {
    const done = takenOn.get(step.day);
    if (done === undefined) return step;
    return { ...step, takenAt: done.at, ...(done.overtaken ? { overtaken: true } : {}) };
  });
}

export function lockAt(owedSince: Instant, { lockDay }: ArrearsCourse): Instant {
  return atDay(owedSince, lockDay);
}

/** What is left of a course: the step to be taken next, and what it overtakes if it is late. */
export interface NextStep {
  step: CourseStep;
  overtakes: readonly number[];
}

/**
 * The next step, whether due or not. Where several are due because nobody was there to take them, the
 * last one is: a customer is not told on one day that he has three days, one day and none.
 * @returns undefined where all have been taken
 */
export function nextStep(
  steps: readonly CourseStep[],
  { taken, now }: { taken: readonly TakenStep[]; now: Instant },
): NextStep | undefined {
  const days = new Set(taken.map(({ day }) => day));
  const left = steps.filter(({ day }) => !days.has(day));
  const due = left.filter(({ at }) => at <= now);
  const step = due.at(-1) ?? left[0];
  if (step === undefined) return undefined;
  return { step, overtakes: due.slice(0, -1).map(({ day }) => day) };
}

function atDay(owedSince: Instant, day: number): Instant {
  const at = instantOf(Date.parse(owedSince) + day * dayLength);
  invariant(at !== undefined, 'the arrears clock is out of range');
  return at;
}
