import type { ClientSession } from 'mongodb';
import * as chart from '../../domain/chart-of-accounts.js';
import type { Instant } from '../../domain/instant.js';
import { compare, formatAmount, type Amount } from '../../domain/money.js';
import { invariant, SettlementError } from '../../domain/settlement-error.js';
import { fromDecimal128 } from '../decimal128.js';
import type { RechargeOrderDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import { cashIn, postEntry } from '../posting.js';
import { recharged, type Recharged } from '../recharge.js';
import { takeIdentity } from './new-instruments.js';
import { runCommand, type Command, type CommandTransaction } from './run-command.js';

export interface Confirmation {
  recharge: string;
  /** The payment's: one payment makes one recharge money, over all accounts. */
  reference: string;
  /** What was paid, where the confirming party says it: another amount than was asked for is refused. */
  amount?: Amount | undefined;
  /** When the payment provider had the money; the entry carries the instant of the confirmation. */
  paidAt?: Instant | undefined;
}

export interface ConfirmedRecharge extends Recharged {
  recharge: string;
  amount: Amount;
}

/**
 * A recharge was paid: what is owed is repaid first, the rest is cash (domain rule 11). Confirmed
 * again with the same reference it answers the same and nothing moves.
 * @throws SettlementError `not-found`, or `refused` with the reason in clear words
 */
export async function confirmRecharge(
  ledger: Ledger,
  command: Command,
  confirmation: Confirmation,
): Promise<ConfirmedRecharge> {
  if (!/^[\x20-\x7e]{1,200}$/.test(confirmation.reference))
    throw new SettlementError('bad-input', 'a reference is 1 to 200 printable ASCII characters');
  const said = { name: 'confirmRecharge', content: { ...confirmation } };
  return runCommand(ledger, command, said, (transaction) =>
    confirmNow(ledger, confirmation, transaction),
  );
}

/**
 * Whose recharge it is, for whoever confirms it by its id alone, as a payment provider does.
 * @throws SettlementError `not-found`
 */
export async function accountOfRecharge(
  { collections }: Ledger,
  { recharge }: Pick<Confirmation, 'recharge'>,
): Promise<string> {
  const order = await collections.rechargeOrders.findOne({ _id: recharge });
  if (!order) throw new SettlementError('not-found', `no recharge ${recharge}`);
  return order.account;
}

async function confirmNow(
  ledger: Ledger,
  { recharge, reference, amount: paid, paidAt }: Confirmation,
  transaction: CommandTransaction,
): Promise<ConfirmedRecharge> {
  const { account, money, posting, at, session } = transaction;
  const order = await pendingOrder(ledger, { recharge, reference }, transaction);
  const amount = fromDecimal128(order.amount);
  if (paid !== undefined && compare(paid, amount) !== 0)
    throw new SettlementError(
      'refused',
      `recharge ${recharge} is of ${formatAmount(amount)}, not of ${formatAmount(paid)}`,
    );
  const known =
    order.state === 'confirmed' ? await postedBefore(ledger, order, session) : undefined;
  if (known) return { recharge, amount, ...known };
  await takeIdentity(
    ledger,
    { kind: 'payment', id: reference, hash: `recharge/${recharge}` },
    transaction,
  );
  const { postings, cash } = cashIn(posting, money, { from: chart.bank, amount });
  postEntry(posting, money, { key: `recharge/${recharge}`, postings, cash });
  const set = await ledger.collections.rechargeOrders.updateOne(
    { _id: recharge, account: account._id, state: 'pending' },
    {
      $set: {
        state: 'confirmed',
        confirmedAt: at,
        reference,
        ...(paidAt === undefined ? {} : { paidAt }),
      },
    },
    { session },
  );
  invariant(set.matchedCount === 1, `recharge ${recharge} was decided meanwhile`);
  return { recharge, amount, ...recharged(postings, cash) };
}

async function pendingOrder(
  { collections }: Ledger,
  { recharge, reference }: Pick<Confirmation, 'recharge' | 'reference'>,
  { account, session }: CommandTransaction,
): Promise<RechargeOrderDocument> {
  const order = await collections.rechargeOrders.findOne(
    { _id: recharge, account: account._id },
    { session },
  );
  if (!order) throw new SettlementError('not-found', `no recharge ${recharge}`);
  if (order.state === 'cancelled')
    throw new SettlementError('refused', `recharge ${recharge} was cancelled`);
  if (order.state === 'confirmed' && order.reference !== reference)
    throw new SettlementError(
      'refused',
      `recharge ${recharge} was confirmed already, by payment ${order.reference ?? 'unknown'}`,
    );
  return order;
}

/** What an earlier confirmation under another key has moved. */
async function postedBefore(
  { collections: { entries } }: Ledger,
  { account, _id }: RechargeOrderDocument,
  session: ClientSession,
): Promise<Recharged> {
  const entry = await entries.findOne({ account, key: `recharge/${_id}` }, { session });
  invariant(entry !== null, `recharge ${_id} is confirmed without an entry`);
  const postings = entry.postings.map((each) => ({ ...each, amount: fromDecimal128(each.amount) }));
  return recharged(postings);
}
