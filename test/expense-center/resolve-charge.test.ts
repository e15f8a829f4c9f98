import { workflowDesk, type WorkflowDesk } from '../../client/workflow-desk.js';
import type { Emulators } from '../../emulators/start-emulators.js';
import { readCharges } from '../../ledger/read-charges.js';
import { cloudCustomer, emulatedVendors } from '../support/emulated-vendors.js';
import { startExpenseCenter, type ExpenseCenterApp } from '../support/expense-center-app.js';
import { account, bill, day } from '../support/records.js';
import { startSystem, type System } from '../support/system.js';
import { untilTrue } from '../support/until-true.js';

/** Alibaba Cloud takes nothing in the last minutes of an hour: its charges wait for the next. */
const untilNextHourSeconds = 200;

describe('an operator answers for a vendor by API', () => {
  let system: System;
  let emulators: Emulators;
  let resolver: WorkflowDesk;
  let center: ExpenseCenterApp;

  beforeAll(async () => {
    const vendors = await emulatedVendors();
    ({ emulators } = vendors);
    system = await startSystem({ environment: vendors.environment });
    resolver = workflowDesk(system.located.temporal);
    await system.importRecords([
      account('own'),
      ...cloudCustomer('four', { provider: 'alibaba-cloud', instance: 'four-1' }),
      bill('four-a', '9.00'),
    ]);
    center = await startExpenseCenter({
      ledger: system.ledger,
      resolveCharge: resolver.resolveCharge,
    });
  });
  afterAll(async () => {
    await center.stop();
    await resolver.close();
    await system.stop();
    await emulators.stop();
  });

  const url = '/operations/charges/resolve';
  const charge = `four/${day}/1`;
  const body = { charge, answer: 'applied', reason: 'asked them' };

  async function stateOfCharge(): Promise<string | undefined> {
    for await (const row of readCharges(system.ledger, { account: 'four-acct' })) return row.state;
    return undefined;
  }

  it('through the workflow of the charge, once, and it stands in the trail of its account', async () => {
    emulators.faults.add([
      { kind: 'reset', recorded: true, match: { instance: 'four-1' }, times: 1 },
    ]);
    await system.settle(day);
    await untilTrue(async () => (await stateOfCharge()) === 'parked', untilNextHourSeconds);
    const listed = await center.ask('operator', '/operations/charges?state=parked');
    expect(listed.body).toMatchObject({ rows: [{ charge, account: 'four-acct', amount: '9.00' }] });
    const asked = { method: 'POST', key: 'answer-1', body } as const;
    const first = await center.ask('operator', url, asked);
    expect(first).toMatchObject({ status: 200, body: { charge, state: 'accepted' } });
    expect((await center.ask('operator', url, asked)).body).toEqual(first.body);
    const trail = await center.ask('operator', '/accounts/four-acct/commands');
    expect(trail.body).toMatchObject({
      rows: [
        {
          name: 'resolveCharge',
          content: body,
          actor: { name: 'a operator' },
          from: '127.0.0.1',
        },
      ],
    });
    expect(trail.body['rows']).toHaveLength(1);
    expect(await system.audit()).toEqual([]);
  });

  it('and is refused where it is decided', async () => {
    const other = { ...body, answer: 'not-applied', reason: 'another' };
    const asked = { method: 'POST', body: other } as const;
    expect(await center.ask('operator', url, asked)).toMatchObject({
      status: 409,
      body: { code: 'refused', detail: `${charge} is accepted` },
    });
    expect(await stateOfCharge()).toBe('accepted');
  });
});
