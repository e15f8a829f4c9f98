import { currencies, type BillingCycle } from '../domain/billing-cycle.js';
import { publishedImport } from '../ledger/cycles.js';
import type { Ledger } from '../ledger/ledger-context.js';

export interface Script {
  ledger: Ledger;
  settle: (cycle: BillingCycle & { cut: number }, account: string) => Promise<void>;
  close: () => Promise<void>;
}

/**
 * Every account with bills of the day, so many at once. `node SCRIPT.js DAY AT_ONCE`, the database in
 * the environment; it tells its parent 'ready' when it is prepared, waits for 'go' and ends when every
 * account is settled.
 */
export function runScript(prepare: (atOnce: number, day: string) => Promise<Script>): void {
  main(prepare).then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}

async function main(prepare: Parameters<typeof runScript>[0]): Promise<void> {
  const [day = '', atOnceText = '16'] = process.argv.slice(2);
  const atOnce = Number(atOnceText);
  const { ledger, settle, close } = await prepare(atOnce, day);
  process.send?.('ready');
  await new Promise((resolve) => process.once('message', resolve));
  const cut = await publishedImport(ledger);
  for (const currency of currencies) {
    const accounts = await ledger.collections.bills.distinct('account', {
      currency,
      day,
      settlement: null,
    });
    const lane = async (): Promise<void> => {
      for (let next = accounts.pop(); next !== undefined; next = accounts.pop())
        await settle({ currency, day, cut }, next);
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  }
  process.send?.('done');
  await new Promise((resolve) => process.once('message', resolve));
  await close();
}
