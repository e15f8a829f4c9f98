import { createHash } from 'node:crypto';
import type { ClientSession } from 'mongodb';
import type { Instant } from '../domain/instant.js';
import type { Message } from '../domain/message.js';
import type { Ledger } from './ledger-context.js';

export interface NewMessage {
  /** What it is about, within its account: the same one twice is one message. */
  key: string;
  message: Message;
}

/** Keeps messages in the transaction that decides them; they are sent after its commit. */
export async function storeMessages(
  { collections: { outbox } }: Ledger,
  { messages, at }: { messages: readonly NewMessage[]; at: Instant },
  session: ClientSession,
): Promise<void> {
  if (messages.length === 0) return;
  await outbox.bulkWrite(
    messages.map(({ key, message }) => {
      const { account } = message;
      const document = { account, key, message, at, nextAt: at, deliveries: [] };
      const filter = { _id: messageId(account, key) };
      const update = { $setOnInsert: { ...document, state: 'waiting' as const } };
      return { updateOne: { filter, update, upsert: true } };
    }),
    { session },
  );
}

/** Without a full stop, which separates the parts of what a webhook's signature covers. */
export function messageId(account: string, key: string): string {
  const hash = createHash('sha256').update(`${account}/${key}`).digest('hex');
  return `msg_${hash.slice(0, 32)}`;
}
