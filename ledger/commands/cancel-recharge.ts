import { SettlementError } from '../../domain/settlement-error.js';
import type { Ledger } from '../ledger-context.js';
import { runCommand, type Command } from './run-command.js';

/**
 * Gives up a recharge that nobody paid.
 * @throws SettlementError `not-found`, or `refused` where it was paid already
 */
export async function cancelRecharge(
  ledger: Ledger,
  command: Command,
  { recharge }: { recharge: string },
): Promise<{ recharge: string; state: 'cancelled' }> {
  const said = { name: 'cancelRecharge', content: { recharge } };
  return runCommand(ledger, command, said, async ({ account, session }) => {
    const { rechargeOrders } = ledger.collections;
    const mine = { _id: recharge, account: account._id };
    const order = await rechargeOrders.findOne(mine, { session });
    if (!order) throw new SettlementError('not-found', `no recharge ${recharge}`);
    if (order.state === 'confirmed')
      throw new SettlementError('refused', `recharge ${recharge} was paid already`);
    await rechargeOrders.updateOne(mine, { $set: { state: 'cancelled' } }, { session });
    return { recharge, state: 'cancelled' };
  });
}
