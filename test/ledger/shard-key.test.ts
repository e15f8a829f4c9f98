import { startLedger, type LedgerSystem } from '../support/ledger-system.js';

let system: LedgerSystem;

beforeAll(async () => {
  system = await startLedger();
});

afterAll(() => system.drop());

it('has no unique index that would not begin with the shard key, account', async () => {
  const unique: string[] = [];
  for (const collection of Object.values(system.ledger.collections)) {
    for (const { key, unique: isUnique } of await collection.listIndexes().toArray()) {
      if (isUnique === true) unique.push(`${collection.collectionName} ${Object.keys(key)[0]}`);
    }
  }
  expect([...new Set(unique)].toSorted()).toEqual([
    'balanceMarks account',
    'bills account',
    'cloudCharges account',
    'commands account',
    'entries account',
    'settlementParts account',
    'settlements account',
  ]);
});
