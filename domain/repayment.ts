import type { Day } from './billing-cycle.js';
import { add, isZero, min, subtract, zero, type Amount } from './money.js';

/** What a settlement still has owed. */
export interface Owed {
  cycle: Day;
  n: number;
  overdraft: Amount;
  cloud: Amount;
}

export interface Repayment {
  cycle: Day;
  n: number;
  debt: 'overdraft' | 'cloud';
  amount: Amount;
}

/**
 * Domain rule 11: oldest cycle first, overdraft before cloud arrears within one; the rest is the
 * caller's to keep. A card repays overdraft only (rule 8).
 */
export function repay(
  amount: Amount,
  owed: readonly Owed[],
  debts: readonly Repayment['debt'][] = ['overdraft', 'cloud'],
): { repayments: Repayment[]; rest: Amount } {
  const repayments: Repayment[] = [];
  let rest = amount;
  const oldestFirst = owed.toSorted((a, b) =>
    a.cycle === b.cycle ? a.n - b.n : a.cycle < b.cycle ? -1 : 1,
  );
  for (const { cycle, n, ...left } of oldestFirst) {
    for (const debt of debts) {
      const paid = min(rest, left[debt]);
      if (isZero(paid)) continue;
      repayments.push({ cycle, n, debt, amount: paid });
      rest = subtract(rest, paid);
    }
  }
  return { repayments, rest };
}

export function repaidOf(repayments: readonly Repayment[], debt: Repayment['debt']): Amount {
  return repayments.reduce(
    (total, each) => (each.debt === debt ? add(total, each.amount) : total),
    zero,
  );
}
