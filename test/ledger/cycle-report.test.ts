import { EventEmitter, once } from 'node:events';
import type { AggregateOptions, Document } from 'mongodb';
import { settlementSteps } from '../../domain/deduction-order.js';
import { cycleReport } from '../../ledger/cycle-report.js';
import { openCycle } from '../../ledger/cycles.js';
import type { Ledger } from '../../ledger/ledger-context.js';
import { takeSettlementStep } from '../../ledger/take-step.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';
import { openAndPlan } from '../support/workflow-steps.js';

const cycle = { currency: 'CNY', day: '2026-11-22' } as const;

let system: LedgerSystem;

beforeEach(async () => {
  system = await startLedger();
});

afterEach(() => system.drop());

/** A ledger whose entries are added up only when the settlements have been, and `work` has been done. */
function withWorkBetween(ledger: Ledger, work: () => Promise<void>): Ledger {
  const { settlements, entries } = ledger.collections;
  const progress = new EventEmitter();
  const settlementsRead = once(progress, 'settlements read');
  return {
    ...ledger,
    collections: {
      ...ledger.collections,
      settlements: replaced(settlements, async (rows) => {
        const found = await rows();
        progress.emit('settlements read');
        return found;
      }),
      entries: replaced(entries, async (rows) => {
        await settlementsRead;
        await work();
        return rows();
      }),
    },
  };
}

type Rows = () => Promise<unknown>;

function replaced<C extends Ledger['collections']['settlements' | 'entries']>(
  collection: C,
  toArray: (rows: Rows) => Promise<unknown>,
): C {
  const aggregate = (pipeline: Document[], options: AggregateOptions): { toArray: Rows } => ({
    toArray: () => toArray(() => collection.aggregate(pipeline, options).toArray()),
  });
  return new Proxy(collection, {
    get: (target, name) =>
      name === 'aggregate' ? aggregate : (Reflect.get(target, name) as unknown),
  });
}

describe('cycleReport', () => {
  it('adds settlements and ledger up at one moment, whatever is settled meanwhile', async () => {
    await system.importRecords([
      { kind: 'account', id: 'a', name: 'A', currency: 'CNY', cash: '100.00' },
      {
        kind: 'workspace',
        id: 'w',
        account: 'a',
        site: 'cn1',
        settlement: { method: 'enterprise' },
      },
      { kind: 'bill', workspace: 'w', day: cycle.day, lines: [{ item: 'logs', amount: '30.00' }] },
    ]);
    const { ledger } = system;
    const { cut } = await openCycle(ledger, cycle);
    const owner = 'settlement/CNY/2026-11-22/cohort/0001';
    const work = await openAndPlan(ledger, { owner, ...cycle, cut, first: '0', last: 'zzzz' });
    const settle = async (): Promise<void> => {
      for (const { name } of settlementSteps.slice(1)) await takeSettlementStep(ledger, name, work);
    };
    const options = { expectedSites: [], startedAt: ledger.now() };

    const report = await cycleReport(withWorkBetween(ledger, settle), cycle, options);
    expect(report).toMatchObject({
      due: '30.00',
      columns: { cash: '0.00' },
      ledger: { cash: '0.00' },
    });
    expect(report.differences).toEqual([]);

    const after = await cycleReport(ledger, cycle, options);
    expect(after).toMatchObject({
      due: '0.00',
      columns: { cash: '30.00' },
      ledger: { cash: '30.00' },
    });
    expect(after.differences).toEqual([]);
  });
});
