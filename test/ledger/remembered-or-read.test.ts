import { settlementSteps } from '../../domain/deduction-order.js';
import { currencies } from '../../domain/billing-cycle.js';
import type { Ledger } from '../../ledger/ledger-context.js';
import { generateSample } from '../../sample/generate-sample.js';
import { startLedger, type LedgerSystem, type SettleOptions } from '../support/ledger-system.js';

const day = '2026-11-22';
const accounts = 200;

/** All that settling writes, but for the counts of locks: a look at an account with nothing to give counts. */
async function allWritten({ collections }: Ledger): Promise<Record<string, object[]>> {
  const { bills, settlements, settlementParts, entries, cloudCharges } = collections;
  const { vouchers, storedValueCards, accounts: locked } = collections;
  return {
    accounts: await locked
      .find({}, { projection: { lock: 0 } })
      .sort({ _id: 1 })
      .toArray(),
    bills: await bills.find().sort({ _id: 1 }).toArray(),
    settlements: await settlements.find().sort({ _id: 1 }).toArray(),
    settlementParts: await settlementParts.find().sort({ _id: 1 }).toArray(),
    entries: await entries.find().sort({ _id: 1 }).toArray(),
    cloudCharges: await cloudCharges.find().sort({ _id: 1 }).toArray(),
    vouchers: await vouchers.find().sort({ _id: 1 }).toArray(),
    storedValueCards: await storedValueCards.find().sort({ _id: 1 }).toArray(),
  };
}

describe('a day whose steps carry out what is remembered, and one whose steps read everything', () => {
  const systems: LedgerSystem[] = [];
  afterAll(() => Promise.all(systems.map((system) => system.drop())));

  async function settled(options: SettleOptions): Promise<Record<string, object[]>> {
    const system = await startLedger();
    systems.push(system);
    const lines = [...generateSample({ accounts, seed: 7, day })];
    await system.importRecords(lines.map((line) => JSON.parse(line) as object));
    for (const currency of currencies) {
      const { differences } = await system.settle(day, { ...options, currency });
      expect(differences).toEqual([]);
    }
    expect(await system.audit()).toEqual([]);
    return allWritten(system.ledger);
  }

  it('leave the same documents, to the last entry of every chain', async () => {
    const remembered = await settled({});
    const read = await settled({ readsAll: true });
    for (const [name, documents] of Object.entries(read))
      expect({ [name]: remembered[name] }).toEqual({ [name]: documents });
    const keys = read['entries']?.map((entry) => ('key' in entry ? String(entry.key) : '')) ?? [];
    // Every step has something to do in it.
    const taken = new Set(keys.map((key) => key.split('/').at(-1)));
    for (const { name } of settlementSteps) expect(taken).toContain(name);
  });
});
