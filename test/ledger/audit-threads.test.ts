import { audit, type AuditResult } from '../../ledger/audit.js';
import type { AuditThreads } from '../../ledger/audit/account-ranges.js';
import { settleSomeOfEverything } from '../support/settle-some-of-everything.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';

let system: LedgerSystem;
let threads: AuditThreads;

beforeAll(async () => {
  system = await startLedger();
  await settleSomeOfEverything(system);
  const database = {
    uri: process.env['TEST_MONGODB_URI'] ?? '',
    database: system.ledger.collections.accounts.dbName,
  };
  threads = { database, accountsEach: 1, most: 3 };
});

afterAll(() => system.drop());

describe('an audit in three threads', () => {
  it('audits every account once, and adds up the same cycles', async () => {
    const alone = await auditWith(undefined);
    const shared = await auditWith(threads);
    expect(alone.result).toMatchObject({ accounts: expect.any(Number), differences: 0 });
    expect(alone.result.accounts).toBeGreaterThan(3);
    expect({ ...shared.result, seconds: 0 }).toEqual({ ...alone.result, seconds: 0 });
  });

  it('names what is wrong with the first account, with the last one, and with the sum of all', async () => {
    const { accounts, cycles } = system.ledger.collections;
    const all = await accounts.find().sort({ account: 1 }).toArray();
    const ids = [all.at(0), all.at(-1)].flatMap((each) => each?._id ?? []);
    const cycle = await cycles.findOne({ _id: 'CNY/2026-11-22' });
    try {
      await accounts.updateMany({ _id: { $in: ids } }, { $inc: { entries: 1 } });
      await cycles.updateOne({ _id: 'CNY/2026-11-22' }, { $inc: { 'report.settled.accounts': 1 } });
      const { lines } = await auditWith(threads);
      for (const id of ids)
        expect(lines.filter((line) => line.includes(`accounts ${id}:`))).not.toEqual([]);
      expect(lines.filter((line) => line.includes('CNY/2026-11-22'))).toHaveLength(1);
    } finally {
      await accounts.updateMany({ _id: { $in: ids } }, { $inc: { entries: -1 } });
      if (cycle) await cycles.replaceOne({ _id: 'CNY/2026-11-22' }, cycle);
    }
  });

  it('fails where a thread fails', async () => {
    const away = { ...threads, database: { ...threads.database, uri: 'mongodb://127.0.0.1:1' } };
    await expect(auditWith(away)).rejects.toThrow('MongoDB does not answer at');
  });
});

async function auditWith(
  shared: AuditThreads | undefined,
): Promise<{ result: AuditResult; lines: string[] }> {
  const lines: string[] = [];
  const result = await audit(system.ledger, {
    onDifference: ({ line }) => void lines.push(line),
    ...(shared ? { threads: shared } : {}),
  });
  return { result, lines: lines.toSorted() };
}
