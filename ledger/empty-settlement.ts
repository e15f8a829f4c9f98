import { zero } from '../domain/money.js';
import { toDecimal128 } from './decimal128.js';
import type { CohortWork } from './ledger-context.js';
import type { SettlementDocument } from './settlement-documents.js';

const nothing = toDecimal128(zero);

/** A settlement of which nothing is known yet but who settles it. */
export function emptySettlement(content: {
  account: string;
  work: Pick<CohortWork, 'owner' | 'currency' | 'day'>;
  n: number;
  bills: number;
}): Omit<SettlementDocument, 'openedAt'> {
  const { account, work, n, bills } = content;
  return {
    _id: `${account}/${work.day}/${n}`,
    account,
    currency: work.currency,
    cycle: work.day,
    n,
    owner: work.owner,
    step: 0,
    state: 'open',
    total: nothing,
    due: nothing,
    eligibleSpend: nothing,
    bills,
    cloud: false,
    lines: [],
    deductions: [],
    parts: 0,
    totals: {
      ordinaryVouchers: nothing,
      fullReductionVouchers: nothing,
      storedValueCards: nothing,
      cash: nothing,
      cloudAccount: nothing,
      arrears: nothing,
    },
    owed: { overdraft: nothing, cloud: nothing },
    owes: false,
    charges: [],
  };
}
