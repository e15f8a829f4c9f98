import type { VNode } from 'preact';
import type { Message } from '../../../domain/message.js';
import { add } from '../../../domain/money.js';
import type { MessageRow } from '../../../ledger/reads/list-messages.js';
import { sayWord, type Say } from '../texts/say.js';
import { Badge } from './badge.js';
import { momentText } from './moment.js';
import { moneyText } from './money.js';

/** What a message tells, in a sentence. */
export function messageText(say: Say, message: Message, zone: string): string {
  switch (message.type) {
    case 'arrears.notice':
    case 'arrears.locked': {
      const { overdraft, cloudArrears, currency, ...more } = message;
      const owed = moneyText(add(overdraft, cloudArrears), currency);
      return 'day' in more
        ? say('message.arrears.notice', {
            owed,
            day: more.day,
            lockAt: momentText(more.lockAt, zone),
          })
        : say('message.arrears.locked', { owed, workspaces: more.workspaces });
    }
    case 'arrears.cleared':
      return say(message.unlocked ? 'message.arrears.cleared.unlocked' : 'message.arrears.cleared');
    case 'workspace.locked': {
      const causes = message.causes.map((cause) => say(`lock-cause.${cause}`)).join(', ');
      return say('message.workspace.locked', { workspace: message.workspace, causes });
    }
    case 'workspace.unlocked':
      return say('message.workspace.unlocked', { workspace: message.workspace });
  }
}

/** Everybody who is told, and what came of it. */
export function Deliveries({
  say,
  row: { deliveries, state },
  only,
}: {
  say: Say;
  row: MessageRow;
  /** A customer is shown what goes to himself. */
  only?: 'mail';
}): VNode {
  const shown = deliveries.filter(({ channel }) => only === undefined || channel === only);
  if (shown.length === 0)
    return only === undefined ? <Badge say={say} state={state} kind="message.state" /> : <>–</>;
  return (
    <ul class="plain">
      {shown.map(({ channel, to, state: of, answer }) => (
        <li key={channel + to}>
          {say(`delivery.${channel}`)} <code class="long">{to}</code>{' '}
          <Badge say={say} state={of} kind="delivery" />
          {only === undefined && answer !== undefined && of !== 'sent' && (
            <div class="muted" lang="en">
              {answer}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

export function messageStateText(say: Say, state: MessageRow['state']): string {
  return sayWord(say, 'message.state', state);
}
