import { parseInstant, type Instant } from '../../../domain/instant.js';
import { parseAmount } from '../../../domain/money.js';
import { buyCard } from '../../../ledger/commands/buy-card.js';
import { toDecimal128 } from '../../../ledger/decimal128.js';
import { listCards } from '../../../ledger/reads/list-cards.js';
import { listCloudAccounts } from '../../../ledger/reads/list-cloud-accounts.js';
import { listCommands } from '../../../ledger/reads/list-commands.js';
import { listRecharges } from '../../../ledger/reads/list-recharges.js';
import { listVouchers } from '../../../ledger/reads/list-vouchers.js';
import { listWorkspaces } from '../../../ledger/reads/list-workspaces.js';
import type { Page } from '../../../ledger/reads/page.js';
import { account, cloudWorkspace, enterpriseWorkspace, recharge } from '../../support/records.js';
import { awsAccount, card, voucher } from '../../support/ledger-records.js';
import { startLedger, type LedgerSystem } from '../../support/ledger-system.js';

let system: LedgerSystem;

beforeAll(async () => {
  system = await startLedger();
  await system.importRecords([
    account('acct-1', '30000.00'),
    account('acct-2'),
    awsAccount('aws-1', 'acct-1'),
    awsAccount('aws-2', 'acct-1', false),
    enterpriseWorkspace('w-1', 'acct-1'),
    cloudWorkspace('w-2', 'acct-1', 'aws-1', 'us1'),
    enterpriseWorkspace('w-3', 'acct-2'),
    voucher('ov-1', 'acct-1', '30.00', { balance: '12.50' }),
    voucher('ov-2', 'acct-1', '30.00', { balance: '0.00' }),
    voucher('ov-3', 'acct-1', '30.00', { expiresAt: '2026-11-23T00:00:00+08:00' }),
    voucher('ov-4', 'acct-1', '30.00', { validFrom: '2027-01-01T00:00:00+08:00' }),
    voucher('fv-1', 'acct-1', '20.00', {
      type: 'full-reduction',
      minSpend: '100.00',
      singleUse: true,
    }),
    voucher('ov-9', 'acct-2', '30.00'),
    card('c-1', 'acct-1', '100.00', { purchaseType: 'partner' }),
    recharge('r-1', 'acct-1', '10.00'),
    recharge('r-2', 'acct-1', '20.00'),
  ]);
});

afterAll(() => system.drop());

describe('the lists of an account', () => {
  it('show its vouchers in id order, with what is left of each and its status', async () => {
    const { rows, next } = await listVouchers(system.ledger, { account: 'acct-1', limit: 10 });
    expect(next).toBeUndefined();
    expect(rows.map(({ id, balance, status }) => `${id} ${balance} ${status}`)).toEqual([
      'fv-1 20.00 active',
      'ov-1 12.50 active',
      'ov-2 0.00 used-up',
      'ov-3 30.00 expired',
      'ov-4 30.00 not-yet-valid',
    ]);
    expect(rows[0]).toEqual({
      id: 'fv-1',
      type: 'full-reduction',
      faceValue: '20.00',
      balance: '20.00',
      minSpend: '100.00',
      singleUse: true,
      status: 'active',
    });
    expect(rows[3]?.expiresAt).toBe('2026-11-22T16:00:00.000Z');
  });

  it('page by cursor, each row once, and refuse a limit or a cursor that is none', async () => {
    const seen: string[] = [];
    let pages = 0;
    for await (const row of allPages((after) =>
      listVouchers(system.ledger, { account: 'acct-1', after, limit: 2 }),
    )) {
      if (row === 'page') pages++;
      else seen.push(row.id);
    }
    expect(seen).toEqual(['fv-1', 'ov-1', 'ov-2', 'ov-3', 'ov-4']);
    expect(pages).toBe(3);
    for (const limit of [0, -1, 1.5, 1_001])
      await expect(listVouchers(system.ledger, { account: 'acct-1', limit })).rejects.toThrow(
        'the limit is 1 to 1000',
      );
    await expect(
      listRecharges(system.ledger, { account: 'acct-1', after: 'x', limit: 1 }),
    ).rejects.toThrow('no such place in the list: x');
  });

  it('show cloud accounts, and workspaces with the method of now, pending terms and locks', async () => {
    const { ledger } = system;
    await ledger.collections.workspaces.updateOne(
      { _id: 'w-1' },
      {
        $push: {
          terms: { from: '2026-11-25', account: 'acct-1', method: 'cloud', cloudAccount: 'aws-1' },
        },
      },
    );
    const since = instant('2026-11-23T00:00:00Z');
    await ledger.collections.accounts.updateOne(
      { _id: 'acct-1' },
      {
        $set: {
          locks: [
            { cause: 'cloud-account-unsubscribed', workspace: 'w-2', cloudAccount: 'aws-1', since },
          ],
        },
      },
    );
    const { rows } = await listWorkspaces(ledger, { account: 'acct-1', limit: 10 });
    expect(rows).toMatchObject([
      {
        workspace: 'w-1',
        site: 'cn1',
        now: { method: 'enterprise', own: true },
        pending: [{ from: '2026-11-25', own: true, method: 'cloud', cloudAccount: 'aws-1' }],
        locks: [],
      },
      {
        workspace: 'w-2',
        site: 'us1',
        now: { method: 'cloud', cloudAccount: 'aws-1' },
        pending: [],
        locks: [{ cause: 'cloud-account-unsubscribed', since }],
      },
    ]);
    const clouds = await listCloudAccounts(ledger, { account: 'acct-1', limit: 10 });
    expect(clouds.rows.map(({ id, provider, subscribed }) => [id, provider, subscribed])).toEqual([
      ['aws-1', 'aws', true],
      ['aws-2', 'aws', false],
    ]);
    await expect(listWorkspaces(ledger, { account: 'nobody', limit: 10 })).rejects.toThrow(
      'no account nobody',
    );
  });

  it('show recharges, imported ones and those asked for, newest first', async () => {
    await system.ledger.collections.rechargeOrders.insertMany([
      {
        _id: 'ro-1',
        account: 'acct-1',
        amount: toDecimal128(parseAmount('5.00')),
        currency: 'CNY',
        state: 'pending',
        import: 0,
        requestedAt: instant('2026-11-23T02:00:00Z'),
      },
      {
        _id: 'ro-2',
        account: 'acct-1',
        amount: toDecimal128(parseAmount('6.00')),
        currency: 'CNY',
        state: 'confirmed',
        import: 0,
        requestedAt: instant('2026-11-22T02:00:00Z'),
        confirmedAt: instant('2026-11-22T03:00:00Z'),
        reference: 'pay-1',
      },
    ]);
    const rows: unknown[] = [];
    for await (const row of allPages((after) =>
      listRecharges(system.ledger, { account: 'acct-1', after, limit: 1 }),
    ))
      if (row !== 'page') rows.push(row);
    const at = '2026-11-23T01:00:00.000Z';
    expect(rows).toEqual([
      {
        id: 'ro-1',
        amount: '5.00',
        state: 'pending',
        at: '2026-11-23T02:00:00.000Z',
        imported: false,
      },
      { id: 'r-2', amount: '20.00', state: 'confirmed', at, imported: true },
      { id: 'r-1', amount: '10.00', state: 'confirmed', at, imported: true },
      {
        id: 'ro-2',
        amount: '6.00',
        state: 'confirmed',
        at: '2026-11-22T02:00:00.000Z',
        confirmedAt: '2026-11-22T03:00:00.000Z',
        reference: 'pay-1',
        imported: false,
      },
    ]);
  });

  it('show who bought a card, when and from where, and the card with all its fields', async () => {
    const actor = { id: 't-1', name: 'Li', role: 'finance' } as const;
    const bought = await buyCard(
      system.ledger,
      { account: 'acct-1', key: 'k-1', actor, from: '192.0.2.7' },
      { faceValue: parseAmount('10000.00') },
    );
    const { rows } = await listCards(system.ledger, { account: 'acct-1', limit: 10 });
    expect(rows).toEqual([
      {
        id: 'c-1',
        faceValue: '100.00',
        balance: '100.00',
        status: 'active',
        purchaseType: 'partner',
        purchasedAt: '2025-12-31T16:00:00.000Z',
      },
      {
        id: bought.card,
        faceValue: '10000.00',
        balance: '10000.00',
        status: 'active',
        purchaseType: 'cash',
        purchasedAt: expect.any(String),
      },
    ]);
    const trail = await listCommands(system.ledger, { account: 'acct-1', limit: 10 });
    expect(trail).toEqual({
      rows: [
        {
          key: 'k-1',
          name: 'buyCard',
          content: { faceValue: '10000.00' },
          result: bought,
          actor,
          from: '192.0.2.7',
          at: expect.any(String),
        },
      ],
    });
  });
});

function instant(text: string): Instant {
  const at = parseInstant(text);
  if (at === undefined) throw new RangeError(`no instant: ${text}`);
  return at;
}

/** The rows of all pages, and 'page' after each. */
async function* allPages<Row>(
  read: (after: string | undefined) => Promise<Page<Row>>,
): AsyncGenerator<Row | 'page'> {
  let after: string | undefined;
  do {
    const { rows, next } = await read(after);
    yield* rows;
    yield 'page';
    after = next;
  } while (after !== undefined);
}
