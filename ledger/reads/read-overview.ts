import { courseSteps, standingSteps, type StandingStep } from '../../domain/arrears-course.js';
import { addDays, cycleEnd, dayAt, type Currency, type Day } from '../../domain/billing-cycle.js';
import type { Instant } from '../../domain/instant.js';
import { byDrawOrder, isValidAt } from '../../domain/instrument.js';
import { add, signedDifference, sum, type Amount } from '../../domain/money.js';
import type { Lock } from '../../domain/workspace-lock.js';
import { publishedImport } from '../cycles.js';
import { fromDecimal128 } from '../decimal128.js';
import { statusOf } from '../instrument-status.js';
import type { Ledger } from '../ledger-context.js';
import { voucherInstrument } from '../load-instruments.js';
import { somethingLeft } from '../something-left.js';
import { accountOf } from './account-of.js';
import { readDailySpending, type DaySpending } from './daily-spending.js';
import { voucherRow, type VoucherRow } from './list-vouchers.js';

export interface Overview {
  account: string;
  name: string;
  email?: string;
  language?: 'en' | 'zh';
  currency: Currency;
  /** In the center's zone. */
  today: Day;
  cash: Amount;
  /** Unexpired cards − overdraft; may be below zero. */
  storedValueBalance: string;
  cards: { count: number; balance: Amount };
  /** Those that may pay what is consumed today; `first`: some of them, in the order they would. */
  vouchers: { count: number; balance: Amount; first: VoucherRow[] };
  overdraft: Amount;
  cloudArrears: Amount;
  /** Overdraft and cloud arrears together. */
  owed: Amount;
  /** The arrears clock: since when something is owed (domain rule 10). */
  arrearsSince?: Instant;
  /** The steps of that clock with what has become of them; none where nothing is owed. */
  course: StandingStep[];
  locks: Lock[];
  /** Of the last 30 days with today, oldest first. */
  spending: DaySpending[];
}

const spendingDays = 30;
const vouchersShown = 20;

/**
 * An account at a glance, by index reads of what has a balance and of the last 30 days alone.
 * @throws SettlementError `not-found`
 */
export async function readOverview(
  ledger: Ledger,
  { account }: { account: string },
): Promise<Overview> {
  const found = await accountOf(ledger, account);
  const { name, email, language, currency, arrearsSince, course = [], locks = [] } = found;
  const now = ledger.now();
  const today = dayAt(now, ledger.zones[currency]);
  const from = addDays(today, 1 - spendingDays);
  const [cards, vouchers, spending] = await Promise.all([
    usableCards(ledger, account, now),
    payingVouchers(ledger, account, { today, currency, now }),
    readDailySpending(ledger, { account, currency, from, to: today }),
  ]);
  const overdraft = fromDecimal128(found.overdraft);
  const cloudArrears = fromDecimal128(found.cloudArrears);
  return {
    account,
    name,
    ...(email === undefined ? {} : { email }),
    ...(language === undefined ? {} : { language }),
    currency,
    today,
    cash: fromDecimal128(found.cash),
    storedValueBalance: signedDifference(cards.balance, overdraft),
    cards,
    vouchers,
    overdraft,
    cloudArrears,
    owed: add(overdraft, cloudArrears),
    ...(arrearsSince === undefined ? {} : { arrearsSince }),
    course:
      arrearsSince === undefined
        ? []
        : standingSteps(courseSteps(arrearsSince, ledger.arrearsCourse), course),
    locks,
    spending,
  };
}

async function usableCards(
  ledger: Ledger,
  account: string,
  now: Instant,
): Promise<Overview['cards']> {
  const published = { $lte: await publishedImport(ledger) };
  const found = await ledger.collections.storedValueCards
    .find(
      { account, ...somethingLeft, import: published },
      { projection: { balance: 1, expiresAt: 1 } },
    )
    .toArray();
  const usable = found.filter((card) => statusOf(card, now) === 'active');
  return {
    count: usable.length,
    balance: sum(usable.map(({ balance }) => fromDecimal128(balance))),
  };
}

async function payingVouchers(
  ledger: Ledger,
  account: string,
  { today, currency, now }: { today: Day; currency: Currency; now: Instant },
): Promise<Overview['vouchers']> {
  const published = { $lte: await publishedImport(ledger) };
  const type = { $in: ['ordinary' as const, 'full-reduction' as const] };
  const found = await ledger.collections.vouchers
    .find({ account, type, ...somethingLeft, import: published })
    .toArray();
  const end = cycleEnd(today, ledger.zones[currency]);
  const paying = found
    .map((voucher) => ({ voucher, instrument: voucherInstrument(voucher) }))
    .filter(({ instrument }) => isValidAt(instrument, end));
  return {
    count: paying.length,
    balance: sum(paying.map(({ instrument }) => instrument.balance)),
    first: paying
      .toSorted((a, b) => byPayingOrder(a.instrument, b.instrument))
      .slice(0, vouchersShown)
      .map(({ voucher }) => voucherRow(voucher, now)),
  };
}

/** Ordinary vouchers pay before full-reduction ones, and within a kind by domain rule 4. */
function byPayingOrder(...[a, b]: Parameters<typeof byDrawOrder>): number {
  if (a.kind === b.kind) return byDrawOrder(a, b);
  return a.kind === 'ordinary-voucher' ? -1 : 1;
}
