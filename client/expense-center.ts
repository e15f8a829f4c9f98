import type { Configuration } from '../configuration/read-configuration.js';
import { freePort } from '../embedded/free-port.js';
import type { LogLevel } from '../expense-center/request-log.js';
import { buildExpenseCenter } from '../expense-center/server.js';
import { createToken } from '../ledger/commands/create-token.js';
import { connectLedger } from '../ledger/connect.js';
import { commandLine } from './command-line.js';
import { withLedger, type LocatedDatabase } from './session.js';
import { workflowDesk, type WorkflowDesk } from './workflow-desk.js';

export interface ServedExpenseCenter {
  address: string;
  stop(): Promise<void>;
}

const poolSize = 20;

const logLevels: Readonly<Record<Configuration['logLevel'], LogLevel>> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
};

/** The expense center at the wished port, or at a free one where that is busy. */
export async function serveExpenseCenter(located: LocatedDatabase): Promise<ServedExpenseCenter> {
  const { host, port, paymentNoticeSecret } = located.expenseCenter;
  const { mongodbUri: uri, mongodbDatabase: database, logLevel } = located;
  const { zones, giftTiers, arrearsCourse } = located;
  const ledger = await connectLedger({
    uri,
    database,
    zones,
    giftTiers,
    arrearsCourse,
    poolSize,
  });
  const desk = deskOf(located);
  const close = async (): Promise<void> => {
    await desk?.close();
    await ledger.close();
  };
  try {
    const { temporalUiUrl: url, temporal } = located;
    const app = await buildExpenseCenter({
      ledger,
      paymentNoticeSecret,
      resolveCharge: desk?.resolveCharge,
      wakeFollowUp: desk?.wakeFollowUp,
      logLevel: logLevels[logLevel],
      docs: true,
      temporalUi: url === undefined ? undefined : { url, namespace: temporal.namespace },
    });
    const address = await app.listen({ host, port: await freePort(port) });
    return {
      address,
      async stop() {
        await app.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** None where no Temporal server is known. */
function deskOf({ temporal }: LocatedDatabase): WorkflowDesk | undefined {
  const { address } = temporal;
  return address === undefined ? undefined : workflowDesk({ ...temporal, address });
}

const daysOfDemo = 1;

/** A customer's token and an operator's, new at each start and good for a day. */
export async function demoTokens(
  located: LocatedDatabase,
): Promise<{ whose: string; secret: string }[]> {
  return withLedger(located, async (ledger) => {
    const [first] = await ledger.collections.accounts.find().sort({ _id: 1 }).limit(1).toArray();
    if (!first) return [];
    const { _id: account } = first;
    const of = { name: 'made by npm start', days: daysOfDemo };
    const customer = await createToken(ledger, commandLine(), { account, role: 'owner', ...of });
    const operator = await createToken(ledger, commandLine(), { role: 'operator', ...of });
    return [
      { whose: account, secret: customer.secret },
      { whose: 'operator', secret: operator.secret },
    ];
  });
}
