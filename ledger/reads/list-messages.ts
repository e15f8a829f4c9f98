import type { Instant } from '../../domain/instant.js';
import type { Message } from '../../domain/message.js';
import type { Ledger } from '../ledger-context.js';
import type { DeliveryDocument, OutboxDocument } from '../outbox-document.js';
import { accountOf } from './account-of.js';
import { oneMore, pageOf, behind, timeCursor, type Page, type PageOf } from './page.js';
import type { PageOfAll } from './operations.js';

/** A message and who has been told. */
export interface MessageRow {
  id: string;
  account: string;
  at: Instant;
  state: OutboxDocument['state'];
  nextAt?: Instant;
  message: Message;
  deliveries: DeliveryDocument[];
}

/** What an account was told of, or is to be, newest first. */
export async function listMessages(ledger: Ledger, of: PageOf): Promise<Page<MessageRow>> {
  await accountOf(ledger, of.account);
  return readMessages(ledger, { account: of.account }, of);
}

/** The messages of all accounts, newest first. */
export async function listAllMessages(
  ledger: Ledger,
  { state, ...page }: PageOfAll & { state?: OutboxDocument['state'] | undefined },
): Promise<Page<MessageRow>> {
  return readMessages(ledger, state === undefined ? {} : { state }, page);
}

async function readMessages(
  { collections: { outbox } }: Ledger,
  which: { account?: string; state?: OutboxDocument['state'] },
  { after, limit }: PageOfAll,
): Promise<Page<MessageRow>> {
  const found = await outbox
    .find({
      ...which,
      ...behind('at', after),
    })
    .sort({ at: -1, _id: -1 })
    .limit(oneMore(limit))
    .toArray();
  return pageOf(found, limit, {
    row: ({ _id, account, at, state, nextAt, message, deliveries }) => ({
      id: _id,
      account,
      at,
      state,
      ...(nextAt === undefined ? {} : { nextAt }),
      message,
      deliveries,
    }),
    cursor: ({ at, _id }) => timeCursor({ at, id: _id }),
  });
}
