import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import { chargeStates, standingOf } from '../domain/cloud-charge.js';
import { collectChargeId } from '../domain/workflow-ids.js';
import { retryNowUpdate } from '../workflows/messages.js';
import { isAtRest, type Charge } from './chains.js';
import type { Operator } from './operator.js';
import { sideBySide } from './side-by-side.js';
import type { Stage } from './stage.js';

const askEveryMs = 400;

/** Every charge was sent, or found not to be sendable, once. */
export async function untilTried(stage: Stage, seconds: number): Promise<void> {
  await untilAll(stage, { seconds, what: 'the first try of every charge' }, isTried);
}

function isTried({ state, attempts, notBefore }: Charge): boolean {
  return state === 'stored' ? attempts > 0 || notBefore !== undefined : state !== 'sending';
}

/** Every charge is decided, with the operator's help, or waits for an hour that it may be sent in. */
export async function untilAtRest(
  stage: Stage,
  operator: Operator,
  seconds: number,
): Promise<void> {
  await untilAll(stage, { seconds, what: 'the decision of every charge' }, (charge) => {
    operator.lookAt(charge);
    return isAtRest(charge);
  });
  await operator.rest();
}

const openStates = chargeStates.filter((state) => standingOf(state) === 'charging');

/** @throws Error naming what is left when it takes longer */
async function untilAll(
  { ledger, customers }: Stage,
  { seconds, what }: { seconds: number; what: string },
  isDone: (charge: Charge) => boolean,
): Promise<void> {
  const until = performance.now() + seconds * 1_000;
  const { cloudCharges, settlements } = ledger.collections;
  for (;;) {
    // Counted before it is asked which are open: the other way round, charges that come in between are in neither.
    const residuals = (await cloudCharges.distinct('cloudAccount')).length;
    const parked = await settlements.countDocuments({ state: 'parked' });
    const open = await cloudCharges.find({ state: { $in: [...openStates] } }).toArray();
    const left = open.filter((charge) => !isDone(charge));
    if (left.length === 0 && residuals + parked >= customers.length) return;
    if (performance.now() > until) {
      const some = left
        .slice(0, 3)
        .map(({ key, state, reason = '' }) => `${key} ${state} ${reason}`);
      throw new Error(
        `${what} is not there after ${seconds} s: ${left.length} left: ${some.join('; ')}`,
      );
    }
    await pause(askEveryMs);
  }
}

const endsWithinSeconds = 60;
const askedAtOnce = 20;

/**
 * Who finds out about a charge that is decided by now sees it at its next look: looks now, and ends.
 * @returns the workflows that do not
 */
export async function collectorsThatGoOn(
  { client }: Stage,
  charges: readonly Charge[],
): Promise<string[]> {
  const until = performance.now() + endsWithinSeconds * 1_000;
  let left = charges
    .filter(({ collected }) => collected)
    .map(({ provider, key }) => collectChargeId(provider, key));
  const isRunning = async (id: string): Promise<boolean> => {
    const handle = client.workflow.getHandle(id);
    try {
      const { status } = await handle.describe();
      if (status.name === 'RUNNING')
        await handle.executeUpdate(retryNowUpdate).catch(() => undefined);
      return status.name === 'RUNNING';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  };
  for (;;) {
    const running = await sideBySide(left, askedAtOnce, isRunning);
    left = left.filter((_, index) => running[index]);
    if (left.length === 0 || performance.now() > until) return left;
    await pause(askEveryMs);
  }
}
