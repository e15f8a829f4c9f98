import { settlementSteps, stepNumber, type StepName } from './deduction-order.js';
import { formatAmount, type Amount } from './money.js';

/** 'ordinary vouchers: 1,204.50 of 88 accounts, 112 had none' */
export function summaryOf(
  step: StepName,
  { accounts, took, amount }: { accounts: number; took: number; amount: Amount },
): string {
  const title = titleOf(step);
  if (step === 'openSettlements')
    return `${title}: ${formatAmount(amount)} of ${counted(accounts)}`;
  return `${title}: ${formatAmount(amount)} of ${counted(took)}, ${accounts - took} had none`;
}

export function titleOf(step: StepName): string {
  return settlementSteps[stepNumber(step)]?.title ?? step;
}

export function counted(accounts: number): string {
  return accounts === 1 ? '1 account' : `${accounts} accounts`;
}
