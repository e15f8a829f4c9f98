/** Who can pay, in the words of the statement; `overdraft` takes what nobody paid. */
export type InstrumentKind =
  'ordinary-voucher' | 'full-reduction-voucher' | 'stored-value-card' | 'cash' | 'cloud-account';
export type Payer = InstrumentKind | 'overdraft';
export type LineClass = 'ordinary' | 'restricted';
export type Method = 'enterprise' | 'cloud';

/** The deduction order: who pays a line, first to last. This table is the rule; the engine only walks it. */
export const deductionOrder: Readonly<
  Record<Method, Readonly<Record<LineClass, readonly Payer[]>>>
> = {
  enterprise: {
    ordinary: [
      'ordinary-voucher',
      'full-reduction-voucher',
      'stored-value-card',
      'cash',
      'overdraft',
    ],
    restricted: ['stored-value-card', 'cash', 'overdraft'],
  },
  cloud: {
    ordinary: ['ordinary-voucher', 'full-reduction-voucher', 'stored-value-card', 'cloud-account'],
    restricted: ['stored-value-card', 'cloud-account'],
  },
};

/**
 * The steps of a settlement in their fixed order: one named activity each.
 * `payers`: whom the step lets pay, in this order; the last step takes up the cards and the cash that
 * came in since their own steps, before anything is owed (domain rule 8).
 */
export const settlementSteps = [
  { name: 'openSettlements', title: 'open settlements', payers: [] },
  { name: 'applyVouchers', title: 'ordinary vouchers', payers: ['ordinary-voucher'] },
  {
    name: 'applyFullReductionVouchers',
    title: 'full-reduction vouchers',
    payers: ['full-reduction-voucher'],
  },
  { name: 'applyStoredValueCards', title: 'stored-value cards', payers: ['stored-value-card'] },
  { name: 'deductCash', title: 'cash', payers: ['cash'] },
  { name: 'chargeCloudAccounts', title: 'cloud accounts', payers: ['cloud-account'] },
  { name: 'recordArrears', title: 'arrears', payers: ['stored-value-card', 'cash', 'overdraft'] },
] as const satisfies readonly { name: string; title: string; payers: readonly Payer[] }[];

export type StepName = (typeof settlementSteps)[number]['name'];

/** The place of a step in the fixed order; a settlement stands at the first step it has not done. */
export function stepNumber(name: StepName): number {
  return settlementSteps.findIndex((step) => step.name === name);
}

/** Where a settlement stands that has done every step. */
export const stepsDone = settlementSteps.length;

export function mayPay(payer: Payer, line: { method: Method; restricted: boolean }): boolean {
  return deductionOrder[line.method][line.restricted ? 'restricted' : 'ordinary'].includes(payer);
}
