import type {
  ArrearsCleared,
  ArrearsLocked,
  ArrearsNotice,
  Debt,
  MailedMessage,
} from '../domain/message.js';
import { add } from '../domain/money.js';
import { momentText } from './moment-text.js';
import { moneyText } from './money-text.js';
import type { Say } from './texts/say.js';

/** What a mail says, before it becomes plain text or HTML. */
export interface MailContent {
  subject: string;
  greeting: string;
  lead: string;
  facts: readonly (readonly [label: string, value: string])[];
  paragraphs: readonly string[];
  link?: { label: string; url: string } | undefined;
  foot: string;
}

export interface MailFrame {
  say: Say;
  /** The customer's, on one line. */
  name: string;
  zone: string;
  expenseCenterUrl: string | undefined;
}

type Body = Omit<MailContent, 'greeting' | 'foot'>;

export function mailContent(message: MailedMessage, frame: MailFrame): MailContent {
  const { say, name } = frame;
  return {
    ...bodyOf(message, frame),
    greeting: say('greeting', { name }),
    foot: say('foot', { name, account: message.account }),
  };
}

function bodyOf(message: MailedMessage, frame: MailFrame): Body {
  switch (message.type) {
    case 'arrears.notice':
      return noticeBody(message, frame);
    case 'arrears.locked':
      return lockedBody(message, frame);
    case 'arrears.cleared':
      return clearedBody(message, frame);
  }
}

function noticeBody(message: ArrearsNotice, frame: MailFrame): Body {
  const { say, name, zone } = frame;
  const stage = stageOf(message);
  const lockAt = momentText(message.lockAt, zone);
  const values = { name, lockAt, owed: owedText(message) };
  return {
    subject: say(`notice.${stage}.subject`, values),
    lead: say(`notice.${stage}.lead`, values),
    facts: [...debtFacts(message, frame), [say('fact.lockAt'), lockAt]],
    paragraphs: [say('notice.lock', values), say('notice.meaning'), say('notice.end')],
    link: linkTo('recharge', message.account, frame),
  };
}

function lockedBody(message: ArrearsLocked, frame: MailFrame): Body {
  const { say, name } = frame;
  const values = { name, owed: owedText(message) };
  return {
    subject: say('locked.subject', values),
    lead: say('locked.lead', values),
    facts: [
      ...debtFacts(message, frame),
      [say('fact.workspaces'), message.workspaces.toString()] as const,
    ],
    paragraphs: [say('locked.meaning'), say('locked.end')],
    link: linkTo('recharge', message.account, frame),
  };
}

function clearedBody(message: ArrearsCleared, frame: MailFrame): Body {
  const { say, name, zone } = frame;
  const kind = message.unlocked ? 'cleared.unlocked' : 'cleared';
  return {
    subject: say(`${kind}.subject`, { name }),
    lead: say(`${kind}.lead`, { owedSince: momentText(message.owedSince, zone) }),
    facts: [[say('fact.account'), message.account]],
    paragraphs: message.unlocked ? [say('cleared.unlocked.other')] : [],
    link: linkTo('overview', message.account, frame),
  };
}

const dayLength = 24 * 3_600_000;

/** The last is a day or less before the lock: days are whole, so that no other can come between. */
function stageOf({ day, owedSince, lockAt }: ArrearsNotice): 'first' | 'later' | 'last' {
  const lockDay = (Date.parse(lockAt) - Date.parse(owedSince)) / dayLength;
  if (day + 1 >= lockDay) return 'last';
  return day === 0 ? 'first' : 'later';
}

function debtFacts(debt: Debt & { account: string }, { say, zone }: MailFrame): [string, string][] {
  return [
    [say('fact.account'), debt.account],
    [say('fact.owed'), owedText(debt)],
    [say('fact.overdraft'), moneyText(debt.overdraft, debt.currency)],
    [say('fact.cloudArrears'), moneyText(debt.cloudArrears, debt.currency)],
    [say('fact.owedSince'), momentText(debt.owedSince, zone)],
  ];
}

function owedText({ overdraft, cloudArrears, currency }: Debt): string {
  return moneyText(add(overdraft, cloudArrears), currency);
}

function linkTo(
  page: 'recharge' | 'overview',
  account: string,
  { say, expenseCenterUrl }: MailFrame,
): MailContent['link'] {
  if (expenseCenterUrl === undefined) return undefined;
  const base = expenseCenterUrl.replace(/\/+$/, '');
  const below = page === 'recharge' ? '/recharges' : '';
  return {
    label: say(`link.${page}`),
    url: `${base}/accounts/${encodeURIComponent(account)}${below}`,
  };
}
