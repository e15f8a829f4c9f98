import { settlementSteps, type StepName } from '../domain/deduction-order.js';

/** Where within an activity the blow falls. */
export const places = {
  'before-transaction': 'the step has started and has said nothing to the database',
  'inside-transaction': 'everything is written and the commit is about to be sent',
  'after-commit': 'the database has said that it committed, and the step has not answered',
  'before-answer': 'the activity is done and has not answered',
  'between-steps': 'the answer is recorded, and the workflow has not asked for what comes next',
} as const;

export type Place = keyof typeof places;
const placesOfStep = [
  'before-transaction',
  'inside-transaction',
  'after-commit',
  'between-steps',
] as const satisfies readonly Place[];

const bookkeeping = ['openCycle', 'planCohorts', 'surveyCycle', 'closeCycle'] as const;

export interface Moment {
  activity: StepName | (typeof bookkeeping)[number];
  place: Place;
}

export type Blow = 'worker-killed' | 'worker-stopped' | 'mongod-killed' | 'temporal-killed';

export interface CrashPoint {
  name: string;
  moment: Moment;
  blow: Blow;
  /** How long a killed server stays away before it is started again. */
  awaySeconds: number;
}

/** Within the step that touches most of the data, with the transaction open. */
const midCycle: Moment = { activity: 'applyStoredValueCards', place: 'inside-transaction' };

export const crashPoints: readonly CrashPoint[] = [
  ...settlementSteps.flatMap(({ name }) =>
    placesOfStep.map((place) => workerKilled({ activity: name, place })),
  ),
  ...bookkeeping.map((activity) => workerKilled({ activity, place: 'before-answer' })),
  { name: 'worker:stopped', moment: midCycle, blow: 'worker-stopped', awaySeconds: 0 },
  { name: 'mongod:killed', moment: midCycle, blow: 'mongod-killed', awaySeconds: 0 },
  { name: 'mongod:away', moment: midCycle, blow: 'mongod-killed', awaySeconds: 45 },
  { name: 'temporal:killed', moment: midCycle, blow: 'temporal-killed', awaySeconds: 0 },
  { name: 'temporal:away', moment: midCycle, blow: 'temporal-killed', awaySeconds: 45 },
];

function workerKilled(moment: Moment): CrashPoint {
  const name = `${moment.activity}:${moment.place}`;
  return { name, moment, blow: 'worker-killed', awaySeconds: 0 };
}

/** @throws RangeError where there is no point of that name */
export function crashPointNamed(name: string): CrashPoint {
  const point = crashPoints.find((each) => each.name === name);
  if (!point) throw new RangeError(`no crash point ${name}; --list names them`);
  return point;
}

const words: Record<Blow, string> = {
  'worker-killed': 'worker killed (SIGKILL)',
  'worker-stopped': 'worker stopped (SIGTERM)',
  'mongod-killed': 'mongod killed (SIGKILL)',
  'temporal-killed': 'Temporal server killed (SIGKILL)',
};

export function blowInWords({ blow, awaySeconds }: CrashPoint): string {
  return awaySeconds === 0 ? words[blow] : `${words[blow]}, away for ${awaySeconds} s`;
}
