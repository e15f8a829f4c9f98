import * as chart from '../../domain/chart-of-accounts.js';
import { formatAmount, isZero, min, sum, type Amount } from '../../domain/money.js';
import { checkPayable } from '../../domain/payable-amount.js';
import { SettlementError } from '../../domain/settlement-error.js';
import { fromDecimal128 } from '../decimal128.js';
import type { Ledger } from '../ledger-context.js';
import { postEntry, repayWith } from '../posting.js';
import { takeCash } from './buy-card.js';
import { runCommand, type Command } from './run-command.js';

export interface PaidCloudArrears {
  paid: Amount;
  /** What is still owed of cloud accounts. */
  cloudArrears: Amount;
  cash: Amount;
}

/**
 * Pays cloud arrears from cash, oldest cycle first: only when the customer asks (domain rule 11).
 * @param wanted.amount without it as much as the cash is good for
 * @throws SettlementError `refused` where there is nothing to pay, or less cash than the amount
 */
export async function payCloudArrears(
  ledger: Ledger,
  command: Command,
  { amount }: { amount?: Amount | undefined },
): Promise<PaidCloudArrears> {
  if (amount !== undefined) checkPayable('a payment', amount);
  const said = { name: 'payCloudArrears', content: { amount } };
  return runCommand(ledger, command, said, async (transaction) => {
    const { account, money, posting } = transaction;
    const owed = fromDecimal128(account.cloudArrears);
    const wanted = amount ?? min(owed, fromDecimal128(account.cash));
    if (isZero(owed)) throw new SettlementError('refused', 'there are no cloud arrears');
    if (isZero(wanted)) throw new SettlementError('refused', 'there is no cash to pay them with');
    const { repayments, rest } = repayWith(posting, money, wanted, ['cloud']);
    if (!isZero(rest))
      throw new SettlementError('refused', `the cloud arrears are ${formatAmount(owed)}`);
    const cash = takeCash(transaction, wanted);
    const paid = sum(repayments.map((each) => each.amount));
    const postings = chart.posting(chart.cash, chart.cloudArrears, paid);
    postEntry(posting, money, { key: `payCloudArrears/${command.key}`, postings });
    return { paid, cloudArrears: fromDecimal128(account.cloudArrears), cash };
  });
}
