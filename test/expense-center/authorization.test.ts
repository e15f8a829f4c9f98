import { operations } from '../../expense-center/routes/operations-of-all.js';
import {
  startExpenseCenter,
  type Asker,
  type ExpenseCenterApp,
} from '../support/expense-center-app.js';
import { addressOf, bodies } from '../support/expense-center-requests.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';
import { account, bill, enterpriseWorkspace } from '../support/records.js';

const askers: readonly Asker[] = ['nobody', 'viewer', 'finance', 'owner', 'operator'];

/**
 * What nobody, a viewer, finance, an owner and an operator are answered, in this order: about their own
 * account, and about a foreign one.
 */
const table: [operation: string, own: string, foreign: string][] = [
  ['GET /accounts/:account', '401 200 200 200 200', '401 404 404 404 200'],
  ['GET /accounts/:account/balances', '401 200 200 200 200', '401 404 404 404 200'],
  ['GET /accounts/:account/profile', '401 200 200 200 200', '401 404 404 404 200'],
  ['POST /accounts/:account/profile', '401 403 403 200 200', '401 404 404 404 200'],
  ['GET /accounts/:account/movements', '401 200 200 200 200', '401 404 404 404 200'],
  ['GET /accounts/:account/commands', '401 403 403 200 200', '401 404 404 404 200'],
  ['GET /accounts/:account/recharges', '401 200 200 200 200', '401 404 404 404 200'],
  ['POST /accounts/:account/recharges', '401 403 200 200 200', '401 404 404 404 200'],
  [
    'POST /accounts/:account/recharges/:recharge/confirm',
    '401 403 403 403 404',
    '401 404 404 404 404',
  ],
  [
    'POST /accounts/:account/recharges/:recharge/cancel',
    '401 403 404 404 404',
    '401 404 404 404 404',
  ],
  // There are no cloud arrears to pay.
  ['POST /accounts/:account/cloud-arrears/payments', '401 403 409 409 409', '401 404 404 404 409'],
  ['GET /accounts/:account/stored-value-cards', '401 200 200 200 200', '401 404 404 404 200'],
  ['POST /accounts/:account/stored-value-cards', '401 403 200 200 200', '401 404 404 404 200'],
  [
    'POST /accounts/:account/stored-value-cards/redeem',
    '401 403 404 404 404',
    '401 404 404 404 404',
  ],
  ['GET /accounts/:account/vouchers', '401 200 200 200 200', '401 404 404 404 200'],
  ['POST /accounts/:account/vouchers', '401 403 403 403 200', '401 404 404 404 200'],
  // Nobody was given such a code.
  ['POST /accounts/:account/vouchers/activate', '401 403 409 409 409', '401 404 404 404 409'],
  ['POST /voucher-codes', '401 403 403 403 200', ''],
  ['GET /accounts/:account/bills', '401 200 200 200 200', '401 404 404 404 200'],
  ['GET /accounts/:account/bills/:day', '401 200 200 200 200', '401 404 404 404 200'],
  ['GET /accounts/:account/bills/:day/explanation', '401 200 200 200 200', '401 404 404 404 200'],
  ['POST /accounts/:account/bills/:day/preview', '401 200 200 200 200', '401 404 404 404 200'],
  ['GET /accounts/:account/workspaces', '401 200 200 200 200', '401 404 404 404 200'],
  // It is bound once: then it is somebody's.
  ['POST /accounts/:account/workspaces', '401 403 403 200 409', '401 404 404 404 409'],
  [
    'POST /accounts/:account/workspaces/:workspace/unbind',
    '401 403 403 404 404',
    '401 404 404 404 404',
  ],
  [
    'POST /accounts/:account/workspaces/:workspace/move',
    '401 403 403 403 404',
    '401 404 404 404 404',
  ],
  [
    'POST /accounts/:account/workspaces/:workspace/settlement-method',
    '401 403 403 404 404',
    '401 404 404 404 404',
  ],
  [
    'POST /accounts/:account/workspaces/:workspace/withdraw',
    '401 403 403 404 404',
    '401 404 404 404 404',
  ],
  ['GET /accounts/:account/cloud-accounts', '401 200 200 200 200', '401 404 404 404 200'],
  // An instance is registered once, over all accounts.
  ['POST /accounts/:account/cloud-accounts', '401 403 403 200 409', '401 404 404 404 409'],
  [
    'POST /accounts/:account/cloud-accounts/:cloudAccount/unsubscribe',
    '401 403 403 404 404',
    '401 404 404 404 404',
  ],
  ['GET /accounts/:account/exports/bills', '401 200 200 200 200', '401 404 404 404 200'],
  ['GET /accounts/:account/exports/movements', '401 200 200 200 200', '401 404 404 404 200'],
  ['GET /accounts/:account/tokens', '401 403 403 200 200', '401 404 404 404 200'],
  ['POST /accounts/:account/tokens', '401 403 403 200 200', '401 404 404 404 200'],
  ['DELETE /accounts/:account/tokens/:token', '401 403 403 404 404', '401 404 404 404 404'],
  ['GET /accounts/:account/messages', '401 200 200 200 200', '401 404 404 404 200'],
  ['GET /workspaces/:workspace/lock', '401 403 403 403 200', ''],
  ['GET /operations/locked-workspaces', '401 403 403 403 200', ''],
  ['GET /operations/messages', '401 403 403 403 200', ''],
  ['POST /operations/messages/:message/replay', '401 403 403 403 404', ''],
  ['GET /operations/accounts', '401 403 403 403 200', ''],
  ['GET /operations/accounts-in-arrears', '401 403 403 403 200', ''],
  ['GET /operations/pending-recharges', '401 403 403 403 200', ''],
  ['GET /operations/charges', '401 403 403 403 200', ''],
  ['POST /operations/charges/resolve', '401 403 403 403 404', ''],
  ['GET /operations/cycles', '401 403 403 403 200', ''],
  ['GET /operations/commands', '401 403 403 403 200', ''],
];

const resolveCharge = async (): Promise<'accepted'> => 'accepted';

describe('who may do what', () => {
  let system: LedgerSystem;
  let center: ExpenseCenterApp;

  beforeAll(async () => {
    system = await startLedger();
    await system.importRecords([
      account('own', '1000.00'),
      account('foreign', '1000.00'),
      enterpriseWorkspace('w-own', 'own'),
      enterpriseWorkspace('w-foreign', 'foreign'),
      bill('w-own', '30.00'),
      bill('w-foreign', '30.00'),
    ]);
    await system.settle('2026-11-22');
    const { ledger } = system;
    center = await startExpenseCenter({ ledger, resolveCharge });
  });
  afterAll(async () => {
    await center.stop();
    await system.drop();
  });

  it('has a row for every operation', () => {
    const known = table.map(([operation]) => operation);
    expect(known).toEqual(operations.map(({ method, url }) => `${method} ${url}`));
  });

  async function statuses(operation: string, of: string): Promise<string> {
    const found: number[] = [];
    for (const asker of askers) {
      const method = operation.split(' ', 1)[0] as 'GET' | 'POST' | 'DELETE';
      const body = bodies[operation];
      const asked = { method, ...(body ? { body } : {}) };
      found.push((await center.ask(asker, addressOf(operation, of), asked)).status);
    }
    return found.join(' ');
  }

  it.each(table)('%s: own account %s, foreign account %s', async (operation, own, foreign) => {
    expect(await statuses(operation, 'own')).toBe(own);
    if (foreign === '') return;
    // oxlint-disable-next-line jest/no-conditional-expect -- where it is about an account
    expect(await statuses(operation, 'foreign')).toBe(foreign);
  });

  it('an account of somebody else is answered as one that does not exist', async () => {
    const foreign = await center.ask('owner', '/accounts/foreign');
    const none = await center.ask('owner', '/accounts/none');
    expect({ ...foreign.body, requestId: '' }).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'no account foreign',
      requestId: '',
    });
    expect({ ...none.body, requestId: '' }).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'no account none',
      requestId: '',
    });
  });

  it('a token of another account cannot be revoked by who owns this one', async () => {
    const { rows } = (await center.ask('operator', '/accounts/own/tokens')).body as {
      rows: { token: string; role: string }[];
    };
    const token = rows.find(({ role }) => role === 'viewer')?.token ?? '';
    const url = `/accounts/foreign/tokens/${token}`;
    expect(await center.ask('operator', url, { method: 'DELETE' })).toMatchObject({ status: 404 });
    expect(await center.ask('viewer', '/accounts/own')).toMatchObject({ status: 200 });
  });

  it('the ledger is whole afterwards', async () => {
    expect(await system.audit()).toEqual([]);
  });
});
