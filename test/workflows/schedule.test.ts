import type { Workflow } from '@temporalio/client';
import { startCycleRun } from '../../client/run-cycle.js';
import {
  applySchedules,
  pauseSchedules,
  removeSchedules,
  resumeSchedules,
  showSchedules,
} from '../../client/schedule.js';
import type { Currency } from '../../domain/billing-cycle.js';
import type { CycleReport } from '../../domain/cycle-report.js';
import type { CycleProgress } from '../../workflows/messages.js';
import type { settleCycle } from '../../workflows/settle-cycle.js';
import { account, bill, enterpriseWorkspace } from '../support/records.js';
import { startSystem, type System } from '../support/system.js';
import { untilTrue } from '../support/until-true.js';

/** The manifest of the expected site cn1: so many bills of 10.00. */
function manifest(day: string, bills: number, currency: Currency = 'CNY'): object {
  return { kind: 'manifest', site: 'cn1', currency, day, bills, total: `${bills}0.00` };
}

describe('the Schedules', () => {
  let system: System;
  /** Of the cycle that waits for its manifest from the beginning: its minute passes during the other tests. */
  let awaited: { waitsFor: string[]; runs: Set<string>; report: Promise<CycleReport> };

  const cycleOf = (currency: Currency, day: string) =>
    system.client.workflow.getHandle<typeof settleCycle>(`cycle/${currency}/${day}`);
  /** Starts what the Schedule of the currency would have started between two instants. */
  const backfill = (currency: Currency, start: string, end: string): Promise<void> =>
    system.client.schedule.getHandle(`settle-${currency}`).backfill({
      start: new Date(start),
      end: new Date(end),
      overlap: 'ALLOW_ALL',
    });
  const untilStarted = (currency: Currency, day: string): Promise<void> =>
    untilTrue(async () => {
      const id = `cycle/${currency}/${day}`;
      for await (const { workflowId } of system.client.workflow.list({
        query: `WorkflowId = '${id}'`,
      }))
        return workflowId === id;
      return false;
    });

  async function startAwaited(): Promise<typeof awaited> {
    const day = '2026-11-16';
    await system.importRecords([
      account('acct-usd', '5.00', 'USD'),
      enterpriseWorkspace('wksp-usd', 'acct-usd'),
    ]);
    await backfill('USD', '2026-11-17T00:00:00Z', '2026-11-17T01:00:00Z');
    await untilStarted('USD', day);
    const handle = cycleOf('USD', day);
    let waitsFor: string[] = [];
    await untilTrue(async () => {
      ({ waitsFor } = await handle.query<CycleProgress>('progress'));
      return waitsFor.length > 0;
    });
    // While it waits, the Schedule starts the same day again, and so does an operator.
    const first = (await handle.describe()).runId;
    await backfill('USD', '2026-11-17T00:00:00Z', '2026-11-17T01:00:00Z');
    await untilTrue(async () => (await startedBy('USD')).length === 2);
    await startCycleRun(system.client, { currency: 'USD', day });
    const runs = new Set([first, (await handle.describe()).runId]);
    await system.importRecords([bill('wksp-usd', '10.00', { day }), manifest(day, 1, 'USD')]);
    return { waitsFor, runs, report: handle.result() };
  }

  /** What the ended `startCycle` workflows of a currency answered: the days they started. */
  async function startedBy(currency: Currency): Promise<string[]> {
    const days: string[] = [];
    const query = `WorkflowType = 'startCycle' AND ExecutionStatus = 'Completed'`;
    for await (const { workflowId } of system.client.workflow.list({ query })) {
      if (!workflowId.startsWith(`start-cycle/${currency}`)) continue;
      days.push(await system.client.workflow.getHandle<Workflow>(workflowId).result());
    }
    return days.toSorted();
  }

  beforeAll(async () => {
    system = await startSystem({ environment: { EXPECTED_SITES: 'cn1' } });
    await applySchedules(system.client, system.located.zones);
    awaited = await startAwaited();
  });
  afterAll(() => system.stop());

  it('start at 00:30 in the zone of each center, one beside another, and catch up for 30 days', async () => {
    for (const [id, zone] of [
      ['settle-CNY', 'Asia/Shanghai'],
      ['settle-USD', 'UTC'],
    ] as const) {
      const { spec, policies, state } = await system.client.schedule.getHandle(id).describe();
      expect(spec.timezone).toBe(zone);
      expect(spec.calendars).toMatchObject([
        { hour: [{ start: 0, end: 0 }], minute: [{ start: 30, end: 30 }], second: [{ start: 0 }] },
      ]);
      expect(policies).toMatchObject({ overlap: 'ALLOW_ALL', catchupWindow: 30 * 86_400_000 });
      expect(state.paused).toBe(false);
    }
  });

  it('are brought up to date by a second apply, stay paused, and go when they are removed', async () => {
    const { client } = system;
    const other = { CNY: 'Asia/Tokyo', USD: 'America/New_York' };
    const { zones } = system.located;
    expect(await pauseSchedules(client)).toEqual(['settle-CNY: paused', 'settle-USD: paused']);
    expect(await applySchedules(client, other)).toEqual([
      'settle-CNY: up to date',
      'settle-USD: up to date',
    ]);
    expect(await showSchedules(client)).toEqual([
      expect.stringMatching('^settle-CNY: 00:30 Asia/Tokyo, paused, '),
      expect.stringMatching('^settle-USD: 00:30 America/New_York, paused, '),
    ]);
    expect(await resumeSchedules(client)).toEqual(['settle-CNY: resumed', 'settle-USD: resumed']);
    expect(await removeSchedules(client)).toEqual(['settle-CNY: removed', 'settle-USD: removed']);
    expect(await applySchedules(client, zones)).toEqual([
      'settle-CNY: created',
      'settle-USD: created',
    ]);
    expect(await showSchedules(client)).toEqual([
      expect.stringMatching('^settle-CNY: 00:30 Asia/Shanghai, next .*T16:30:00.000Z, '),
      expect.stringMatching('^settle-USD: 00:30 UTC, next .*T00:30:00.000Z, '),
    ]);
  });

  it('start the day that had ended before 00:30, several days in their order, and name a day left out', async () => {
    await system.importRecords([
      account('acct-1', '12.00'),
      enterpriseWorkspace('wksp-1', 'acct-1'),
      ...['2026-11-18', '2026-11-19', '2026-11-21'].flatMap((day) => [
        bill('wksp-1', '10.00', { day }),
        manifest(day, 1),
      ]),
    ]);
    // 00:30 in Shanghai is 16:30 UTC of the day before.
    await backfill('CNY', '2026-11-18T16:00:00Z', '2026-11-19T17:00:00Z');
    await untilStarted('CNY', '2026-11-18');
    await untilStarted('CNY', '2026-11-19');
    const first = await cycleOf('CNY', '2026-11-18').result();
    const second = await cycleOf('CNY', '2026-11-19').result();
    expect(await startedBy('CNY')).toEqual(['2026-11-18', '2026-11-19']);
    expect(first).toMatchObject({ columns: { cash: '10.00', arrears: '0.00' }, missedDays: [] });
    expect(second).toMatchObject({ columns: { cash: '2.00', arrears: '8.00' }, missedDays: [] });

    await backfill('CNY', '2026-11-21T16:00:00Z', '2026-11-21T17:00:00Z');
    await untilStarted('CNY', '2026-11-21');
    const third = await cycleOf('CNY', '2026-11-21').result();
    expect(third).toMatchObject({ matchedSites: ['cn1'], missedDays: ['2026-11-20'] });
    expect(await system.audit()).toEqual([]);
  });

  it('have a cycle wait for the manifest of an expected site, joined by who starts its day again', async () => {
    expect(awaited.waitsFor).toEqual(['cn1']);
    expect(awaited.runs.size).toBe(1);
    expect(await awaited.report).toMatchObject({
      settled: { bills: 1, total: '10.00' },
      columns: { cash: '5.00', arrears: '5.00' },
      matchedSites: ['cn1'],
      missingSites: [],
    });
  });

  it('have a cycle wait no longer when somebody runs it by hand', async () => {
    const day = '2026-11-15';
    await system.importRecords([bill('wksp-usd', '3.00', { day })]);
    await backfill('USD', '2026-11-16T00:00:00Z', '2026-11-16T01:00:00Z');
    await untilStarted('USD', day);
    await untilTrue(async () => {
      const { waitsFor } = await cycleOf('USD', day).query<CycleProgress>('progress');
      return waitsFor.includes('cn1');
    });
    expect(await system.settle(day, 'USD')).toMatchObject({
      settled: { bills: 1, total: '3.00' },
      missingSites: ['cn1'],
    });
    await expect(cycleOf('USD', day).executeUpdate('goOn')).rejects.toThrow('already completed');
  });
});
