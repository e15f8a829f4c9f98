import { parseAmount } from '../../domain/money.js';
import { activateVoucher } from '../../ledger/commands/activate-voucher.js';
import { bindWorkspace } from '../../ledger/commands/bind-workspace.js';
import { buyCard } from '../../ledger/commands/buy-card.js';
import { changeSettlementMethod } from '../../ledger/commands/change-settlement-method.js';
import { confirmRecharge } from '../../ledger/commands/confirm-recharge.js';
import { grantVoucher } from '../../ledger/commands/grant-voucher.js';
import { issueVoucherCodes } from '../../ledger/commands/issue-voucher-codes.js';
import { registerCloudAccount } from '../../ledger/commands/register-cloud-account.js';
import { requestRecharge } from '../../ledger/commands/request-recharge.js';
import type { Command } from '../../ledger/commands/run-command.js';
import { command, onDay, operator } from '../support/commands.js';
import { made, moneyDamages } from '../support/ledger-damage-money.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';
import { account, enterpriseWorkspace } from '../support/records.js';

const offer = {
  type: 'ordinary',
  faceValue: parseAmount('3.00'),
  minSpend: parseAmount('0.00'),
  singleUse: false,
} as const;

const mine = (key: string): Command => command('acct-1', key);
const theirs = (key: string): Command => command('acct-2', key);

let system: LedgerSystem;

beforeAll(async () => {
  system = await startLedger();
  await system.importRecords([
    account('acct-1'),
    account('acct-2'),
    enterpriseWorkspace('w-2', 'acct-2'),
  ]);
  const ledger = onDay(system.ledger, '2026-11-21');
  await requestRecharge(ledger, mine('ask'), { amount: parseAmount('20000.00') });
  const paid = { recharge: made.recharge, reference: 'pay-1' };
  await confirmRecharge(ledger, mine('confirm'), paid);
  await requestRecharge(ledger, mine('ask-2'), { amount: parseAmount('5.00') });
  await buyCard(ledger, mine('buy'), { faceValue: parseAmount('10000.00') });
  await grantVoucher(ledger, mine('grant'), offer);
  const batch = { ...offer, count: 2, currency: 'CNY' } as const;
  const { codes } = await issueVoucherCodes(ledger, operator('codes'), batch);
  await activateVoucher(ledger, mine('activate'), { code: codes[0] ?? '' });
  const bought = { provider: 'aws', customer: '123456789012', instance: 'product1' } as const;
  const { cloudAccount } = await registerCloudAccount(ledger, theirs('register'), bought);
  const settlement = { method: 'cloud', cloudAccount } as const;
  await changeSettlementMethod(ledger, theirs('method'), { workspace: 'w-2', settlement });
  await bindWorkspace(ledger, theirs('bind'), { workspace: 'w-new', site: 'cn1' });
});

afterAll(() => system.drop());

describe('an audit of what money commands have left', () => {
  it('finds nothing where nothing is wrong', async () => {
    expect(await system.audit()).toEqual([]);
  });

  it.each(moneyDamages)('names $name', async ({ collection, damage, found }) => {
    const db = system.ledger.client.db(system.ledger.collections[collection].dbName);
    const stored = db.collection<{ _id: string }>(collection);
    const before = await stored.find().toArray();
    try {
      await damage(stored);
      expect((await system.audit()).map(withoutIds)).toEqual(found);
    } finally {
      await stored.deleteMany({});
      await stored.insertMany(before);
    }
  });
});

function withoutIds(line: string): string {
  return line
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'AT')
    .replaceAll(/\b[0-9a-f]{64}\b/g, 'HASH-OF-CODE')
    .replaceAll(/voucherCodes [0-9a-f]{12}\b/g, 'voucherCodes CODE')
    .replaceAll(/-[0-9a-f]{20}\b/g, '-ID')
    .replaceAll(/[A-Za-z0-9+/]{43}=/g, 'HASH');
}
