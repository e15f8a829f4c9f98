import { invariant } from '../domain/settlement-error.js';
import type { Instant } from '../domain/instant.js';
import type { CloudUsage, SendLimits, SendOutcome } from './port.js';
import { endOf } from './usage-hour.js';

/** What a vendor's answer to one call says of its charges. */
export type CallAnswer =
  /** One outcome a charge, in their order. */
  | { kind: 'each'; outcomes: readonly SendOutcome[] }
  /** The same of all. `haltsRest`: no other call can fare better, none is made. */
  | { kind: 'all'; outcome: SendOutcome; haltsRest?: true }
  /** Refused whole, nothing of it applied, though perhaps one charge alone is at fault. */
  | { kind: 'refused-whole'; reason: string };

/** How one vendor takes charges. */
export interface CallRules {
  batchSize: number;
  /** Charges of two groups never share a call. */
  groupOf(usage: CloudUsage): string;
  /** Where the vendor takes one call a group in so many seconds, the group's other charges wait. */
  secondsBetweenCallsOfGroup?: number;
  problemOf(usage: CloudUsage): string | undefined;
  deadline(hour: Instant): Instant;
  /** Makes one call; never throws for what the vendor does. */
  call(usages: readonly CloudUsage[], now: Instant): Promise<CallAnswer>;
}

/** Places in the list of charges: the same charge listed twice is still two places. */
type Batch = readonly number[];

/**
 * Sends each charge once, one call after the other, and judges each by its own answer. Whatever has
 * to hold for a call is tested right before that call, for the halves of a refused batch too.
 */
export async function sendInBatches(
  usages: readonly CloudUsage[],
  limits: SendLimits,
  rules: CallRules,
): Promise<SendOutcome[]> {
  const outcomes = usages.map((usage) => refusedUnsent(usage, rules));
  const queue = batchesOf(usages, outcomes, rules);
  const calledGroups = new Set<string>();
  let halted: SendOutcome | undefined;
  for (let batch = queue.shift(); batch; batch = queue.shift()) {
    const now = limits.now();
    const sendable = batch.filter((place) => {
      outcomes[place] =
        halted ?? notNow(usageAt(usages, place), now, { limits, rules, calledGroups });
      return outcomes[place] === undefined;
    });
    if (sendable.length === 0) continue;
    const sent = sendable.map((place) => usageAt(usages, place));
    for (const usage of sent) calledGroups.add(rules.groupOf(usage));
    const answer = await rules.call(sent, now);
    if (answer.kind === 'refused-whole' && sendable.length > 1) {
      const half = Math.ceil(sendable.length / 2);
      queue.unshift(sendable.slice(0, half), sendable.slice(half));
      continue;
    }
    for (const [index, place] of sendable.entries())
      outcomes[place] = spokenOfCharge(usageAt(usages, place), outcomeAt(answer, index));
    if (answer.kind === 'all' && answer.haltsRest) halted = answer.outcome;
  }
  return outcomes.map((outcome) => {
    invariant(outcome !== undefined, 'a charge without an outcome');
    return outcome;
  });
}

function refusedUnsent(usage: CloudUsage, rules: CallRules): SendOutcome | undefined {
  const problem = rules.problemOf(usage);
  if (problem === undefined) return undefined;
  return spokenOfCharge(usage, { kind: 'refused', reason: `Not sent: ${problem}.` });
}

function batchesOf(
  usages: readonly CloudUsage[],
  decided: readonly (SendOutcome | undefined)[],
  rules: CallRules,
): Batch[] {
  const groups = new Map<string, number[]>();
  for (const [place, usage] of usages.entries()) {
    if (decided[place]) continue;
    const group = groups.get(rules.groupOf(usage));
    if (group) group.push(place);
    else groups.set(rules.groupOf(usage), [place]);
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / rules.batchSize) }, (_, n) =>
      group.slice(n * rules.batchSize, (n + 1) * rules.batchSize),
    ),
  );
}

function notNow(
  usage: CloudUsage,
  now: Instant,
  {
    limits,
    rules,
    calledGroups,
  }: { limits: SendLimits; rules: CallRules; calledGroups: ReadonlySet<string> },
): SendOutcome | undefined {
  if (now >= limits.sendBefore)
    return notSent('The time in which this try might be sent is over.', 0);
  if (now < endOf(usage.hour))
    return notSent('The hour of this charge is not over.', secondsUntil(endOf(usage.hour), now));
  if (now >= rules.deadline(usage.hour))
    return notSent('The vendor no longer bills the hour of this charge.', 300);
  const wait = rules.secondsBetweenCallsOfGroup;
  if (wait !== undefined && calledGroups.has(rules.groupOf(usage)))
    return notSent(`The vendor takes one call for this instance every ${wait} seconds.`, wait);
  return undefined;
}

function notSent(reason: string, retryAfterSeconds: number): SendOutcome {
  return { kind: 'not-sent', reason, retryAfterSeconds };
}

function secondsUntil(instant: Instant, now: Instant): number {
  return Math.ceil((Date.parse(instant) - Date.parse(now)) / 1000);
}

function outcomeAt(answer: CallAnswer, index: number): SendOutcome {
  switch (answer.kind) {
    case 'each': {
      const outcome = answer.outcomes[index];
      invariant(outcome !== undefined, 'an answer with fewer outcomes than charges');
      return outcome;
    }
    case 'all':
      return answer.outcome;
    case 'refused-whole':
      return { kind: 'refused', reason: answer.reason };
  }
}

/**
 * A refusal of a resend says that this try was refused (too late, unsubscribed since), not that the
 * one before it did not arrive.
 */
function spokenOfCharge(usage: CloudUsage, outcome: SendOutcome): SendOutcome {
  if (outcome.kind !== 'refused' || usage.attempt === 0) return outcome;
  return {
    kind: 'undecided',
    conflict: true,
    reason: `An earlier try may have been taken. ${outcome.reason}`,
  };
}

function usageAt(usages: readonly CloudUsage[], place: number): CloudUsage {
  const usage = usages[place];
  invariant(usage !== undefined, 'a place outside the list of charges');
  return usage;
}
