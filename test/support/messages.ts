import type {
  ArrearsCleared,
  ArrearsLocked,
  ArrearsNotice,
  Debt,
  MailedMessage,
} from '../../domain/message';
import { parseInstant, type Instant } from '../../domain/instant';
import { parseAmount } from '../../domain/money';

export function instant(text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new Error(`${text} is no instant`);
  return parsed;
}

const debt: Debt & { account: string } = {
  account: 'acct-00001',
  currency: 'CNY',
  overdraft: parseAmount('1204.5'),
  cloudArrears: parseAmount('30'),
  owedSince: instant('2026-11-22T16:07:31.250Z'),
};

export function notice(day: number, changes: Partial<ArrearsNotice> = {}): ArrearsNotice {
  const lockAt = instant('2026-12-06T16:07:31.250Z');
  return { type: 'arrears.notice', ...debt, day, lockAt, ...changes };
}

export function locked(changes: Partial<ArrearsLocked> = {}): ArrearsLocked {
  return { type: 'arrears.locked', ...debt, workspaces: 2, ...changes };
}

export function cleared(unlocked: boolean): ArrearsCleared {
  const { account, currency, owedSince } = debt;
  return { type: 'arrears.cleared', account, currency, owedSince, unlocked };
}

/** One of every kind that a mail tells differently. */
export const mailedMessages: Readonly<Record<string, MailedMessage>> = {
  'notice-first': notice(0),
  'notice-later': notice(11),
  'notice-last': notice(13),
  locked: locked(),
  cleared: cleared(false),
  'cleared-unlocked': cleared(true),
};
