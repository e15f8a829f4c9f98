import * as chart from './chart-of-accounts.js';
import type { LedgerPosting } from './chart-of-accounts.js';
import type { Day } from './billing-cycle.js';
import type { Amount } from './money.js';

/** What of a customer's money a ledger account is; none for what is due, owed or outside. */
export type MoneyPlace = { kind: 'cash' } | { kind: 'voucher' | 'card'; id: string };

export function moneyPlace(ledgerAccount: string): MoneyPlace | undefined {
  if (ledgerAccount === chart.cash) return { kind: 'cash' };
  for (const kind of ['voucher', 'card'] as const) {
    if (ledgerAccount.startsWith(`${kind}:`))
      return { kind, id: ledgerAccount.slice(kind.length + 1) };
  }
  return undefined;
}

export type MovementKind =
  | 'opening'
  | 'recharge'
  | 'grant'
  | 'gift'
  | 'redemption'
  | 'card-purchase'
  | 'consumption'
  | 'forfeit'
  | 'repayment'
  | 'other';

/** Money that came into, or left, an account's cash, one of its vouchers or one of its cards. */
export interface MoneyMovement {
  /** Its ledger account. */
  of: string;
  place: MoneyPlace;
  direction: 'in' | 'out';
  amount: Amount;
  kind: MovementKind;
}

/** The movements of one posting: two where money goes from one of the customer's places to another. */
export function movementsOf(
  { debit, credit, amount }: LedgerPosting,
  entryKey: string,
): MoneyMovement[] {
  const [from, to] = [moneyPlace(debit), moneyPlace(credit)];
  const kind = kindOf(from && to ? 'own' : from ? credit : debit, entryKey);
  return [
    ...(from ? [{ of: debit, place: from, direction: 'out' as const, amount, kind }] : []),
    ...(to ? [{ of: credit, place: to, direction: 'in' as const, amount, kind }] : []),
  ];
}

/** By the other side of the posting; `own`: one of the customer's own, as when cash buys a card. */
const kinds: Readonly<Record<string, MovementKind>> = {
  own: 'card-purchase',
  [chart.opening]: 'opening',
  [chart.bank]: 'recharge',
  [chart.promotion]: 'grant',
  [chart.huawei]: 'redemption',
  [chart.due]: 'consumption',
  [chart.forfeited]: 'forfeit',
  [chart.overdraft]: 'repayment',
  [chart.cloudArrears]: 'repayment',
};

function kindOf(other: string, entryKey: string): MovementKind {
  // What comes with a card that was bought.
  if (other === chart.promotion && entryKey.startsWith('buyCard/')) return 'gift';
  return kinds[other] ?? 'other';
}

/** What an entry was made for, by its key. */
export type EntryOccasion =
  | { kind: 'settlement'; day: Day; n: string; step: string }
  | { kind: 'import'; number: string }
  | { kind: 'recharge'; id: string }
  | { kind: 'redemption'; order: string }
  | { kind: 'command'; name: string; key: string };

export function occasionOf(entryKey: string): EntryOccasion {
  const settled = /^(\d{4}-\d{2}-\d{2})\/(\d+)\/(.+)$/.exec(entryKey);
  if (settled) {
    const [, day = '', n = '', step = ''] = settled;
    return { kind: 'settlement', day, n, step };
  }
  const slash = entryKey.indexOf('/');
  const [name, rest] = [entryKey.slice(0, slash), entryKey.slice(slash + 1)];
  switch (name) {
    case 'import':
      return { kind: 'import', number: rest };
    case 'recharge':
      return { kind: 'recharge', id: rest };
    case 'redeem':
      return { kind: 'redemption', order: rest };
    default:
      return { kind: 'command', name, key: rest };
  }
}
