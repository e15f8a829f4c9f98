import type { Ledger } from '../ledger-context.js';
import type { Report } from './difference.js';
import { withSnapshot } from './snapshot.js';

const prefix = 'payment/';

/** Every payment has confirmed one recharge, over all accounts, and each confirmed one has its payment. */
export async function checkPayments(ledger: Ledger, report: Report): Promise<void> {
  const { identities, rechargeOrders } = ledger.collections;
  const wrong = (id: string, expected: string, found: string): void =>
    report({ check: 'payment', id, expected, found });
  await withSnapshot(ledger, async (snapshot) => {
    const payments = new Map<string, string>();
    // '0' is the character after '/'.
    const ofPayments = { _id: { $gte: prefix, $lt: 'payment0' } };
    for await (const { _id, hash } of identities.find(ofPayments, snapshot()))
      payments.set(_id.slice(prefix.length), hash);
    for await (const { _id, reference } of rechargeOrders.find(
      { state: 'confirmed' },
      snapshot(),
    )) {
      // Without a reference it is named by its own check.
      if (typeof reference !== 'string') continue;
      const confirms = payments.get(reference);
      payments.delete(reference);
      if (confirms !== `recharge/${_id}`)
        wrong(`rechargeOrders ${_id}`, `a payment ${reference} of its own`, confirms ?? 'none');
    }
    for (const [reference, recharge] of payments)
      wrong(`identities ${prefix}${reference}`, `${recharge}, confirmed by it`, 'none');
  });
}
