import { centerZones, cycleEnd, type Currency } from '../../domain/billing-cycle.js';
import type { CloudAccount } from '../../domain/cloud-charge.js';
import { settlementSteps } from '../../domain/deduction-order.js';
import { parseInstant } from '../../domain/instant.js';
import type { Instrument } from '../../domain/instrument.js';
import { add, parseAmount, sum, zero, type Amount } from '../../domain/money.js';
import { isRestricted, type Provider } from '../../domain/records.js';
import { byLineOrder, eligibleSpendOf, type SettlementLine } from '../../domain/settlement.js';
import { planSettlement, type SettlementInHand } from '../../domain/settlement-step.js';
import { addAmounts, amountsOf, noAmounts, type StatementAmounts } from '../../domain/statement.js';
import {
  cloudAccountOf,
  linesOf,
  rounded,
  sampleDay,
  text,
  type FileRecord,
} from './sample-file.js';

const providers: readonly Provider[] = ['aws', 'alibaba-cloud', 'huawei-cloud'];

export interface SettledAccount {
  account: string;
  currency: Currency;
  amounts: StatementAmounts;
}

/** Runs the engine over a whole sample, account by account, as the cycle would. */
export function settleInMemory(records: readonly FileRecord[]): SettledAccount[] {
  const workspaces = new Map<string, FileRecord>();
  const owned = new Map<string, FileRecord[]>();
  for (const record of records) {
    if (record.kind === 'workspace') workspaces.set(text(record, 'id'), record);
    const account =
      record.kind === 'bill'
        ? text(workspaces.get(text(record, 'workspace')) ?? record, 'account')
        : (record.account ?? (record.kind === 'account' ? record.id : undefined));
    if (account !== undefined) owned.set(account, [...(owned.get(account) ?? []), record]);
  }
  return [...owned].map(([account, own]) => settleAccount(account, own, workspaces));
}

function settleAccount(
  account: string,
  own: readonly FileRecord[],
  workspaces: ReadonlyMap<string, FileRecord>,
): SettledAccount {
  const header = own.find(({ kind }) => kind === 'account');
  const currency: Currency = header?.['currency'] === 'USD' ? 'USD' : 'CNY';
  const lines = own.flatMap((record) =>
    record.kind === 'bill' ? settlementLines(record, workspaces) : [],
  );
  lines.sort(byLineOrder);
  const cloudAccounts = own.filter(({ kind }) => kind === 'cloudAccount').map(cloudAccountFrom);
  const inHand: SettlementInHand = {
    account,
    day: sampleDay,
    n: 1,
    end: cycleEnd(sampleDay, centerZones[currency]),
    eligibleSpend: eligibleSpendOf(lines),
    lines,
    due: lines.map(({ amount }) => amount),
    instruments: own.flatMap(instrumentFrom),
    cash: cashOf(own),
    cloudAccounts: new Map(cloudAccounts.map((each) => [each.id, each])),
  };
  return { account, currency, amounts: settle(inHand) };
}

function settle(inHand: SettlementInHand): StatementAmounts {
  const refused = [...inHand.cloudAccounts.values()].filter(({ subscribed }) => !subscribed);
  const plan = planSettlement(inHand);
  let amounts = noAmounts();
  for (const { name } of settlementSteps) {
    const effects = plan.get(name);
    if (!effects) throw new Error(`no step ${name}`);
    amounts = addAmounts(
      amounts,
      amountsOf(effects.deductions, new Set(refused.map(({ id }) => id))),
    );
    amounts.arrears = add(amounts.arrears, effects.overdraft);
  }
  return amounts;
}

function settlementLines(
  bill: FileRecord,
  workspaces: ReadonlyMap<string, FileRecord>,
): SettlementLine[] {
  const workspace = workspaces.get(text(bill, 'workspace'));
  if (!workspace) throw new Error(`a bill without its workspace: ${JSON.stringify(bill)}`);
  const cloudAccount = cloudAccountOf(workspace);
  return linesOf(bill).map((line) => ({
    workspace: text(workspace, 'id'),
    site: text(workspace, 'site'),
    item: line.item,
    restricted: isRestricted(line.item) || line.item === 'synthetic-tests',
    method: cloudAccount === undefined ? 'enterprise' : 'cloud',
    ...(cloudAccount === undefined ? {} : { cloudAccount }),
    amount: rounded(line),
  }));
}

function instrumentFrom(record: FileRecord): Instrument[] {
  const isCard = record.kind === 'storedValueCard';
  if (!isCard && record.kind !== 'voucher') return [];
  return [
    {
      kind: isCard
        ? 'stored-value-card'
        : record['type'] === 'ordinary'
          ? 'ordinary-voucher'
          : 'full-reduction-voucher',
      id: text(record, 'id'),
      balance: amountIn(record, 'balance') ?? parseAmount(text(record, 'faceValue')),
      minSpend: amountIn(record, 'minSpend') ?? zero,
      singleUse: record['singleUse'] === true,
      startsAt: parseInstant(String(record[isCard ? 'purchasedAt' : 'validFrom'])),
      expiresAt: parseInstant(String(record['expiresAt'])),
    },
  ];
}

function cloudAccountFrom(record: FileRecord): CloudAccount {
  return {
    id: text(record, 'id'),
    provider: providers.find((each) => each === record['provider']) ?? 'aws',
    subscribed: record['subscribed'] !== false,
  };
}

function cashOf(own: readonly FileRecord[]): Amount {
  return sum(
    own.map((record) => {
      if (record.kind === 'account') return amountIn(record, 'cash') ?? zero;
      return (record.kind === 'recharge' && amountIn(record, 'amount')) || zero;
    }),
  );
}

function amountIn(record: FileRecord, field: string): Amount | undefined {
  return record[field] === undefined ? undefined : parseAmount(text(record, field));
}
