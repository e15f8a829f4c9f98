import type { Instant } from '../../domain/instant.js';
import type { Actor } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import { oneMore, pageOf, behind, timeCursor, type Page, type PageOf } from './page.js';

/** Who did what, when, from where, and what came of it. */
export interface CommandRow {
  key: string;
  name: string;
  content: Record<string, unknown>;
  result: Record<string, unknown>;
  actor: Actor;
  from?: string;
  at: Instant;
}

/** The audit trail of an account: its commands, newest first. */
export async function listCommands(
  ledger: Ledger,
  { account, after, limit }: PageOf,
): Promise<Page<CommandRow>> {
  const most = oneMore(limit);
  const found = await ledger.collections.commands
    .find({
      account,
      ...behind('at', after),
    })
    .sort({ account: -1, at: -1, _id: -1 })
    .limit(most)
    .toArray();
  return pageOf(found, limit, {
    row: ({ key, name, content, result, actor, from, at }) => ({
      key,
      name,
      content,
      result,
      actor,
      ...(from === undefined ? {} : { from }),
      at,
    }),
    cursor: ({ at, _id }) => timeCursor({ at, id: _id }),
  });
}
