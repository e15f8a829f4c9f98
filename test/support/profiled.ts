import type { Ledger } from '../../ledger/ledger-context.js';

/** What the server did for a read: how it planned, what it sorted, how many documents it looked at. */
export async function profiled(
  ledger: Ledger,
  read: () => Promise<unknown>,
): Promise<{ plans: string[]; sorted: string[]; read: number }> {
  const db = ledger.client.db(ledger.collections.accounts.dbName);
  await db.command({ profile: 2 });
  try {
    await read();
  } finally {
    await db.command({ profile: 0 });
  }
  const found = await db
    .collection('system.profile')
    .find({ op: { $in: ['query', 'getmore', 'command'] }, ns: { $not: /profile/ } })
    .toArray();
  await db.collection('system.profile').drop();
  const planned = found.filter((each) => each['planSummary'] !== undefined);
  return {
    // The one document `imports` is found by its id.
    plans: planned.map((each) => String(each['planSummary'])),
    sorted: planned
      .filter((each) => each['hasSortStage'] === true)
      .map((each) => JSON.stringify(each['command'])),
    read: planned.reduce((total, each) => total + Number(each['docsExamined'] ?? 0), 0),
  };
}
