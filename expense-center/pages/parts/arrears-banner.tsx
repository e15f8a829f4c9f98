import type { VNode } from 'preact';
import type { Overview } from '../../../ledger/reads/read-overview.js';
import { arrearsCountdown, type CourseStep } from '../arrears-countdown.js';
import { accountUrl, type AccountVisit } from '../visit.js';
import { Moment } from './moment.js';
import { moneyText } from './money.js';

/** What is owed, and how long until it locks the workspaces (domain rule 10); nothing where nothing is. */
export function ArrearsBanner({
  visit,
  overview: { arrearsSince, owed, overdraft, cloudArrears, currency },
}: {
  visit: AccountVisit;
  overview: Overview;
}): VNode | null {
  if (arrearsSince === undefined) return null;
  const { say, now, account } = visit;
  const countdown = arrearsCountdown(arrearsSince, now);
  const left = { days: countdown.daysLeft, hours: countdown.hoursLeft };
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
        <p>
          <strong>
            {countdown.isLocked ? say('arrears.locked') : say('arrears.countdown', left)}
          </strong>{' '}
          <Moment at={countdown.lockAt} zone={account.zone} />
        </p>
        <ol class="course" aria-label={say('arrears.course')}>
          {countdown.steps.map((step) => (
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

function Step({ visit, step }: { visit: AccountVisit; step: CourseStep }): VNode {
  const { say, account } = visit;
  return (
    <li class={step.isPast ? 'past' : 'coming'}>
      <span class="course-day">{say('arrears.day', { day: step.day })}</span>
      <span>{say(`arrears.${step.kind}`)}</span>
      <Moment at={step.at} zone={account.zone} />
      <span class="visually-hidden">{say(step.isPast ? 'arrears.past' : 'arrears.coming')}</span>
    </li>
  );
}
