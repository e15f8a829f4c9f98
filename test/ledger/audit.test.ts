import { accountDamages } from '../support/ledger-damage-accounts.js';
import { instrumentDamages } from '../support/ledger-damage-instruments.js';
import { entrieDamages } from '../support/ledger-damage-entries.js';
import { settlementDamages } from '../support/ledger-damage-settlements.js';
import { billDamages } from '../support/ledger-damage-bills.js';
import { cycleDamages } from '../support/ledger-damage-cycles.js';
import { settleSomeOfEverything } from '../support/settle-some-of-everything.js';
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
  await settleSomeOfEverything(system);
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
