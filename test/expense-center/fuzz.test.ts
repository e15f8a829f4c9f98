import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BadRequests } from '../support/bad-requests.js';
import { startExpenseCenter, type ExpenseCenterApp } from '../support/expense-center-app.js';
import { httpRequest } from '../support/http-request.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';
import { account, bill, enterpriseWorkspace } from '../support/records.js';

const requests = 10_000;
const atOnce = 8;
const seed = 20_261_122;
/** What a server that keeps nothing of its requests may still have grown by: 5 kB a request. */
const mostGrowthMegabytes = 50;
/** What only the inside knows. */
const inside = /node_modules|\\n +at |mongodb|\.ts:|\.js:/i;

const resolveCharge = async (): Promise<'accepted'> => 'accepted';

describe('ten thousand bad requests', () => {
  let system: LedgerSystem;
  let center: ExpenseCenterApp;

  beforeAll(async () => {
    system = await startLedger();
    await system.importRecords([
      account('own', '1000.00'),
      account('foreign', '1000.00'),
      enterpriseWorkspace('w', 'own'),
      bill('w', '30.00'),
    ]);
    await system.settle('2026-11-22');
    const { ledger } = system;
    const paymentNoticeSecret = 'a secret that both know';
    center = await startExpenseCenter({ ledger, resolveCharge, paymentNoticeSecret });
  });
  afterAll(async () => {
    await center.stop();
    await system.drop();
  });

  it('are refused each, write nothing, leave no memory and show nothing of the inside', async () => {
    const { owner, operator } = Object.fromEntries(center.secrets);
    const bad = new BadRequests(seed, { owner: owner ?? '', operator: operator ?? '' });
    await center.ask('owner', '/accounts/own');
    await center.ask('operator', '/accounts/own');
    const before = await everything(system);
    const wrong: string[] = [];
    const kinds = new Map<string, number>();
    const heapBefore = heapMegabytes();
    let left = requests;
    const lane = async (): Promise<void> => {
      while (left-- > 0) {
        const { kind, ...request } = bad.next();
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        const { statusCode, body } = await httpRequest(center.origin, request);
        const isRefused = statusCode >= 400 && statusCode < 500;
        if (!isRefused || inside.test(body))
          wrong.push(
            `${kind}: ${statusCode} ${JSON.stringify(request).slice(0, 300)} ${body.slice(0, 200)}`,
          );
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(await everything(system)).toEqual(before);
    expect(heapMegabytes() - heapBefore).toBeLessThan(mostGrowthMegabytes);
    expect(kinds.size).toBe(13);
    expect(Math.min(...kinds.values())).toBeGreaterThan(50);
    expect(await system.audit()).toEqual([]);
  });
});

/** What is in use once the garbage is collected. */
function heapMegabytes(): number {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** A hash of every document of the database, by collection. */
async function everything({ ledger }: LedgerSystem): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const [name, collection] of Object.entries(ledger.collections)) {
    const documents = await collection.find().sort({ _id: 1 }).toArray();
    hashes[name] = createHash('sha256').update(JSON.stringify(documents)).digest('hex');
  }
  return hashes;
}
