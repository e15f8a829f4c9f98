import Table from 'cli-table3';
import { instantOf } from '../../domain/instant.js';
import { readBalances } from '../../ledger/read-balances.js';
import { exitStatus, CommandError } from '../exit-status.js';
import { print } from '../say.js';
import { withLedger, type LocatedDatabase } from '../session.js';

export async function balancesCommand(
  located: LocatedDatabase,
  { account, format }: { account?: string; format: 'table' | 'ndjson' },
): Promise<number> {
  const now = instantOf(Date.now());
  if (now === undefined) throw new CommandError('the clock of this machine is out of range');
  return withLedger(located, async (ledger) => {
    const rows = readBalances(ledger, account === undefined ? {} : { account }, now);
    const table = new Table({
      head: [
        'account',
        'currency',
        'cash',
        'cards − overdraft',
        'overdraft',
        'cloud arrears',
        'vouchers',
        'cards',
      ],
      style: { head: [], border: [] },
      colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'left', 'left'],
    });
    let found = false;
    for await (const row of rows) {
      found = true;
      if (format === 'ndjson') await print(JSON.stringify(row));
      else {
        table.push([
          row.account,
          row.currency,
          row.cash,
          row.storedValueBalance,
          row.overdraft,
          row.cloudArrears,
          row.vouchers.map(shown).join('\n'),
          row.storedValueCards.map(shown).join('\n'),
        ]);
      }
    }
    if (!found && account !== undefined) throw new CommandError(`no account ${account}`);
    if (format === 'table') await print(table.toString());
    return exitStatus.done;
  });
}

function shown({ id, balance, status }: { id: string; balance: string; status: string }): string {
  return `${id} ${balance} ${status}`;
}
