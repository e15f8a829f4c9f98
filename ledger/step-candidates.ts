import type { Document, Filter } from 'mongodb';
import { settlementSteps, stepNumber, type StepName } from '../domain/deduction-order.js';
import { zero } from '../domain/money.js';
import { toDecimal128 } from './decimal128.js';
import type { SettlementDocument } from './settlement-documents.js';
import type { CohortWork, Ledger } from './ledger-context.js';
import { somethingLeft } from './something-left.js';
import { wholeList } from './whole-list.js';

const nothing = toDecimal128(zero);

/**
 * The accounts that a step has to take: with a settlement of this workflow that still has something
 * due, and with something that can pay. Read before the transaction; who gets an instrument only
 * afterwards was paid in after the step. recordArrears ends every settlement and takes them all.
 */
export async function accountsForStep(
  ledger: Ledger,
  step: StepName,
  work: CohortWork,
): Promise<string[]> {
  const filter: Filter<SettlementDocument> = {
    owner: work.owner,
    account: { $gte: work.first, $lte: work.last },
    state: 'open',
    step: { $gte: 1, $lte: stepNumber(step) },
    ...(step === 'recordArrears' ? {} : { due: { $gt: nothing } }),
    ...(step === 'chargeCloudAccounts' ? { cloud: true } : {}),
  };
  const found = await ledger.collections.settlements
    .find(filter, { ...wholeList(), projection: { _id: 0, account: 1 } })
    .toArray();
  const accounts = [...new Set(found.map(({ account }) => account))];
  const holders = await holdersFor(ledger, step, work);
  return holders ? accounts.filter((account) => holders.has(account)) : accounts;
}

/** Accounts of the range that have what the step draws on; undefined where that is no instrument. */
async function holdersFor(
  ledger: Ledger,
  step: StepName,
  work: CohortWork,
): Promise<ReadonlySet<string> | undefined> {
  const { vouchers, storedValueCards, accounts } = ledger.collections;
  const account = { $gte: work.first, $lte: work.last };
  const left: Document = {
    account,
    ...somethingLeft,
    import: { $lte: work.cut },
  };
  const [payer] = settlementSteps[stepNumber(step)]?.payers ?? [];
  if (step === 'recordArrears') return undefined;
  switch (payer) {
    case 'ordinary-voucher':
      return new Set(await vouchers.distinct('account', { ...left, type: 'ordinary' }));
    case 'full-reduction-voucher':
      return new Set(await vouchers.distinct('account', { ...left, type: 'full-reduction' }));
    case 'stored-value-card':
      return new Set(await storedValueCards.distinct('account', left));
    case 'cash': {
      const rich = await accounts
        .find(
          { account, cash: { $gt: nothing } },
          { ...wholeList(), projection: { _id: 0, account: 1 } },
        )
        .toArray();
      return new Set(rich.map((each) => each.account));
    }
    case 'cloud-account':
    case undefined:
      return undefined;
  }
}
