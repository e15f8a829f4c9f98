import { cycleEnd } from '../domain/billing-cycle.js';
import { zero } from '../domain/money.js';
import type { InstrumentKind } from '../domain/deduction-order.js';
import type { SettlementInHand } from '../domain/settlement-step.js';
import { fromDecimal128 } from './decimal128.js';
import type { CohortWork, Ledger } from './ledger-context.js';
import { instrumentsOf, loadCloudAccounts, loadInstruments } from './load-instruments.js';
import type { OpenedSettlement } from './settlement-opening.js';
import { wholeList } from './whole-list.js';

const kinds = new Set<InstrumentKind>([
  'ordinary-voucher',
  'full-reduction-voucher',
  'stored-value-card',
]);

/** Settlements just opened, with everything that may pay them: read without a lock, for a plan only. */
export async function loadInHand(
  ledger: Ledger,
  work: CohortWork,
  opened: readonly OpenedSettlement[],
): Promise<SettlementInHand[]> {
  const ids = opened.map(({ account }) => account);
  const stored = await loadInstruments(ledger, { accounts: ids, cut: work.cut, kinds });
  const withCloud = opened.filter(({ lines }) => lines.some(({ method }) => method === 'cloud'));
  const cloudAccounts = await loadCloudAccounts(ledger, {
    ...work,
    accounts: withCloud.map(({ account }) => account),
  });
  const accounts = await ledger.collections.accounts
    .find({ _id: { $in: ids } }, { ...wholeList(), projection: { cash: 1 } })
    .toArray();
  const cash = new Map(accounts.map((each) => [each._id, each.cash]));
  const end = cycleEnd(work.day, ledger.zones[work.currency]);
  return opened.map(({ account, n, eligibleSpend, lines }) => {
    const balance = cash.get(account);
    return {
      account,
      day: work.day,
      n,
      end,
      eligibleSpend,
      lines,
      due: lines.map(({ amount }) => amount),
      instruments: instrumentsOf(stored, account),
      cash: balance === undefined ? zero : fromDecimal128(balance),
      cloudAccounts,
    };
  });
}
