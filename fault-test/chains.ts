import { standingOf } from '../domain/cloud-charge.js';
import type { Ledger } from '../ledger/ledger-context.js';
import type { CloudChargeDocument } from '../ledger/settlement-documents.js';

export type Charge = CloudChargeDocument;

/** What became of one residual: its charge, and those that took its place one after the other. */
export type Chain = readonly [Charge, ...Charge[]];

/** @returns by cloud account */
export async function readChains(ledger: Ledger): Promise<Map<string, Chain>> {
  const chains = new Map<string, [Charge, ...Charge[]]>();
  const all = await ledger.collections.cloudCharges.find().sort({ createdAt: 1, _id: 1 }).toArray();
  for (const charge of all) {
    const before = chains.get(charge.cloudAccount);
    if (before) before.push(charge);
    else chains.set(charge.cloudAccount, [charge]);
  }
  return chains;
}

export function lastOf(chain: Chain): Charge {
  return chain.at(-1) ?? chain[0];
}

/** Every hour that its vendor takes is given away: it is sent when the next one is over. */
export function waitsForNextHour({ state, slot, notBefore, attempts }: Charge): boolean {
  return state === 'stored' && !slot && notBefore !== undefined && attempts === 0;
}

/** Nothing happens to it any more, or not before the next full hour. */
export function isAtRest(charge: Charge): boolean {
  return standingOf(charge.state) !== 'charging' || waitsForNextHour(charge);
}

/** 'accepted'; 'replaced, provisional' */
export function endingOf(chain: Chain): string {
  const [first, ...later] = chain;
  if (first.state === 'replaced') {
    const [next, ...rest] = later;
    return next ? `replaced, ${endingOf([next, ...rest])}` : 'replaced by nothing';
  }
  if (waitsForNextHour(first)) return 'waits for the next hour';
  if (first.state === 'accepted' && first.answer) return 'found by operator';
  return first.state;
}

/** When its first charge was decided, by whomever. */
export function decidedAt([{ decidedAt: at }]: Chain): number | undefined {
  return at === undefined ? undefined : Date.parse(at);
}
