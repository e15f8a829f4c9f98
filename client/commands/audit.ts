import { audit } from '../../ledger/audit.js';
import { exitStatus } from '../exit-status.js';
import { print, say } from '../say.js';
import { databaseOf, withLedger, type LocatedDatabase } from '../session.js';

export async function auditCommand(located: LocatedDatabase): Promise<number> {
  const lines: Promise<void>[] = [];
  const result = await withLedger(located, (ledger) =>
    audit(ledger, {
      onDifference: ({ line }) => void lines.push(print(line)),
      threads: { database: databaseOf(located) },
    }),
  );
  await Promise.all(lines);
  const { accounts, entries, settlements, differences } = result;
  say(
    `audited ${accounts} accounts, ${entries} entries, ${settlements} settlements: ${differences} differences`,
  );
  return differences > 0 ? exitStatus.failed : exitStatus.done;
}
