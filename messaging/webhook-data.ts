import type { Debt, Message } from '../domain/message.js';
import { add } from '../domain/money.js';

/** The `data` of a webhook, as docs/messages.md describes it. */
export type WebhookData = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/**
 * Amounts are strings of two decimals without separators, instants ISO 8601 in UTC, as everywhere in the
 * API. Each field by name: one that is new in a message is not told to listeners by accident.
 */
export function webhookData(message: Message): WebhookData {
  switch (message.type) {
    case 'arrears.notice':
      return { ...debtOf(message), day: message.day, lockAt: message.lockAt };
    case 'arrears.locked':
      return { ...debtOf(message), workspaces: message.workspaces };
    case 'arrears.cleared': {
      const { account, currency, owedSince, unlocked } = message;
      return { account, currency, owedSince, unlocked };
    }
    case 'workspace.locked': {
      const { account, workspace, site, causes } = message;
      return { account, workspace, site, causes };
    }
    case 'workspace.unlocked': {
      const { account, workspace, site } = message;
      return { account, workspace, site };
    }
  }
}

function debtOf({
  account,
  currency,
  overdraft,
  cloudArrears,
  owedSince,
}: Debt & { account: string }): WebhookData {
  const owed = add(overdraft, cloudArrears);
  return { account, currency, owed, overdraft, cloudArrears, owedSince };
}
