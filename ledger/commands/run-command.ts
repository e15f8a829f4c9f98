import { createHash } from 'node:crypto';
import type { ClientSession } from 'mongodb';
import type { Instant } from '../../domain/instant.js';
import { SettlementError } from '../../domain/settlement-error.js';
import { publishedImport } from '../cycles.js';
import { databaseNow } from '../database-clock.js';
import type { AccountDocument, Actor } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import { lockAccounts, queueFor } from '../lock-accounts.js';
import { newPosting, readOwed, storePosting, type AccountMoney, type Posting } from '../posting.js';
import { inTransaction } from '../transaction.js';

/** Who asks for what, once: the caller makes the key and keeps it for every try. */
export interface Command {
  account: string;
  key: string;
  actor: Actor;
  /** The address that it came from. */
  from?: string | undefined;
}

/** A command under the lock of its account, in its transaction. */
export interface CommandTransaction {
  session: ClientSession;
  account: AccountDocument;
  money: AccountMoney;
  /** Stored, with its entries, after the work. */
  posting: Posting;
  at: Instant;
  /** The last import that may be read. */
  published: number;
}

/**
 * Does `work` once for the command's key, in one transaction with what it posts and the record of the
 * command itself. Asked again with the same content it answers the same and nothing moves.
 * @param said.content what was asked for, without secrets: kept, and compared with another try
 * @throws SettlementError `not-found`, or `other-content` where the key stands for another command
 */
export async function runCommand<R extends object>(
  ledger: Ledger,
  command: Command,
  said: { name: string; content: Record<string, unknown> },
  work: (transaction: CommandTransaction) => Promise<R>,
): Promise<R> {
  const { account: id } = command;
  const published = await publishedImport(ledger);
  const at = await databaseNow(ledger);
  const queue = (): Promise<unknown> => queueFor(ledger, [id]);
  // Who comes while a cohort's step has the account meets nobody in its transaction, nearly always.
  await queue();
  return inTransaction(
    ledger.client,
    async (session) => {
      const account = (await lockAccounts(ledger, [id], session)).get(id);
      if (!account || account.import > published)
        throw new SettlementError('not-found', `no account ${id}`);
      const known = await answered<R>(ledger, { command, said }, session);
      if (known) return known;
      const owed = (await readOwed(ledger, [account], session)).get(id) ?? [];
      const posting = newPosting(at);
      const transaction = { session, account, money: { account, owed }, posting, at, published };
      const result = await work(transaction);
      await storePosting(ledger, posting, session);
      await record(ledger, { command, said, result, at }, session);
      return result;
    },
    queue,
  );
}

/** What the key was answered with before, if it was. */
async function answered<R extends object>(
  { collections: { commands } }: Ledger,
  { command, said }: { command: Command; said: { name: string; content: object } },
  session: ClientSession,
): Promise<R | undefined> {
  const known = await commands.findOne({ _id: `${command.account}/${command.key}` }, { session });
  if (!known) return undefined;
  if (known.hash !== hashOf(said))
    throw new SettlementError('other-content', `key ${command.key} stands for another command`);
  // Written by this function for a command of this name.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return known.result as R;
}

async function record(
  { collections: { commands } }: Ledger,
  {
    command: { account, key, actor, from },
    said,
    result,
    at,
  }: {
    command: Command;
    said: { name: string; content: Record<string, unknown> };
    result: object;
    at: Instant;
  },
  session: ClientSession,
): Promise<void> {
  await commands.insertOne(
    {
      _id: `${account}/${key}`,
      account,
      key,
      ...said,
      hash: hashOf(said),
      result: { ...result },
      actor,
      ...(from === undefined ? {} : { from }),
      at,
    },
    { session },
  );
}

/** Whatever order a caller's JSON has, the same content has one hash. */
function hashOf({ name, content }: { name: string; content: object }): string {
  const sorted = Object.fromEntries(
    Object.entries(content)
      .filter(([, value]) => value !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  return createHash('sha256')
    .update(JSON.stringify([name, sorted]))
    .digest('base64');
}
