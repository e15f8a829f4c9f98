import {
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleOptions,
} from '@temporalio/client';
import { currencies, type Currency } from '../domain/billing-cycle.js';
import { taskQueue } from '../domain/task-queue.js';

export function scheduleId(currency: Currency): string {
  return `settle-${currency}`;
}

/**
 * Half past midnight in the center's zone, every day. No day is skipped silently: a cycle that is
 * still running does not keep the next from starting (ALLOW_ALL; the cycles order themselves), and
 * times missed while Temporal was away are caught up for 30 days.
 */
function scheduleOptions(currency: Currency, zone: string): ScheduleOptions {
  return {
    scheduleId: scheduleId(currency),
    spec: { calendars: [{ hour: 0, minute: 30, comment: `00:30 in ${zone}` }], timezone: zone },
    policies: { overlap: ScheduleOverlapPolicy.ALLOW_ALL, catchupWindow: '30 days' },
    action: {
      type: 'startWorkflow',
      workflowType: 'startCycle',
      workflowId: `start-cycle/${currency}`,
      taskQueue,
      args: [{ currency, zone }],
      staticSummary: `starts the ${currency} cycle of the day that has just ended`,
    },
    state: { note: `Settles each day of ${currency} after it has ended in ${zone}` },
  };
}

/** Creates the Schedules, or brings those that are there up to date; a paused one stays paused. */
export async function applySchedules(
  client: Client,
  zones: Readonly<Record<Currency, string>>,
): Promise<string[]> {
  const done: string[] = [];
  for (const currency of currencies) {
    const options = scheduleOptions(currency, zones[currency]);
    const handle = client.schedule.getHandle(options.scheduleId);
    try {
      const { spec, action, policies } = options;
      await handle.update(({ state }) => ({
        spec,
        action,
        policies: policies ?? {},
        state: { ...state, note: options.state?.note ?? '' },
      }));
      done.push(`${options.scheduleId}: up to date`);
    } catch (error) {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
      await client.schedule.create(options);
      done.push(`${options.scheduleId}: created`);
    }
  }
  return done;
}

export async function showSchedules(client: Client): Promise<string[]> {
  return eachSchedule(client, async (id) => {
    const { state, info, spec } = await client.schedule.getHandle(id).describe();
    const next = info.nextActionTimes.slice(0, 1).map((time) => time.toISOString());
    const last = info.recentActions.at(-1)?.scheduledAt.toISOString() ?? 'never';
    const status = state.paused ? 'paused' : `next ${next.join('') || 'never'}`;
    return `${id}: 00:30 ${spec.timezone ?? 'UTC'}, ${status}, last ${last}`;
  });
}

export function pauseSchedules(client: Client): Promise<string[]> {
  return eachSchedule(client, async (id) => {
    await client.schedule.getHandle(id).pause('paused by settle schedule pause');
    return `${id}: paused`;
  });
}

export function resumeSchedules(client: Client): Promise<string[]> {
  return eachSchedule(client, async (id) => {
    await client.schedule.getHandle(id).unpause('resumed by settle schedule resume');
    return `${id}: resumed`;
  });
}

export function removeSchedules(client: Client): Promise<string[]> {
  return eachSchedule(client, async (id) => {
    await client.schedule.getHandle(id).delete();
    return `${id}: removed`;
  });
}

async function eachSchedule(
  client: Client,
  work: (id: string, handle: Client) => Promise<string>,
): Promise<string[]> {
  const lines: string[] = [];
  for (const currency of currencies) {
    const id = scheduleId(currency);
    try {
      lines.push(await work(id, client));
    } catch (error) {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
      lines.push(`${id}: not there; npx settle schedule apply`);
    }
  }
  return lines;
}
