import type { Instant } from '../../domain/instant.js';
import { redeem } from '../../ledger/redeem.js';
import { unsubscribe } from '../../ledger/unsubscribe.js';
import { commandDamages } from '../support/ledger-damage-commands.js';
import { awsAccount, cloudAccount } from '../support/ledger-records.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';
import { account, bill, cloudWorkspace } from '../support/records.js';

const customer = '0123456789abcdef0123456789abcdef';
const at = '2026-11-21T02:00:00.000Z' as Instant;

let system: LedgerSystem;

beforeAll(async () => {
  system = await startLedger();
  const order = { kind: 'huaweiOrder', customer, currency: 'CNY' };
  await system.importRecords([
    account('acct-1'),
    { ...order, order: 'CS-1', cards: 2 },
    { ...order, order: 'CS-2', cards: 1 },
    account('acct-2'),
    cloudAccount('ca-ali', 'acct-2', 'alibaba-cloud'),
    cloudWorkspace('w-ali', 'acct-2', 'ca-ali'),
    bill('w-ali', '1.00', { day: '2026-11-22' }),
    awsAccount('ca-aws', 'acct-2'),
    cloudWorkspace('w-aws', 'acct-2', 'ca-aws'),
  ]);
  await redeem(system.ledger, { account: 'acct-1', customer, order: 'CS-1' });
  await unsubscribe(system.ledger, { cloudAccount: 'ca-ali', at });
  await unsubscribe(system.ledger, { cloudAccount: 'ca-aws', at });
});

afterAll(() => system.drop());

describe('an audit of what commands of accounts have left', () => {
  it('finds nothing where nothing is wrong', async () => {
    expect(await system.audit()).toEqual([]);
  });

  it.each(commandDamages)('names $name', async ({ collection, damage, found }) => {
    const db = system.ledger.client.db(system.ledger.collections[collection].dbName);
    const stored = db.collection<{ _id: string }>(collection);
    const before = await stored.find().toArray();
    try {
      await damage(stored);
      const lines = await system.audit();
      const said = lines.map((line) => line.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'AT'));
      expect(said).toEqual(found);
    } finally {
      await stored.deleteMany({});
      await stored.insertMany(before);
    }
  });
});
