import { MongoError, MongoErrorLabel, type ClientSession } from 'mongodb';
import type { Instant } from '../../domain/instant.js';
import { SettlementError } from '../../domain/settlement-error.js';
import { publishedImport } from '../cycles.js';
import { databaseNow } from '../database-clock.js';
import type { AccountDocument, Actor, CommandDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import { lockAccounts, queueFor } from '../lock-accounts.js';
import { newPosting, readOwed, storePosting, type AccountMoney, type Posting } from '../posting.js';
import { inTransaction } from '../transaction.js';
import { inLine } from './account-line.js';
import { commandHash, withoutUndefined } from './command-hash.js';

/** Who asks for what, once: the caller makes the key and keeps it for every try. */
export interface Command {
  account: string;
  /** 1 to 255 printable ASCII characters. */
  key: string;
  actor: Actor;
  /** The address that it came from. */
  from?: string | undefined;
}

/** Of commands that belong to no account, in place of one: no account has such an id. */
export const center = '*';

/** What a command is kept as: what was asked for, without secrets, and compared with another try. */
export interface Said {
  name: string;
  content: Record<string, unknown>;
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
 * @throws SettlementError `not-found`, `bad-input` for a key that is none, `other-content` where the key
 * stands for another command, or `server-away` where others have the account for too long
 */
export async function runCommand<R extends object>(
  ledger: Ledger,
  command: Command,
  said: Said,
  work: (transaction: CommandTransaction) => Promise<R>,
): Promise<R> {
  checkKey(command);
  try {
    return await inLine(ledger, command.account, () => runNow(ledger, { command, said }, work));
  } catch (error) {
    const isBusy =
      error instanceof MongoError && error.hasErrorLabel(MongoErrorLabel.TransientTransactionError);
    if (!isBusy) throw error;
    throw new SettlementError(
      'server-away',
      `account ${command.account} is busy: try again with the same key`,
    );
  }
}

async function runNow<R extends object>(
  ledger: Ledger,
  { command, said }: { command: Command; said: Said },
  work: (transaction: CommandTransaction) => Promise<R>,
): Promise<R> {
  const { account: id } = command;
  const published = await publishedImport(ledger);
  const at = await databaseNow(ledger);
  const queue = (): Promise<unknown> => queueFor(ledger, id);
  // Who comes while a cohort's step has the account meets nobody in its transaction, nearly always.
  await queue();
  return inTransaction(
    ledger.client,
    async (session) => {
      const account = (await lockAccounts(ledger, [id], session)).get(id);
      if (!account || account.import > published)
        throw new SettlementError('not-found', `no account ${id}`);
      const known = await earlierCommand(ledger, { command, said }, session);
      // Written by this function for a command of this name.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      if (known) return known.result as R;
      const owed = (await readOwed(ledger, [account], session)).get(id) ?? [];
      const posting = newPosting(at);
      const transaction = { session, account, money: { account, owed }, posting, at, published };
      const result = await work(transaction);
      await storePosting(ledger, posting, session);
      await recordCommand(ledger, { command, said, result, at }, session);
      return result;
    },
    queue,
  );
}

/** What the key stands for, if it was used. @throws SettlementError `other-content` for something else */
export async function earlierCommand(
  { collections: { commands } }: Ledger,
  { command, said }: { command: Command; said: Said },
  session?: ClientSession,
): Promise<CommandDocument | undefined> {
  const _id = `${command.account}/${command.key}`;
  const known = await commands.findOne({ _id }, session && { session });
  if (!known) return undefined;
  if (known.hash !== commandHash(said))
    throw new SettlementError('other-content', `key ${command.key} stands for another command`);
  return known;
}

export async function recordCommand(
  { collections: { commands } }: Ledger,
  of: { command: Command; said: Said; result: object; at: Instant },
  session: ClientSession,
): Promise<void> {
  const { command, said, result, at } = of;
  const { account, key, actor, from } = command;
  await commands.insertOne(
    {
      _id: `${account}/${key}`,
      account,
      key,
      name: said.name,
      content: withoutUndefined(said.content),
      hash: commandHash(said),
      result: { ...result },
      actor,
      ...(from === undefined ? {} : { from }),
      at,
    },
    { session },
  );
}

/** @throws SettlementError `bad-input` */
export function checkKey({ key }: Pick<Command, 'key'>): void {
  if (!/^[\x20-\x7e]{1,255}$/.test(key))
    throw new SettlementError('bad-input', 'a key is 1 to 255 printable ASCII characters');
}
