import Table from 'cli-table3';
import { replayMessage } from '../../ledger/commands/replay-message.js';
import type { Ledger } from '../../ledger/ledger-context.js';
import type { OutboxDocument } from '../../ledger/outbox-document.js';
import {
  listAllMessages,
  listMessages,
  type MessageRow,
} from '../../ledger/reads/list-messages.js';
import type { Page } from '../../ledger/reads/page.js';
import { commandLine } from '../command-line.js';
import { exitStatus } from '../exit-status.js';
import { ringFollowUp } from '../ring-follow-up.js';
import { print, say } from '../say.js';
import { withLedger, type LocatedDatabase } from '../session.js';

export interface MessagesOptions {
  state?: OutboxDocument['state'];
  account?: string;
  format: 'table' | 'ndjson';
}

const rowsAtOnce = 500;

/** What was told of arrears and locks, to whom, and what came of it; newest first. */
export async function listMessagesCommand(
  located: LocatedDatabase,
  { format, ...which }: MessagesOptions,
): Promise<number> {
  await withLedger(located, async (ledger) => {
    const table = new Table({
      head: ['message', 'at', 'account', 'what', 'state', 'deliveries'],
      style: { head: [], border: [] },
    });
    let count = 0;
    for await (const row of allMessages(ledger, which)) {
      count++;
      if (format === 'ndjson') await print(JSON.stringify(row));
      else table.push([row.id, row.at, row.account, whatOf(row), row.state, deliveriesOf(row)]);
    }
    if (format === 'table' && count > 0) await print(table.toString());
    if (count === 0) say('there is no such message');
  });
  return exitStatus.done;
}

/** Sends messages once more, those given or all that failed. */
export async function replayMessagesCommand(
  located: LocatedDatabase,
  { messages, failed = false }: { messages: readonly string[]; failed?: boolean },
): Promise<number> {
  await withLedger(located, async (ledger) => {
    const found = failed ? await failedMessages(ledger) : [];
    for (const message of [...messages, ...found]) {
      await replayMessage(ledger, commandLine(), { message });
      await print(message);
    }
    if (messages.length + found.length === 0) say('no message has failed');
    await ringFollowUp(located, ledger);
  });
  return exitStatus.done;
}

/** All of them before the first is sent again, and is failed no more. */
async function failedMessages(ledger: Ledger): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of allMessages(ledger, { state: 'failed' })) ids.push(id);
  return ids;
}

async function* allMessages(
  ledger: Ledger,
  { account, state }: Omit<MessagesOptions, 'format'>,
): AsyncIterable<MessageRow> {
  for (let after: string | undefined; ;) {
    const page: Page<MessageRow> =
      account === undefined
        ? await listAllMessages(ledger, { state, after, limit: rowsAtOnce })
        : await listMessages(ledger, { account, after, limit: rowsAtOnce });
    yield* page.rows.filter((row) => state === undefined || row.state === state);
    if (page.next === undefined) return;
    after = page.next;
  }
}

function whatOf({ message }: MessageRow): string {
  if ('workspace' in message) return `${message.type} ${message.workspace}`;
  return 'day' in message ? `${message.type} day ${message.day}` : message.type;
}

function deliveriesOf({ deliveries }: MessageRow): string {
  return deliveries
    .map(({ channel, to, state, answer = '' }) => `${channel} ${to}: ${state} ${answer}`.trim())
    .join('\n');
}
