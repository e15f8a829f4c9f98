import type { ClientSession } from 'mongodb';
import { cycleEnd, type BillingCycle } from '../domain/billing-cycle.js';
import type { CloudAccount } from '../domain/cloud-charge.js';
import { settlementSteps } from '../domain/deduction-order.js';
import { accountTrouble } from '../domain/settlement-error.js';
import {
  afterStep,
  takeStep,
  type SettlementInHand,
  type StepEffects,
} from '../domain/settlement-step.js';
import { eligibleSpendOf } from '../domain/settlement.js';
import { fromDecimal128 } from '../ledger/decimal128.js';
import type { AccountDocument } from '../ledger/documents.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { instrumentsOf, loadCloudAccounts, loadInstruments } from '../ledger/load-instruments.js';
import { settlementLines } from '../ledger/bill-lines.js';
import { inTransaction } from '../ledger/transaction.js';
import type { WholeSettlement } from './whole-settlement.js';
import { writeSettlement } from './write-settlement.js';

/**
 * What a plain script does for one account: everything in one transaction of MongoDB. It locks the
 * account and reads it with the same command, reads only what the lines can make use of, decides
 * with the same engine and writes each collection once.
 */
export async function settleAccount(
  ledger: Ledger,
  cycle: BillingCycle & { cut: number },
  id: string,
): Promise<void> {
  await inTransaction(ledger.client, async (session) => {
    const account = await ledger.collections.accounts.findOneAndUpdate(
      { _id: id },
      { $inc: { lock: 1 } },
      { session, returnDocument: 'after' },
    );
    if (!account) throw accountTrouble(id, 'the account is not in the database');
    const read = await readInHand(ledger, cycle, account, session);
    if (read) await writeSettlement(ledger, takeAllSteps(read), session);
  });
}

type Read = Pick<WholeSettlement, 'account' | 'cycle' | 'billIds' | 'before'>;

/** What the engine needs of one account; undefined where it has no bills of the day. */
export async function readInHand(
  ledger: Ledger,
  cycle: BillingCycle & { cut: number },
  account: AccountDocument,
  session: ClientSession,
): Promise<Read | undefined> {
  const { currency, day, cut } = cycle;
  const id = account.account;
  const bills = await ledger.collections.bills
    .find({ currency, day, settlement: null, account: id, import: { $lte: cut } }, { session })
    .toArray();
  if (bills.length === 0) return undefined;
  const lines = settlementLines(bills);
  const mayUseVouchers = lines.some(({ restricted }) => !restricted);
  const kinds = new Set([
    ...(mayUseVouchers ? (['ordinary-voucher', 'full-reduction-voucher'] as const) : []),
    'stored-value-card' as const,
  ]);
  const stored = await loadInstruments(ledger, { ...cycle, accounts: [id], kinds }, session);
  const cloudAccounts = lines.some(({ method }) => method === 'cloud')
    ? await loadCloudAccounts(ledger, { ...cycle, accounts: [id] }, session)
    : new Map<string, CloudAccount>();
  const before: SettlementInHand = {
    account: id,
    day,
    n: 1,
    end: cycleEnd(day, ledger.zones[currency]),
    eligibleSpend: eligibleSpendOf(lines),
    lines,
    due: lines.map(({ amount }) => amount),
    instruments: instrumentsOf(stored, id),
    cash: fromDecimal128(account.cash),
    cloudAccounts,
  };
  return { account, cycle, billIds: bills.map(({ _id }) => _id), before };
}

export function takeAllSteps(read: Read): WholeSettlement {
  let after = read.before;
  const effects: StepEffects[] = [];
  for (const { name } of settlementSteps) {
    const taken = takeStep(name, after);
    after = afterStep(after, taken);
    effects.push(taken);
  }
  return { ...read, after, effects };
}
