import { readConfiguration } from '../configuration/read-configuration.js';
import { currencies } from '../domain/billing-cycle.js';
import { connectLedger } from '../ledger/connect.js';
import { publishedImport } from '../ledger/cycles.js';
import { settleAccount } from './settle-account.js';

/**
 * A script without Temporal: every account with bills of the day, one transaction each, so many at
 * once. `node plain-script.js DAY AT_ONCE`, the database in the environment; it tells its parent
 * 'ready' when it is connected, waits for 'go' and ends when every account is settled.
 */
async function main(): Promise<void> {
  const [day = '', atOnceText = '16'] = process.argv.slice(2);
  const atOnce = Number(atOnceText);
  const { mongodbUri: uri = '', mongodbDatabase: database, zones } = readConfiguration(process.env);
  const ledger = await connectLedger({ uri, database, zones, poolSize: atOnce });
  process.send?.('ready');
  await new Promise((resolve) => process.once('message', resolve));
  const cut = await publishedImport(ledger);
  for (const currency of currencies) {
    const accounts = await ledger.collections.bills.distinct('account', {
      currency,
      day,
      settlement: null,
    });
    const cycle = { currency, day, cut };
    const lane = async (): Promise<void> => {
      for (let next = accounts.pop(); next !== undefined; next = accounts.pop())
        await settleAccount(ledger, cycle, next);
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  }
  process.send?.('done');
  await new Promise((resolve) => process.once('message', resolve));
  await ledger.close();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
