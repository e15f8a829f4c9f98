import type { ArmName, Measured } from './arms.js';
import type { Ledger } from '../ledger/ledger-context.js';
export interface Round {
  arms: Record<ArmName, Measured>;
  loadBefore: number[];
  loadAfter: number[];
}
export async function report(
  of: { ledger: Ledger; accounts: number; rounds: Round[]; [k: string]: unknown },
  say: (line: string) => void,
): Promise<void> {
  for (const r of of.rounds) {
    say(
      `ratio ${(r.arms.plainScript.seconds / r.arms.ours.seconds).toFixed(2)} load ${r.loadBefore} ${r.loadAfter}`,
    );
    for (const [n, m] of Object.entries(r.arms))
      say(
        `${n} ${m.seconds.toFixed(1)} ${Object.entries(m.cpu).map(([k, v]) => `${k} ${(v / of.accounts).toFixed(2)}`)} events ${(m.events / of.accounts).toFixed(2)} ${JSON.stringify(Object.fromEntries(Object.entries(m.requests).filter(([, v]) => v > 0)))}`,
      );
  }
}
