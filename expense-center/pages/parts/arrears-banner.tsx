import type { VNode } from 'preact';
import type { Overview } from '../../../ledger/reads/read-overview.js';
import type { StandingStep } from '../../../domain/arrears-course.js';
import { timeLeft } from '../time-left.js';
import { accountUrl, type AccountVisit } from '../visit.js';
import { Moment } from './moment.js';
import { moneyText } from './money.js';

/** What is owed, and how long until it locks the workspaces (domain rule 10); nothing where nothing is. */
export function ArrearsBanner({
  visit,
  overview: { arrearsSince, owed, overdraft, cloudArrears, currency, course, locks },
}: {
  visit: AccountVisit;
  overview: Overview;
}): VNode | null {
  if (arrearsSince === undefined) return null;
  const { say } = visit;
  return (
    <section class="notice bad arrears" aria-labelledby="arrears-title">
      <div>
        <h2 id="arrears-title">{say('arrears.owed', { amount: moneyText(owed, currency) })}</h2>
        <p>
          {say('arrears.parts', {
            overdraft: moneyText(overdraft, currency),
            cloud: moneyText(cloudArrears, currency),
          })}
        </p>
        <LockState visit={visit} course={course} locks={locks} />
        <ol class="course" aria-label={say('arrears.course')}>
          {course.map((step) => (
            <Step key={step.day} visit={visit} step={step} />
          ))}
        </ol>
      </div>
      <a class="button" href={accountUrl(visit, '/recharges')}>
        {say('arrears.recharge')}
      </a>
    </section>
  );
}

/** Locked since when, or how long until it is. */
function LockState({
  visit: { say, now, account },
  course,
  locks,
}: { visit: AccountVisit } & Pick<Overview, 'course' | 'locks'>): VNode | null {
  const locked = locks.find(({ cause }) => cause === 'arrears');
  const due = course.find(({ kind }) => kind === 'lock')?.at;
  const at = locked?.since ?? due;
  if (at === undefined) return null;
  const left = timeLeft(at, now);
  return (
    <p>
      <strong>
        {locked
          ? say('arrears.locked')
          : left
            ? say('arrears.countdown', left)
            : say('arrears.locking')}
      </strong>{' '}
      <Moment at={at} zone={account.zone} />
    </p>
  );
}

function Step({ visit, step }: { visit: AccountVisit; step: StandingStep }): VNode {
  const { say, account } = visit;
  const isTaken = step.takenAt !== undefined;
  return (
    <li class={isTaken ? 'past' : 'coming'}>
      <span class="course-day">{say('arrears.day', { day: step.day })}</span>
      <span>{say(`arrears.${step.kind}`)}</span>
      <Moment at={step.takenAt ?? step.at} zone={account.zone} />
      <span class="visually-hidden">{say(isTaken ? 'arrears.past' : 'arrears.coming')}</span>
    </li>
  );
}
