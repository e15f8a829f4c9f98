import { buildExpenseCenter } from '../expense-center/server.js';
import { freePort } from '../embedded/free-port.js';
import { connectLedger } from '../ledger/connect.js';
import { createToken } from '../ledger/tokens.js';
import { withLedger, type LocatedDatabase } from './session.js';

export interface ServedExpenseCenter {
  address: string;
  stop(): Promise<void>;
}

const poolSize = 20;

/** The expense center at the wished port, or at a free one where that is busy. */
export async function serveExpenseCenter(located: LocatedDatabase): Promise<ServedExpenseCenter> {
  const { host, port, paymentNoticeSecret } = located.expenseCenter;
  const { mongodbUri: uri, mongodbDatabase: database, zones, giftTiers } = located;
  const ledger = await connectLedger({ uri, database, zones, giftTiers, poolSize });
  try {
    const { temporalUiUrl, temporal } = located;
    const app = await buildExpenseCenter({
      ledger,
      paymentNoticeSecret,
      log: true,
      docs: true,
      ...(temporalUiUrl === undefined
        ? {}
        : { temporalUi: { url: temporalUiUrl, namespace: temporal.namespace } }),
    });
    const address = await app.listen({ host, port: await freePort(port) });
    return {
      address,
      async stop() {
        await app.close();
        await ledger.close();
      },
    };
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

const daysOfDemo = 1;

/** A customer's token and an operator's, new at each start and good for a day. */
export async function demoTokens(
  located: LocatedDatabase,
): Promise<{ whose: string; secret: string }[]> {
  return withLedger(located, async (ledger) => {
    const [first] = await ledger.collections.accounts.find().sort({ _id: 1 }).limit(1).toArray();
    if (!first) return [];
    const name = 'made by npm start';
    const customer = await createToken(ledger, {
      account: first._id,
      role: 'owner',
      name,
      days: daysOfDemo,
    });
    const operator = await createToken(ledger, { role: 'operator', name, days: daysOfDemo });
    return [
      { whose: first._id, secret: customer.secret },
      { whose: 'operator', secret: operator.secret },
    ];
  });
}
