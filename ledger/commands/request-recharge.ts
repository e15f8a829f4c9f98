import type { Instant } from '../../domain/instant.js';
import type { Amount } from '../../domain/money.js';
import { checkPayable } from '../../domain/payable-amount.js';
import { toDecimal128 } from '../decimal128.js';
import type { Ledger } from '../ledger-context.js';
import { newInstrumentId, takeIdentity } from './new-instruments.js';
import { runCommand, type Command } from './run-command.js';

export interface RechargeOrder {
  recharge: string;
  amount: Amount;
  state: 'pending';
  requestedAt: Instant;
}

/**
 * Asks for a recharge: it is pending, and no money, until a payment provider or an operator confirms
 * that it was paid.
 * @throws SettlementError `bad-input` for an amount that nobody pays
 */
export async function requestRecharge(
  ledger: Ledger,
  command: Command,
  { amount }: { amount: Amount },
): Promise<RechargeOrder> {
  checkPayable('a recharge', amount);
  const said = { name: 'requestRecharge', content: { amount } };
  return runCommand(ledger, command, said, async (transaction) => {
    const { account, at, session } = transaction;
    const recharge = newInstrumentId('recharge', command);
    await takeIdentity(ledger, { kind: 'recharge', id: recharge }, transaction);
    const order = {
      _id: recharge,
      account: account._id,
      amount: toDecimal128(amount),
      currency: account.currency,
      state: 'pending',
      requestedAt: at,
      import: 0,
    } as const;
    await ledger.collections.rechargeOrders.insertOne(order, { session });
    return { recharge, amount, state: 'pending', requestedAt: at };
  });
}
