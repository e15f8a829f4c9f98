import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { currencies, type Currency } from '../domain/billing-cycle.js';
import { deductionOrder, type Payer } from '../domain/deduction-order.js';
import { drawable } from '../domain/instrument.js';
import { isZero, zero, type Amount } from '../domain/money.js';
import { planSettlement, type SettlementInHand } from '../domain/settlement-step.js';
import { onPath } from '../embedded/find-program.js';
import { projectRoot } from '../configuration/project-root.js';
import { publishedImport } from '../ledger/cycles.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { readInHand } from './settle-account.js';

export interface PlansMeasured {
  settlements: number;
  /** Microseconds of one settlement, the best pass of each. */
  ours: number;
  numscript: number;
  /** Numscript's without reading the script, which differs from settlement to settlement. */
  numscriptRunOnly: number;
}

const passes = 5;
const decimals = 8;

/**
 * The plan of each settlement in memory, by our engine and by Numscript v0.0.16; undefined where Go is
 * not installed. A plan of Numscript has one `send` a line, from the instruments that may pay it, in
 * their order: that gives every instrument the same as our order of steps.
 */
export async function measurePlans(
  ledger: Ledger,
  day: string,
  say: (line: string) => void,
): Promise<PlansMeasured | undefined> {
  const go = findGo();
  if (go === undefined) {
    say('numscript: skipped, because Go is not installed');
    return undefined;
  }
  const plans = await readPlans(ledger, day);
  const ours: number[] = [];
  const sums = new Map<string, bigint>();
  for (let pass = 0; pass < passes; pass++) {
    const start = performance.now();
    const planned = plans.map(({ inHand }) => planSettlement(inHand));
    ours.push((performance.now() - start) / 1000);
    if (pass > 0) continue;
    for (const effects of planned.flatMap((plan) => [...plan.values()])) {
      for (const { kind, amount } of effects.deductions) addTo(sums, sourceKinds[kind], amount);
      addTo(sums, 'cash', effects.overdraft);
    }
  }
  const scripts = plans.map(({ inHand, currency }) => scriptOf(inHand, currency));
  const other = await runNumscript(go, scripts);
  const totals = Object.fromEntries([...sums].filter(([, sum]) => sum > 0n));
  for (const kind of new Set([...Object.keys(totals), ...Object.keys(other.totals)]))
    if (String(totals[kind] ?? 0n) !== (other.totals[kind] ?? '0'))
      throw new Error(
        `numscript took ${other.totals[kind]} from ${kind}, our engine ${String(totals[kind])} (in 1e-${decimals})`,
      );
  const each = (seconds: readonly number[]): number => (Math.min(...seconds) * 1e6) / plans.length;
  return {
    settlements: plans.length,
    ours: each(ours),
    numscript: each(other.whole),
    numscriptRunOnly: each(other.run),
  };
}

function findGo(): string | undefined {
  return onPath('go') ?? ['/usr/local/go/bin/go', '/usr/lib/go/bin/go'].find(existsSync);
}

const sourceKinds = {
  'ordinary-voucher': 'voucher',
  'full-reduction-voucher': 'reduction',
  'stored-value-card': 'card',
  cash: 'cash',
  'cloud-account': 'cloud',
  overdraft: 'cash',
} as const satisfies Record<Payer, string>;

async function readPlans(
  ledger: Ledger,
  day: string,
): Promise<{ inHand: SettlementInHand; currency: Currency }[]> {
  const plans: { inHand: SettlementInHand; currency: Currency }[] = [];
  const cut = await publishedImport(ledger);
  for await (const account of ledger.collections.accounts.find())
    for (const currency of currencies) {
      const read = await ledger.client.withSession((session) =>
        readInHand(ledger, { currency, day, cut }, account, session),
      );
      if (read) plans.push({ inHand: read.before, currency });
    }
  return plans;
}

interface Script {
  script: string;
  asset: string;
  balances: Record<string, string>;
}

function scriptOf(inHand: SettlementInHand, currency: Currency): Script {
  const balances: Record<string, string> = { cash: units(inHand.cash) };
  const usable = drawable(inHand.instruments, inHand);
  const sends = inHand.lines.flatMap((line) => {
    if (isZero(line.amount)) return [];
    const payers: readonly Payer[] =
      deductionOrder[line.method][line.restricted ? 'restricted' : 'ordinary'];
    const sources = payers.flatMap((payer) => {
      if (payer === 'cash') return ['@cash allowing unbounded overdraft'];
      if (payer === 'cloud-account') return ['@cloud allowing unbounded overdraft'];
      return usable
        .filter(({ kind }) => kind === payer)
        .map(({ kind, id, balance }) => {
          const name = `${sourceKinds[kind]}:${id.replaceAll(/[^\w-]/g, '_')}`;
          balances[name] = units(balance);
          return `@${name}`;
        });
    });
    return `send [${currency}/${decimals} ${units(line.amount)}] (\n  source = {\n    ${sources.join('\n    ')}\n  }\n  destination = @consumption\n)`;
  });
  return { script: sends.join('\n'), asset: `${currency}/${decimals}`, balances };
}

/** Whole numbers of 1e-8. */
function units(amount: Amount): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  if (fraction.length > decimals) throw new Error(`${amount} has more than ${decimals} decimals`);
  return BigInt(`${whole}${fraction.padEnd(decimals, '0')}`).toString();
}

function addTo(sums: Map<string, bigint>, kind: string, amount: Amount = zero): void {
  sums.set(kind, (sums.get(kind) ?? 0n) + BigInt(units(amount)));
}

const answer = z.object({
  whole: z.array(z.number()),
  run: z.array(z.number()),
  totals: z.record(z.string(), z.string()),
});

async function runNumscript(go: string, plans: readonly Script[]): Promise<z.infer<typeof answer>> {
  const child = spawn(go, ['run', '.'], {
    cwd: join(projectRoot(), 'bench', 'numscript'),
    env: { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited: Promise<unknown[]> = once(child, 'exit');
  child.stdin.end(JSON.stringify(plans));
  const printed = await text(child.stdout);
  const [code] = await exited;
  if (code !== 0) throw new Error(`numscript: go run ended with ${String(code)}`);
  return answer.parse(JSON.parse(printed));
}
