import { accountDamages } from '../support/ledger-damage-accounts.js';
import { instrumentDamages } from '../support/ledger-damage-instruments.js';
import { entrieDamages } from '../support/ledger-damage-entries.js';
import { settlementDamages } from '../support/ledger-damage-settlements.js';
import { billDamages } from '../support/ledger-damage-bills.js';
import { cycleDamages } from '../support/ledger-damage-cycles.js';
import { someOfEverything, whatComesLater } from '../support/ledger-records.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';

const damages = [
  ...accountDamages,
  ...instrumentDamages,
  ...entrieDamages,
  ...settlementDamages,
  ...billDamages,
  ...cycleDamages,
];

let system: LedgerSystem;

beforeAll(async () => {
  system = await startLedger();
  await system.importRecords(someOfEverything);
  await system.settle('2026-11-22');
  await system.settle('2026-11-22', { currency: 'USD', parked: { 'acct-5': 'no terms' } });
  await system.importRecords(whatComesLater);
  await system.settle('2026-11-22');
  await system.settle('2026-11-23');
});

afterAll(() => system.drop());

describe('an audit', () => {
  it('finds nothing where nothing is wrong', async () => {
    expect(await system.audit()).toEqual([]);
  });

  it.each(damages)('names $name', async ({ collection, damage, found }) => {
    const stored = system.ledger.collections[collection];
    const db = system.ledger.client.db(stored.dbName);
    const before = await db.collection(collection).find().toArray();
    try {
      await damage(db.collection(collection));
      const lines = await system.audit();
      expect(lines.map((line) => line.replaceAll(/[A-Za-z0-9+/]{43}=/g, 'HASH'))).toEqual(found);
    } finally {
      await db.collection(collection).deleteMany({});
      await db.collection(collection).insertMany(before);
    }
  });
});
