import { parseInstant } from '../../../domain/instant.js';
import { advanceCourse } from '../../../ledger/follow-arrears.js';
import { dueMessages, recordDeliveries } from '../../../ledger/outbox-queue.js';
import { awsAccount } from '../../support/ledger-records.js';
import { startLedger, type LedgerSystem } from '../../support/ledger-system.js';
import { startPages, type PagesSystem, type Visitor } from '../../support/pages-system.js';
import { account, bill, cloudWorkspace, day, enterpriseWorkspace } from '../../support/records.js';

describe('the pages about arrears, messages and what operators and owners do', () => {
  let system: LedgerSystem;
  let pages: PagesSystem | undefined;
  const visitors: Visitor[] = [];
  const answers: object[] = [];

  beforeAll(async () => {
    system = await startLedger();
    await system.importRecords([
      { ...account('poor'), email: 'pay@example.com' },
      enterpriseWorkspace('w-poor', 'poor'),
      bill('w-poor', '18.70'),
      account('cloudy'),
      awsAccount('aws-1', 'cloudy'),
      cloudWorkspace('w-cloudy', 'cloudy', 'aws-1'),
      bill('w-cloudy', '40.00'),
    ]);
    await system.settle(day);
    const lockTime = parseInstant('2026-12-08T01:00:00Z');
    if (lockTime) await advanceCourse(system.ledger, { account: 'poor', now: lockTime });
    await system.ledger.collections.cloudCharges.updateOne(
      { account: 'cloudy' },
      { $set: { state: 'parked', reason: 'nobody knows' } },
    );
    pages = await startPages(system.ledger, {
      resolveCharge: async (answer) => {
        answers.push(answer);
        return 'accepted';
      },
    });
  });
  afterAll(async () => {
    await pages?.stop();
    await system.drop();
  });
  afterEach(async () => {
    const errors = visitors.flatMap((each) => each.errors);
    for (const each of visitors.splice(0)) await each.close();
    expect(errors).toEqual([]);
    expect(await system.audit()).toEqual([]);
  });

  async function visit(who: Parameters<PagesSystem['visit']>[0]): Promise<Visitor> {
    if (!pages) throw new Error('the pages did not start');
    const visitor = await pages.visit(who);
    visitors.push(visitor);
    return visitor;
  }

  it.each(['en', 'zh'] as const)(
    'in %s: axe finds nothing serious in any of them',
    async (language) => {
      const customer = await visit({ account: 'poor', role: 'owner', language });
      for (const path of ['', '/messages', '/workspaces', '/workspaces/w-poor']) {
        expect(await customer.go(`/accounts/poor${path}`)).toBe(200);
        expect(await customer.axe()).toEqual([]);
      }
      const operator = await visit({ role: 'operator', language });
      for (const path of ['', '/messages', '/messages?state=failed', '/charges']) {
        expect(await operator.go(`/operations${path}`)).toBe(200);
        expect(await operator.axe()).toEqual([]);
      }
    },
  );

  it('say that the workspaces are locked, and what the customer was told', async () => {
    const { page, go } = await visit({ account: 'poor', role: 'viewer' });
    await go('/accounts/poor');
    await page.getByText('All workspaces are locked since').waitFor();
    await go('/accounts/poor/messages');
    await page.getByText('¥18.70 are owed: the workspaces were locked (1)').waitFor();
    await page.getByText('Workspace w-poor is locked: arrears').waitFor();
    await go('/accounts/poor/workspaces/w-poor');
    await page.getByText('Locked because of arrears since').waitFor();
    expect(await page.getByRole('button', { name: 'Unbind from tomorrow on' }).count()).toBe(0);
  });

  it('let an operator send a failed message once more', async () => {
    const { ledger } = system;
    for (const { message } of await dueMessages(ledger, { now: ledger.now(), most: 10 })) {
      const triedAt = ledger.now();
      const to = { channel: 'mail', to: 'pay@example.com' } as const;
      const failed = { ...to, state: 'refused', attempts: 1, triedAt, answer: '550 none' } as const;
      const id = message._id;
      await recordDeliveries(ledger, { id, state: 'failed', deliveries: [failed] });
    }
    const { page, go } = await visit({ role: 'operator' });
    await go('/operations/messages?state=failed');
    await page.getByText('550 none').first().waitFor();
    const before = await page.getByRole('button', { name: /Send again/ }).count();
    await page
      .getByRole('button', { name: /Send again/ })
      .first()
      .click();
    await page.getByText(/Message msg_\w+ is sent once more\./).waitFor();
    await go('/operations/messages?state=failed');
    expect(await page.getByRole('button', { name: /Send again/ }).count()).toBe(before - 1);
    expect(await ledger.collections.outbox.countDocuments({ state: 'waiting' })).toBe(1);
  });

  it('let an operator answer for a vendor, with a reason', async () => {
    const { page, go, errors } = await visit({ role: 'operator' });
    await go('/operations/charges');
    await page.getByText('Answer for the vendor').last().click();
    await page.getByRole('button', { name: 'Answer', exact: true }).click();
    await page.getByText('Say why, in at most 200 characters.').waitFor();
    await page.getByLabel('Because').fill('seen in their console');
    await page.getByRole('button', { name: 'Answer', exact: true }).click();
    await page.getByText(/Charge aws-1\/2026-11-22\/1 is answered for: accepted/).waitFor();
    expect(answers).toEqual([
      {
        key: 'aws-1/2026-11-22/1',
        provider: 'aws',
        answer: 'applied',
        by: expect.stringContaining('token-'),
        reason: 'seen in their console',
      },
    ]);
    // The browser says of the form that it was refused.
    expect(errors.splice(0)).toHaveLength(1);
  });

  it('let an owner bind a workspace, and unbind it', async () => {
    const { page, go, errors } = await visit({ account: 'cloudy', role: 'owner' });
    await go('/accounts/cloudy/workspaces');
    await page.getByLabel('Workspace id').fill('w-poor');
    await page.getByRole('button', { name: 'Bind' }).click();
    await page.getByText(/is bound to another account/).waitFor();
    expect(errors.splice(0)).toHaveLength(1);
    await page.getByLabel('Workspace id').fill('w-new');
    await page.getByLabel('Site').selectOption('us1');
    await page.getByRole('button', { name: 'Bind' }).click();
    await page.getByText(/Workspace w-new is bound/).waitFor();
    await page.getByRole('link', { name: 'w-new' }).click();
    await page.getByRole('button', { name: 'Unbind from tomorrow on' }).click();
    await page.getByText(/Workspace w-new is unbound from/).waitFor();
    expect(await page.getByRole('button', { name: 'Unbind from tomorrow on' }).count()).toBe(0);
  });

  it('let an owner register a cloud account, and say that it is unsubscribed', async () => {
    const { page, go, errors } = await visit({ account: 'cloudy', role: 'owner' });
    await go('/accounts/cloudy/workspaces');
    await page.getByLabel('Vendor').selectOption('aws');
    await page.getByLabel('Customer').fill('12');
    await page.getByLabel('Instance').fill('prod0new');
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByText(/customer must be 12 digits/).waitFor();
    expect(errors.splice(0)).toHaveLength(1);
    await page.getByLabel('Customer').fill('210987654321');
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByText(/Cloud account cloud-\w+ is registered/).waitFor();
    await page.getByText('Unsubscribe', { exact: true }).first().click();
    await page.getByRole('button', { name: /It is unsubscribed aws-1/ }).click();
    await page.getByText('The cloud account is unsubscribed.').waitFor();
    await page.getByRole('link', { name: 'w-cloudy' }).click();
    await page.getByText('Locked because its cloud account was unsubscribed on').waitFor();
  });

  it('let an operator grant a voucher that pays until the end of its last day', async () => {
    const { page, go, errors } = await visit({ role: 'operator' });
    await go('/accounts/poor/vouchers');
    await page.getByLabel('Face value (CNY)').fill('20');
    await page.getByLabel('Last day that it pays').fill('31.01.2037');
    await page.getByRole('button', { name: 'Grant' }).click();
    await page.getByText('Enter a day such as 2027-01-31, or nothing.').waitFor();
    expect(errors.splice(0)).toHaveLength(1);
    await page.getByLabel('Last day that it pays').fill('2037-01-31');
    await page.getByRole('button', { name: 'Grant' }).click();
    await page.getByText(/Voucher \S+ of 20.00 is granted/).waitFor();
    const granted = await system.ledger.collections.vouchers.findOne({ account: 'poor' });
    expect(granted?.expiresAt).toBe('2037-01-31T16:00:00.000Z');
  });

  it('unlock with the recharge that repays: asked for by the customer, confirmed by an operator', async () => {
    const customer = await visit({ account: 'poor', role: 'finance' });
    await customer.go('/accounts/poor/workspaces/w-poor');
    await customer.page.getByText('Locked because of arrears since').waitFor();
    await customer.go('/accounts/poor');
    await customer.page.getByRole('link', { name: 'Recharge now' }).click();
    await customer.page.getByLabel('Amount (CNY)').fill('20');
    await customer.page.getByRole('button', { name: 'Request recharge' }).click();
    await customer.page.getByText('Recharge of 20.00 requested.').waitFor();
    const operator = await visit({ role: 'operator' });
    await operator.go('/operations/recharges');
    await operator.page.getByLabel('Payment reference').fill('bank-7');
    await operator.page.getByRole('button', { name: 'Confirm' }).click();
    await operator.page.getByText('Overdraft repaid 18.70').waitFor();
    await customer.go('/accounts/poor/workspaces/w-poor');
    await customer.page.getByText('open', { exact: true }).waitFor();
    expect(await customer.page.getByText('Locked because of arrears since').count()).toBe(0);
    await customer.go('/accounts/poor/messages');
    await customer.page
      .getByText('Nothing is owed any more: the workspaces are unlocked')
      .waitFor();
    await customer.page.getByText('Workspace w-poor is unlocked').waitFor();
  });
});
