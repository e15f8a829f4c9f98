import { isRestricted } from '../domain/records.js';
import type { AccountPlan, Funding } from './account-plan.js';
import type { SampleLine } from './bill-lines.js';
import { centsOf, scale } from './integer-money.js';
import type { Random } from './random.js';
import type { SampleWorkspace } from './workspaces.js';

/** What an account's bills of the day come to, in cents. */
export interface Consumption {
  total: number;
  /** What vouchers may pay: the eligible spend of domain rule 6. */
  eligible: number;
  /** Of the workspaces that the expense center settles. */
  enterprise: number;
}

/** What an account has to pay with, in cents. */
export interface Balances {
  ordinaryVouchers: number;
  fullReductionVouchers: number;
  storedValueCards: number;
  cash: number;
}

export type SampleBill = { workspace: SampleWorkspace; lines: readonly SampleLine[] };

type Range = readonly [low: number, high: number];

interface Shares {
  /** Of the eligible spend. */
  ordinaryVouchers: Range;
  /** Of the eligible spend. */
  fullReductionVouchers: Range;
  /** Of the total. */
  storedValueCards: Range;
  /** Of what the expense center settles: from 1000 on, nothing is owed. */
  cash: Range;
}

const none: Range = [0, 0];

/** In thousandths. The vouchers pay first, so each later column lives on what these leave to it. */
const shares: Readonly<Record<Funding, Shares>> = {
  vouchers: {
    ordinaryVouchers: [250, 650],
    fullReductionVouchers: [150, 350],
    storedValueCards: none,
    cash: [1_000, 4_000],
  },
  cards: {
    ordinaryVouchers: none,
    fullReductionVouchers: none,
    storedValueCards: [400, 1_500],
    cash: [1_000, 3_000],
  },
  cash: {
    ordinaryVouchers: none,
    fullReductionVouchers: none,
    storedValueCards: none,
    cash: [1_000, 20_000],
  },
  cloud: {
    ordinaryVouchers: [0, 150],
    fullReductionVouchers: none,
    storedValueCards: [0, 150],
    cash: [1_000, 2_000],
  },
  everything: {
    ordinaryVouchers: [80, 200],
    fullReductionVouchers: [80, 180],
    storedValueCards: [100, 250],
    cash: [1_000, 4_000],
  },
  short: {
    ordinaryVouchers: [0, 100],
    fullReductionVouchers: none,
    storedValueCards: [0, 100],
    cash: [0, 100],
  },
  'short-of-restricted': {
    ordinaryVouchers: [1_000, 3_000],
    fullReductionVouchers: [0, 200],
    storedValueCards: none,
    cash: none,
  },
  idle: {
    ordinaryVouchers: none,
    fullReductionVouchers: none,
    storedValueCards: none,
    cash: none,
  },
};

export function consumptionOf(bills: readonly SampleBill[]): Consumption {
  const consumption = { total: 0, eligible: 0, enterprise: 0 };
  for (const { workspace, lines } of bills) {
    for (const { item, micros } of lines) {
      const cents = centsOf(micros);
      consumption.total += cents;
      if (!isRestrictedByEitherName(item)) consumption.eligible += cents;
      if (workspace.settlement.method === 'enterprise') consumption.enterprise += cents;
    }
  }
  return consumption;
}

function isRestrictedByEitherName(item: string): boolean {
  return isRestricted(item) || item === 'synthetic-tests';
}

/** Sizes the balances after the bills, so that every column of the statement gets its share. */
export function balancesOf(
  plan: AccountPlan,
  { total, eligible, enterprise }: Consumption,
  random: Random,
): Balances {
  const share = (of: number, [low, high]: Range): number =>
    scale(of, random.between(low, high), 1_000);
  const wanted = shares[plan.funding];
  const balances = {
    ordinaryVouchers: share(eligible, wanted.ordinaryVouchers),
    fullReductionVouchers: share(eligible, wanted.fullReductionVouchers),
    storedValueCards: share(total, wanted.storedValueCards),
    cash: share(enterprise, random.oneIn(8) ? lowest(wanted.cash) : wanted.cash),
  };
  if (plan.funding === 'short-of-restricted') balances.cash = share(total - eligible, [0, 600]);
  // An idle account keeps what it has, and under the cloud method cash is never touched.
  else if (enterprise === 0 && random.oneIn(2))
    balances.cash = share(plan.targetCents, [100, 3_000]);
  return balances;
}

function lowest([low]: Range): Range {
  return [low, low];
}
