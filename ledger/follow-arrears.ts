import type { ClientSession } from 'mongodb';
import {
  courseSteps,
  lockAt,
  nextStep,
  standingSteps,
  type CourseStep,
  type NextStep,
  type StandingStep,
  type TakenStep,
} from '../domain/arrears-course.js';
import type { Currency } from '../domain/billing-cycle.js';
import type { Instant } from '../domain/instant.js';
import type { Debt } from '../domain/message.js';
import type { Amount } from '../domain/money.js';
import { SettlementError } from '../domain/settlement-error.js';
import { ownWorkspaces, storeLocks } from './account-locks.js';
import { fromDecimal128 } from './decimal128.js';
import type { AccountDocument } from './documents.js';
import type { Ledger } from './ledger-context.js';
import { lockAccounts, queueFor } from './lock-accounts.js';
import { storeMessages } from './outbox.js';
import { inTransaction } from './transaction.js';

/** Where an account's arrears stand, and what comes next. */
export interface ArrearsStand {
  account: string;
  currency: Currency;
  overdraft: Amount;
  cloudArrears: Amount;
  /** The start of the clock; absent where nothing is owed. */
  owedSince?: Instant;
  steps: StandingStep[];
  locked: boolean;
  next?: CourseStep;
}

/**
 * Takes the step of the course that is due, if one is (domain rule 10): a notice is kept for sending, or
 * the account's workspaces are locked. A step is taken once for its account, clock and day, in one
 * transaction that still finds the clock running.
 * @param of.now by the clock of whoever waits for the steps
 */
export async function advanceCourse(
  ledger: Ledger,
  of: { account: string; now: Instant },
): Promise<ArrearsStand> {
  const found = await ledger.collections.accounts.findOne({ _id: of.account });
  if (!found) throw new SettlementError('not-found', `no account ${of.account}`);
  if (dueStep(ledger, found, of.now) === undefined) {
    await noteLook(ledger, found);
    return standOf(ledger, found, of.now);
  }
  const queue = (): Promise<unknown> => queueFor(ledger, of.account);
  await queue();
  return inTransaction(ledger.client, (session) => advanceLocked(ledger, of, session), queue);
}

/** So that it is missed when it looks no more. */
async function noteLook(
  { collections: { accounts }, now }: Ledger,
  { _id, arrearsSince }: AccountDocument,
): Promise<void> {
  if (arrearsSince === undefined) return;
  await accounts.updateOne({ _id, arrearsSince }, { $set: { followedAt: now() } });
}

async function advanceLocked(
  ledger: Ledger,
  { account: id, now }: { account: string; now: Instant },
  session: ClientSession,
): Promise<ArrearsStand> {
  const account = (await lockAccounts(ledger, [id], session)).get(id);
  if (!account) throw new SettlementError('not-found', `no account ${id}`);
  const due = dueStep(ledger, account, now);
  // Repaid, or taken by somebody else, meanwhile.
  if (due === undefined) return standOf(ledger, account, now);
  const at = ledger.now();
  const course: TakenStep[] = [
    ...(account.course ?? []),
    ...due.overtakes.map((day) => ({ day, at, overtaken: true }) as const),
    { day: due.step.day, at },
  ];
  await ledger.collections.accounts.updateOne(
    { _id: id },
    { $set: { course, followedAt: at } },
    { session },
  );
  const taken = { ...account, course };
  if (due.step.kind === 'notice')
    await storeNotice(ledger, { account, day: due.step.day, at }, session);
  else taken.locks = await lockNow(ledger, { account, at }, session);
  return standOf(ledger, taken, now);
}

async function storeNotice(
  ledger: Ledger,
  { account, day, at }: { account: AccountDocument; day: number; at: Instant },
  session: ClientSession,
): Promise<void> {
  const debt = debtOf(account);
  const message = {
    type: 'arrears.notice',
    account: account._id,
    ...debt,
    day,
    lockAt: lockAt(debt.owedSince, ledger.arrearsCourse),
  } as const;
  const key = `arrears/${debt.owedSince}/day-${day}`;
  await storeMessages(ledger, { messages: [{ key, message }], at }, session);
}

async function lockNow(
  ledger: Ledger,
  { account, at }: { account: AccountDocument; at: Instant },
  session: ClientSession,
): Promise<NonNullable<AccountDocument['locks']>> {
  const debt = debtOf(account);
  const { locks: before = [] } = account;
  const lock = { cause: 'arrears', since: at, owedSince: debt.owedSince } as const;
  const after = [...before, lock];
  const key = `arrears/${debt.owedSince}/lock`;
  const workspaces = await ownWorkspaces(ledger, account, session);
  const said = { type: 'arrears.locked', account: account._id, ...debt } as const;
  const message = { ...said, workspaces: workspaces.length };
  await storeMessages(ledger, { messages: [{ key, message }], at }, session);
  await storeLocks(ledger, { account, before, after, workspaces, key, at }, session);
  return after;
}

function dueStep(
  { arrearsCourse }: Ledger,
  { arrearsSince, course: taken = [] }: AccountDocument,
  now: Instant,
): NextStep | undefined {
  if (arrearsSince === undefined) return undefined;
  const next = nextStep(courseSteps(arrearsSince, arrearsCourse), { taken, now });
  return next && next.step.at <= now ? next : undefined;
}

function standOf({ arrearsCourse }: Ledger, account: AccountDocument, now: Instant): ArrearsStand {
  const { arrearsSince: owedSince, course: taken = [], locks = [] } = account;
  const steps = owedSince === undefined ? [] : courseSteps(owedSince, arrearsCourse);
  const next = nextStep(steps, { taken, now })?.step;
  return {
    account: account._id,
    currency: account.currency,
    overdraft: fromDecimal128(account.overdraft),
    cloudArrears: fromDecimal128(account.cloudArrears),
    ...(owedSince === undefined ? {} : { owedSince }),
    steps: standingSteps(steps, taken),
    locked: locks.some(({ cause }) => cause === 'arrears'),
    ...(next === undefined ? {} : { next }),
  };
}

function debtOf(account: AccountDocument): Debt {
  const { currency, overdraft, cloudArrears, arrearsSince } = account;
  if (arrearsSince === undefined) throw new RangeError(`${account._id} owes nothing`);
  return {
    currency,
    overdraft: fromDecimal128(overdraft),
    cloudArrears: fromDecimal128(cloudArrears),
    owedSince: arrearsSince,
  };
}
