import type { Currency } from './billing-cycle.js';
import type { Instant } from './instant.js';
import type { Amount } from './money.js';
import type { LockCause } from './workspace-lock.js';

/** What an account owes, as a message says it. */
export interface Debt {
  currency: Currency;
  overdraft: Amount;
  cloudArrears: Amount;
  /** The start of the arrears clock (domain rule 10). */
  owedSince: Instant;
}

/**
 * What somebody is told. Those of arrears go to the customer by mail, and every one to the systems that
 * listen to webhooks.
 */
export type Message =
  ArrearsNotice | ArrearsLocked | ArrearsCleared | WorkspaceLocked | WorkspaceUnlocked;

export interface ArrearsNotice extends Debt {
  type: 'arrears.notice';
  account: string;
  /** Of the clock: 0, 11 or 13 unless configured otherwise. */
  day: number;
  lockAt: Instant;
}

/** The account's workspaces have been locked. */
export interface ArrearsLocked extends Debt {
  type: 'arrears.locked';
  account: string;
  workspaces: number;
}

/** Nothing is owed any more. */
export interface ArrearsCleared {
  type: 'arrears.cleared';
  account: string;
  currency: Currency;
  owedSince: Instant;
  /** Whether it had locked the account's workspaces, and has opened that lock. */
  unlocked: boolean;
}

export interface WorkspaceLocked {
  type: 'workspace.locked';
  account: string;
  workspace: string;
  site: string;
  causes: LockCause[];
}

/** The last cause is gone. */
export interface WorkspaceUnlocked {
  type: 'workspace.unlocked';
  account: string;
  workspace: string;
  site: string;
}

export type MailedMessage = ArrearsNotice | ArrearsLocked | ArrearsCleared;

export function isMailed(message: Message): message is MailedMessage {
  return message.type.startsWith('arrears.');
}
