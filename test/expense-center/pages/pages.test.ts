import { confirmRecharge } from '../../../ledger/commands/confirm-recharge.js';
import { requestRecharge } from '../../../ledger/commands/request-recharge.js';
import { parseAmount } from '../../../domain/money.js';
import { command } from '../../support/commands.js';
import { startLedger, type LedgerSystem } from '../../support/ledger-system.js';
import { account, bill, enterpriseWorkspace } from '../../support/records.js';
import { startPages, type PagesSystem, type Visitor } from '../../support/pages-system.js';

const day = '2026-11-22';

const records = [
  account('rich', '20000.00'),
  enterpriseWorkspace('w-rich', 'rich'),
  { kind: 'voucher', id: 'ov', account: 'rich', type: 'ordinary', faceValue: '30.00' },
  {
    kind: 'voucher',
    id: 'fv',
    account: 'rich',
    type: 'full-reduction',
    faceValue: '20.00',
    minSpend: '500.00',
  },
  bill('w-rich', '100.00', { restricted: '18.70' }),
  {
    kind: 'cloudAccount',
    id: 'rich-aws',
    account: 'rich',
    provider: 'aws',
    customer: '123456789012',
    instance: 'abcdefgh',
  },
  account('poor', '10.00'),
  enterpriseWorkspace('w-poor', 'poor'),
  bill('w-poor', '0.00', { restricted: '18.70' }),
  account('new'),
  { kind: 'huaweiOrder', order: 'HW-1', customer: 'a'.repeat(32), currency: 'CNY', cards: 2 },
];

const accountPaths = [
  '',
  '/bills',
  '/bills?by=month',
  '/bills?by=workspace',
  '/bills?by=item',
  `/bills/${day}`,
  `/bills/${day}/lines/1/0`,
  '/recharges',
  '/cards',
  '/vouchers',
  '/workspaces',
  '/movements',
  '/profile',
];
const operatorPaths = [
  '/operations',
  '/operations/recharges',
  '/operations/charges',
  '/operations/cycles',
  '/operations/search?q=w-rich',
];

describe('the pages of the expense center', () => {
  let system: LedgerSystem;
  let pages: PagesSystem | undefined;
  const visitors: Visitor[] = [];

  beforeAll(async () => {
    system = await startLedger();
    await system.importRecords(records);
    await system.settle(day);
    pages = await startPages(system.ledger);
  });
  afterAll(async () => {
    await pages?.stop();
    await system.drop();
  });
  afterEach(async () => {
    const errors = visitors.flatMap((each) => each.errors);
    for (const each of visitors.splice(0)) await each.close();
    expect(errors).toEqual([]);
  });

  async function visit(who: Parameters<PagesSystem['visit']>[0]): Promise<Visitor> {
    if (!pages) throw new Error('the pages did not start');
    const visitor = await pages.visit(who);
    visitors.push(visitor);
    return visitor;
  }

  describe.each(['en', 'zh'] as const)('in %s', (language) => {
    it('shows an account each page without errors, below 200 kB, and axe finds nothing serious', async () => {
      const { page, go, axe } = await visit({ account: 'rich', role: 'owner', language });
      for (const path of [...accountPaths, '/workspaces/w-rich']) {
        expect([path, await go(`/accounts/rich${path}`)]).toEqual([path, 200]);
        expect([path, await axe()]).toEqual([path, []]);
        expect((await page.content()).length).toBeLessThan(200_000);
      }
    });

    it('shows an operator each page without errors, and axe finds nothing serious', async () => {
      const { go, axe } = await visit({ role: 'operator', language });
      for (const path of operatorPaths) {
        expect([path, await go(path)]).toEqual([path, 200]);
        expect([path, await axe()]).toEqual([path, []]);
      }
    });
  });

  it('has something to say where an account has nothing', async () => {
    const { go, axe } = await visit({ account: 'new', role: 'viewer' });
    for (const path of accountPaths.filter((each) => !each.includes('/lines/'))) {
      expect([path, await go(`/accounts/new${path}`)]).toEqual([path, 200]);
      expect([path, await axe()]).toEqual([path, []]);
    }
  });

  it('takes a recharge from its request to the repayment of what is owed', async () => {
    const customer = await visit({ account: 'poor', role: 'finance' });
    await customer.go('/accounts/poor');
    const arrears = customer.page.getByRole('heading', { name: '¥8.70 are owed' });
    await arrears.waitFor();
    await customer.go('/accounts/poor/recharges');
    await customer.page.getByLabel('Amount (CNY)').fill('130');
    await customer.page.getByRole('button', { name: 'Request recharge' }).click();
    await customer.page.getByText('Recharge of 130.00 requested.').waitFor();

    const operator = await visit({ role: 'operator' });
    await operator.go('/operations/recharges');
    await operator.page.getByLabel('Payment reference').fill('bank-1');
    await operator.page.getByRole('button', { name: 'Confirm' }).click();
    await operator.page
      .getByText('Overdraft repaid 8.70, cloud arrears repaid 0.00, to cash 121.30.')
      .waitFor();

    await customer.go('/accounts/poor');
    expect(await arrears.count()).toBe(0);
    await customer.page.getByText('¥121.30').waitFor();
    expect(await system.audit()).toEqual([]);
  });

  it('shows what is wrong with a field next to it, and keeps what was typed', async () => {
    const { page, go, errors } = await visit({ account: 'rich', role: 'finance' });
    await go('/accounts/rich/cards');
    const field = page.getByLabel('Face value (CNY)');
    await field.fill('150');
    await page.getByRole('button', { name: 'Buy card' }).click();
    await page.getByText('The face value is a multiple of 100, at least 100.').waitFor();
    expect(await field.inputValue()).toBe('150');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    // The browser tells of the status 400 itself.
    errors.length = 0;
  });

  it('sells a card with its gift voucher, once for a form however often it is sent', async () => {
    const { page, go } = await visit({ account: 'rich', role: 'finance' });
    await go('/accounts/rich/cards');
    await page.getByLabel('Face value (CNY)').fill('10000');
    await page.getByRole('button', { name: 'Buy card' }).click();
    await page.getByText('It came with a full-reduction voucher of 1,000.00').waitFor();
    const key = new URL(page.url()).searchParams.get('done')?.slice('rich/'.length) ?? '';
    const sent = await page.request.post('/accounts/rich/cards/buy', {
      headers: { origin: new URL(page.url()).origin },
      form: { key, faceValue: '10000' },
    });
    expect(sent.status()).toBe(200);
    await go('/accounts/rich/cards');
    expect(await page.getByText('Bought with cash').count()).toBe(1);
    await go('/accounts/rich/vouchers');
    await page.getByRole('cell', { name: '1,000.00' }).first().waitFor();
  });

  it('changes the method of a workspace, and refuses a second change in the same month', async () => {
    const { page, go, errors } = await visit({ account: 'rich', role: 'owner' });
    await go('/accounts/rich/workspaces/w-rich');
    await page.getByLabel('Settlement method').selectOption('cloud:rich-aws');
    await page.getByRole('button', { name: 'Change method' }).click();
    await page.getByText('The change is accepted').waitFor();
    await page.getByRole('button', { name: 'Withdraw change' }).click();
    await page.getByText('The change is withdrawn.').waitFor();
    await page.getByLabel('Settlement method').selectOption('cloud:rich-aws');
    await page.getByRole('button', { name: 'Change method' }).click();
    const refusal = page.locator('.field-error');
    expect(await refusal.innerText()).toContain('it changes once in a calendar month');
    errors.length = 0;
  });

  it('explains each cent of a line, and why each other instrument did not pay', async () => {
    const { page, go } = await visit({ account: 'rich', role: 'viewer' });
    await go('/accounts/rich/bills');
    await page.getByRole('link', { name: day }).click();
    await page.getByRole('link', { name: 'Why Logs was paid so' }).click();
    const paid = page.getByRole('region', { name: 'Who paid' });
    expect(await paid.getByRole('row').allInnerTexts()).toEqual([
      expect.stringContaining('Payer'),
      expect.stringMatching(/^ordinary voucher ov\s+30\.00\s+rule 4/),
      expect.stringMatching(/^cash\s+70\.00\s+deduction order/),
      expect.stringMatching(/^Total\s+100\.00/),
    ]);
    await page
      .getByText('its threshold 500.00 is above the eligible spend of the day, 100.00')
      .waitFor();
  });

  it('sends nobody else in, and takes no form from another site', async () => {
    const { page, go, errors } = await visit({ account: 'new', role: 'finance' });
    expect(await go('/accounts/rich')).toBe(404);
    expect(await go('/operations')).toBe(403);
    errors.length = 0;
    const forged = await page.request.post('/accounts/new/recharges/request', {
      headers: { origin: 'https://elsewhere.example' },
      form: { amount: '5.00' },
    });
    expect(forged.status()).toBe(403);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await go('/accounts/new');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await page.locator('#token').fill('settle_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This token is not valid').waitFor();
    errors.length = 0;
  });

  it('changes the language in the header, and comes back to the same page', async () => {
    const { page, go } = await visit({ account: 'rich', role: 'viewer' });
    await go('/accounts/rich/bills?by=item');
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '账单' }).waitFor();
    expect(page.url()).toContain('by=item');
    expect(await page.getByText('短信').count()).toBe(1);
  });

  it('opens what an operator searches by the id of something that an account has', async () => {
    const { page, go } = await visit({ role: 'operator' });
    await go('/operations');
    await page.getByLabel('Search for an account').fill('w-poor');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: 'poor', exact: true }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/accounts/poor');
  });

  it('shows a customer a confirmed recharge as income', async () => {
    const { ledger } = system;
    const amount = parseAmount('55.50');
    const { recharge } = await requestRecharge(ledger, command('new', 'ask'), { amount });
    await confirmRecharge(ledger, command('new', 'confirm'), { recharge, reference: 'bank-2' });
    const { page, go } = await visit({ account: 'new', role: 'viewer' });
    await go('/accounts/new/movements');
    expect(await page.getByRole('cell', { name: '+55.50' }).count()).toBe(1);
  });
});
