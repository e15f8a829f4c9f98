/** A moment of a worker's life: the n-th commit of one run of this activity. */
export interface Moment {
  activity: 'submitCharges' | 'reviewCharge' | 'answerCharge';
  commit: number;
  place: 'before-commit' | 'after-commit';
}

/** The last moments of workers, by name. */
export const moments = {
  'before-send': { activity: 'submitCharges', commit: 1, place: 'after-commit' },
  'before-record': { activity: 'submitCharges', commit: 2, place: 'before-commit' },
  'after-record': { activity: 'submitCharges', commit: 2, place: 'after-commit' },
  'after-review': { activity: 'reviewCharge', commit: 1, place: 'after-commit' },
  'after-answer': { activity: 'answerCharge', commit: 1, place: 'after-commit' },
} as const satisfies Record<string, Moment>;

export type MomentName = keyof typeof moments;

/** A killed worker is gone; a stopped one goes on later, as if it had never been away. */
export type Blow = 'SIGKILL' | 'SIGSTOP';

export function blowName(moment: MomentName, blow: Blow): string {
  return `${moment}/${blow}`;
}

/** @throws RangeError where there is no blow of that name */
export function blowNamed(text: string): { moment: Moment; blow: Blow } {
  const [name, blow] = text.split('/');
  const found = Object.entries(moments).find(([each]) => each === name);
  if (!found || (blow !== 'SIGKILL' && blow !== 'SIGSTOP')) throw new RangeError(`no blow ${text}`);
  return { moment: found[1], blow };
}
