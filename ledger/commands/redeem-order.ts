import type { Ledger } from '../ledger-context.js';
import { redeemLocked, type Redeemed } from '../redeem.js';
import { runCommand, type Command } from './run-command.js';

/**
 * Makes the stored-value cards of an order in Huawei's marketplace, once ever; an overdraft is repaid
 * first (domain rule 8).
 * @throws SettlementError `not-found`, or `refused` with the reason in clear words
 */
export async function redeemOrder(
  ledger: Ledger,
  command: Command,
  { customer, order }: { customer: string; order: string },
): Promise<Redeemed> {
  const said = { name: 'redeemOrder', content: { customer, order } };
  return runCommand(ledger, command, said, ({ account, published, at, session }) => {
    const wanted = { account: account._id, customer, order };
    return redeemLocked(ledger, { wanted, account, published, at }, session);
  });
}
