import { isZero } from '../../domain/money.js';
import { redeem, type Redemption } from '../../ledger/redeem.js';
import { exitStatus } from '../exit-status.js';
import { ringFollowUp } from '../ring-follow-up.js';
import { countOf, print, say } from '../say.js';
import { withLedger, type LocatedDatabase } from '../session.js';

export type RedeemOptions = Redemption;

/** Prints the cards, one a line. */
export async function redeemCommand(
  located: LocatedDatabase,
  options: RedeemOptions,
): Promise<number> {
  const { cards, faceValue, repaid } = await withLedger(located, async (ledger) => {
    const redeemed = await redeem(ledger, options);
    await ringFollowUp(located, ledger);
    return redeemed;
  });
  for (const card of cards) await print(`${card} ${faceValue}`);
  say(`order ${options.order}: ${countOf(cards.length, 'card')} of ${faceValue} each`);
  if (!isZero(repaid)) say(`${repaid} of them repaid the overdraft of ${options.account}`);
  return exitStatus.done;
}
