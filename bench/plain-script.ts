import { readConfiguration } from '../configuration/read-configuration.js';
import { connectLedger } from '../ledger/connect.js';
import { runScript } from './run-script.js';
import { settleAccount } from './settle-account.js';

/** A script without Temporal: one transaction an account, so many at once. */
runScript(async (atOnce) => {
  const { mongodbUri: uri = '', mongodbDatabase: database, zones } = readConfiguration(process.env);
  const ledger = await connectLedger({ uri, database, zones, poolSize: atOnce });
  return {
    ledger,
    settle: (cycle, account) => settleAccount(ledger, cycle, account),
    close: () => ledger.close(),
  };
});
