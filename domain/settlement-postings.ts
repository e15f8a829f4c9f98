import * as chart from './chart-of-accounts.js';
import type { SettlementInHand, StepEffects } from './settlement-step.js';
import { takenByInstrument } from './settlement.js';
import { sum } from './money.js';

/** The ledger entry of a step: who paid what is due, what was forfeited, what is owed. */
export function stepPostings(effects: StepEffects): chart.LedgerPosting[] {
  const { deductions, forfeits, charges, overdraft } = effects;
  const keys = new Map(charges.map(({ cloudAccount, key }) => [cloudAccount, key]));
  return [
    ...takenByInstrument(deductions).flatMap(({ kind, id, amount }) =>
      chart.posting(chart.instrumentAccount(kind, id, keys.get(id)), chart.due, amount),
    ),
    ...forfeits.flatMap(({ id, amount }) =>
      chart.posting(chart.voucher(id), chart.forfeited, amount),
    ),
    ...charges.flatMap(({ key, state, amount }) =>
      state === 'refused' ? chart.posting(chart.cloudArrears, chart.charge(key), amount) : [],
    ),
    ...chart.posting(chart.overdraft, chart.due, overdraft),
  ];
}

/** Opening a settlement makes its total due. */
export function openingPostings({ lines }: Pick<SettlementInHand, 'lines'>): chart.LedgerPosting[] {
  return chart.posting(chart.due, chart.consumption, sum(lines.map((line) => line.amount)));
}
