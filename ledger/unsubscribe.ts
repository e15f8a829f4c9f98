import type { ClientSession } from 'mongodb';
import { dayAt, nextDay, type Day } from '../domain/billing-cycle.js';
import type { Instant } from '../domain/instant.js';
import type { Provider } from '../domain/records.js';
import { invariant, SettlementError } from '../domain/settlement-error.js';
import { unsubscriptionPolicies } from '../domain/unsubscription.js';
import { isOnCloudAccount } from '../domain/workspace-terms.js';
import { betweenImports } from './between-imports.js';
import { publishedImport } from './cycles.js';
import { databaseNow } from './database-clock.js';
import type { AccountDocument, CloudAccountDocument } from './documents.js';
import { switchesOf, switchToEnterprise, type UnsubscribingFacts } from './enterprise-switch.js';
import type { Ledger } from './ledger-context.js';
import { storeLocks } from './account-locks.js';
import { lockAccounts, queueFor } from './lock-accounts.js';
import { inTransaction } from './transaction.js';

export interface Unsubscription {
  cloudAccount: string;
  /** Without it now, or whenever it was. */
  at?: Instant;
}

/** What became of the workspaces of a cloud account (domain rule 13). */
export interface Unsubscribed {
  account: string;
  provider: Provider;
  until: Instant;
  /** Those that settle with the enterprise account, and from which day on. */
  switched: { workspace: string; from: Day }[];
  locked: string[];
}

/**
 * Notes when a cloud account was unsubscribed: the day of that instant is the last one charged to it.
 * Its workspaces switch or lock by its vendor's policy. Asked again for the same instant it answers
 * and changes nothing.
 * @throws SettlementError `not-found`, or `refused` with the reason in clear words
 */
export async function unsubscribe(
  ledger: Ledger,
  wanted: Unsubscription,
  onWaiting?: () => void,
): Promise<Unsubscribed> {
  const { cloudAccount: id } = wanted;
  const published = await publishedImport(ledger);
  const found = await ledger.collections.cloudAccounts.findOne({
    _id: id,
    import: { $lte: published },
  });
  if (!found) throw new SettlementError('not-found', `no cloud account ${id}`);
  const now = await databaseNow(ledger);
  checkInstant(found, wanted, now);
  if (found.subscribedUntil === undefined)
    await betweenImports(ledger, onWaiting, (isOurs) =>
      inTransaction(
        ledger.client,
        async (session) => {
          await isOurs(session);
          await unsubscribeOnce(ledger, { wanted, found, now }, session);
        },
        () => queueFor(ledger, found.account),
      ),
    );
  return unsubscribedBy(ledger, id);
}

async function unsubscribeOnce(
  ledger: Ledger,
  { wanted, found, now }: { wanted: Unsubscription; found: CloudAccountDocument; now: Instant },
  session: ClientSession,
): Promise<void> {
  const { _id, account: owner } = found;
  const account = (await lockAccounts(ledger, [owner], session)).get(owner);
  invariant(account !== undefined, `cloud account ${_id} belongs to nobody`);
  await unsubscribeLocked(ledger, { wanted, account, now }, session);
}

/** The same under the lock of the account, and the turn between two imports, that the caller has. */
export async function unsubscribeLocked(
  ledger: Ledger,
  { wanted, account, now }: { wanted: Unsubscription; account: AccountDocument; now: Instant },
  session: ClientSession,
): Promise<void> {
  const { cloudAccount: _id } = wanted;
  const cloudAccount = await ledger.collections.cloudAccounts.findOne({ _id }, { session });
  invariant(cloudAccount !== null, `cloud account ${_id} went away`);
  checkInstant(cloudAccount, wanted, now);
  // Another call was quicker.
  if (cloudAccount.subscribedUntil !== undefined) return;
  await unsubscribeNow(ledger, { cloudAccount, account, until: wanted.at ?? now, now }, session);
}

function checkInstant(
  { _id, subscribed, subscribedUntil }: CloudAccountDocument,
  { at }: Unsubscription,
  now: Instant,
): void {
  const refuse = (reason: string): never => {
    throw new SettlementError('refused', `cloud account ${_id} ${reason}`);
  };
  if (!subscribed) refuse('was imported as not subscribed: it has no day to be charged');
  if (at === undefined) return;
  if (subscribedUntil !== undefined && subscribedUntil !== at)
    refuse(`was unsubscribed at ${subscribedUntil} already`);
  if (at > now)
    refuse(
      `cannot be unsubscribed at ${at}, which is in the future: it is ${now} for the database`,
    );
}

async function unsubscribeNow(
  ledger: Ledger,
  facts: UnsubscribingFacts,
  session: ClientSession,
): Promise<void> {
  const { cloudAccount, until } = facts;
  const set = await ledger.collections.cloudAccounts.updateOne(
    { _id: cloudAccount._id, subscribedUntil: { $exists: false } },
    { $set: { subscribedUntil: until } },
    { session },
  );
  invariant(set.matchedCount === 1, `cloud account ${cloudAccount._id} was unsubscribed meanwhile`);
  switch (unsubscriptionPolicies[cloudAccount.provider]) {
    case 'switch':
      return switchToEnterprise(ledger, facts, session);
    case 'lock':
      return lockWorkspaces(ledger, facts, session);
  }
}

/** Locks the workspaces that the cloud account pays for tomorrow or later: others were moved away. */
async function lockWorkspaces(
  ledger: Ledger,
  { cloudAccount, account, now }: UnsubscribingFacts,
  session: ClientSession,
): Promise<void> {
  const from = nextDay(dayAt(now, ledger.zones[account.currency]));
  const workspaces = await ledger.collections.workspaces
    .find({ account: account._id }, { session })
    .sort({ _id: 1 })
    .toArray();
  const left = workspaces.filter(({ terms }) =>
    isOnCloudAccount(terms, { cloudAccount: cloudAccount._id, from }),
  );
  const locks = left.map(({ _id: workspace }) => ({
    cause: 'cloud-account-unsubscribed' as const,
    workspace,
    cloudAccount: cloudAccount._id,
    since: now,
  }));
  if (locks.length === 0) return;
  const { locks: before = [] } = account;
  const after = [...before, ...locks];
  const key = `unsubscribed/${cloudAccount._id}`;
  await storeLocks(ledger, { account, before, after, workspaces: left, key, at: now }, session);
}

/** What has become of a cloud account that is unsubscribed. */
export async function unsubscribedBy(
  { collections }: Ledger,
  id: string,
  session?: ClientSession,
): Promise<Unsubscribed> {
  const options = session ? { session } : {};
  const cloudAccount = await collections.cloudAccounts.findOne({ _id: id }, options);
  const until = cloudAccount?.subscribedUntil;
  invariant(cloudAccount !== null && until !== undefined, `cloud account ${id} is subscribed`);
  const { account, provider } = cloudAccount;
  const owner = await collections.accounts.findOne({ _id: account }, options);
  const workspaces = await collections.workspaces
    .find({ 'terms.account': account }, options)
    .sort({ _id: 1 })
    .toArray();
  const locked = (owner?.locks ?? []).filter(
    (lock) => lock.cause === 'cloud-account-unsubscribed' && lock.cloudAccount === id,
  );
  return {
    account,
    provider,
    until,
    switched: switchesOf(workspaces, id),
    locked: locked.flatMap((lock) => ('workspace' in lock ? lock.workspace : [])),
  };
}
