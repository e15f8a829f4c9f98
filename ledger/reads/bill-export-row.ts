import type { Currency } from '../../domain/billing-cycle.js';
import type { Instant } from '../../domain/instant.js';
import type { PaidAmounts } from '../../domain/line-amounts.js';
import type { Amount } from '../../domain/money.js';
import type { Deduction, SettlementLine } from '../../domain/settlement.js';
import type { BillsState } from './bill-totals.js';
import { regionNames, serviceOf } from './focus-terms.js';

/** Columns of the FOCUS specification, then our own; docs/exports.md says what each one means. */
export const billColumns = [
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedCost',
  'EffectiveCost',
  'InvoiceIssuerName',
  'ListCost',
  'ProviderName',
  'PublisherName',
  'RegionId',
  'RegionName',
  'ServiceCategory',
  'ServiceName',
  'SubAccountId',
  'SubAccountType',
  'x_Day',
  'x_Supplement',
  'x_Line',
  'x_Item',
  'x_Restricted',
  'x_State',
  'x_SettlementMethod',
  'x_CloudAccountId',
  'x_VoucherId',
  'x_UnroundedCost',
  'x_OrdinaryVouchers',
  'x_FullReductionVouchers',
  'x_StoredValueCards',
  'x_Cash',
  'x_CloudAccount',
  'x_Arrears',
  'x_Due',
] as const;

export type BillExportRow = Record<(typeof billColumns)[number], string>;

/** What all rows of a day of an account have in common. */
export interface ExportedDay {
  account: { id: string; name: string; currency: Currency };
  provider: string;
  day: string;
  start: Instant;
  end: Instant;
}

/** A line as it was billed and what became of it. */
export interface ExportedLine {
  line: SettlementLine;
  /** Supplement and place in its settlement; of a bill that none has taken, nothing and its place. */
  n?: number;
  index: number;
  quantity?: string | undefined;
  unrounded?: Amount | undefined;
  state: BillsState;
  paid: PaidAmounts;
  /** Its deductions from vouchers. */
  vouchers: readonly Deduction[];
}

/** A usage row for the line, then a credit row for each voucher that paid of it: together what is left to pay. */
export function exportRows(day: ExportedDay, of: ExportedLine): BillExportRow[] {
  const usage = usageRow(day, of);
  const credits = of.vouchers.map(({ id, amount }): BillExportRow => ({
    ...usage,
    ...costs(`-${amount}`),
    ...noOwnAmounts,
    ChargeCategory: 'Credit',
    ChargeDescription: `voucher ${id} for ${usage.ChargeDescription}`,
    ChargeFrequency: 'One-Time',
    ConsumedQuantity: '',
    ConsumedUnit: '',
    x_VoucherId: id,
  }));
  return [usage, ...credits];
}

function usageRow(
  { account, provider, day, start, end }: ExportedDay,
  { line, n, index, quantity, unrounded, state, paid }: ExportedLine,
): BillExportRow {
  const { name, unit } = serviceOf(line.item);
  const { workspace, site, item, restricted, method, cloudAccount = '', amount } = line;
  return {
    ...costs(amount),
    BillingAccountId: account.id,
    BillingAccountName: account.name,
    BillingCurrency: account.currency,
    BillingPeriodStart: focusTime(start),
    BillingPeriodEnd: focusTime(end),
    ChargePeriodStart: focusTime(start),
    ChargePeriodEnd: focusTime(end),
    ChargeCategory: 'Usage',
    ChargeClass: '',
    ChargeDescription: `${name} of ${workspace} on ${day}`,
    ChargeFrequency: 'Usage-Based',
    ConsumedQuantity: quantity ?? '',
    ConsumedUnit: quantity === undefined ? '' : unit,
    InvoiceIssuerName: provider,
    ProviderName: provider,
    PublisherName: provider,
    RegionId: site,
    RegionName: regionNames[site] ?? site,
    ServiceCategory: 'Management and Governance',
    ServiceName: name,
    SubAccountId: workspace,
    SubAccountType: 'workspace',
    x_Day: day,
    x_Supplement: n === undefined ? '' : n.toString(),
    x_Line: index.toString(),
    x_Item: item,
    x_Restricted: restricted ? 'true' : 'false',
    x_State: state,
    x_SettlementMethod: method,
    x_CloudAccountId: cloudAccount,
    x_VoucherId: '',
    x_UnroundedCost: unrounded ?? '',
    x_OrdinaryVouchers: paid.ordinaryVouchers,
    x_FullReductionVouchers: paid.fullReductionVouchers,
    x_StoredValueCards: paid.storedValueCards,
    x_Cash: paid.cash,
    x_CloudAccount: paid.cloudAccount,
    x_Arrears: paid.arrears,
    x_Due: paid.due,
  };
}

function costs(
  amount: string,
): Pick<BillExportRow, 'BilledCost' | 'ContractedCost' | 'EffectiveCost' | 'ListCost'> {
  return {
    BilledCost: amount,
    ContractedCost: amount,
    EffectiveCost: amount,
    ListCost: amount,
  };
}

/** Who paid stands in the usage row alone, so that each column adds up. */
const noOwnAmounts = {
  x_UnroundedCost: '',
  x_OrdinaryVouchers: '',
  x_FullReductionVouchers: '',
  x_StoredValueCards: '',
  x_Cash: '',
  x_CloudAccount: '',
  x_Arrears: '',
  x_Due: '',
} as const;

/** '2026-11-21T16:00:00Z': whole seconds, in UTC. */
function focusTime(at: Instant): string {
  return `${at.slice(0, 19)}Z`;
}
