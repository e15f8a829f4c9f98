import type { Day } from './billing-cycle.js';
import {
  chargeKey,
  isAboveVendorLimit,
  vendorLimit,
  type CloudAccount,
  type NewCharge,
} from './cloud-charge.js';
import {
  mayPay,
  settlementSteps,
  stepNumber,
  type InstrumentKind,
  type Payer,
  type StepName,
} from './deduction-order.js';
import type { Instant } from './instant.js';
import { drawable, type Instrument } from './instrument.js';
import { add, formatAmount, isZero, subtract, sum, zero, type Amount } from './money.js';
import { accountInvariant, accountTrouble } from './settlement-error.js';
import {
  cloudResiduals,
  draw,
  forfeitsOf,
  type Deduction,
  type SettlementLine,
} from './settlement.js';

/** One account's settlement and everything that a step may look at. */
export interface SettlementInHand {
  account: string;
  day: Day;
  n: number;
  /** E of domain rule 1. */
  end: Instant;
  eligibleSpend: Amount;
  lines: readonly SettlementLine[];
  /** What is left of each line. */
  due: readonly Amount[];
  /** Vouchers and cards, whether they may pay or not. */
  instruments: readonly Instrument[];
  cash: Amount;
  cloudAccounts: ReadonlyMap<string, CloudAccount>;
}

/** What a step does to one settlement. */
export interface StepEffects {
  deductions: Deduction[];
  due: Amount[];
  /** Rests of single-use vouchers. */
  forfeits: { id: string; amount: Amount }[];
  charges: NewCharge[];
  overdraft: Amount;
}

/** What a step took up: the statement shows a refused charge as arrears, not under its step. */
export function takenBy({ deductions, charges, overdraft }: StepEffects): Amount {
  return sum([
    ...deductions.filter(({ kind }) => kind !== 'cloud-account').map(({ amount }) => amount),
    ...charges.filter(({ state }) => state === 'charging').map(({ amount }) => amount),
    overdraft,
  ]);
}

/** Lets the payers of one step pay, in their order. */
export function takeStep(step: StepName, inHand: SettlementInHand): StepEffects {
  const { payers } = settlementSteps[stepNumber(step)] ?? { payers: [] };
  const effects: StepEffects = {
    deductions: [],
    due: [...inHand.due],
    forfeits: [],
    charges: [],
    overdraft: zero,
  };
  for (const payer of payers) {
    if (payer === 'cloud-account') chargeResiduals(inHand, effects);
    else if (payer === 'overdraft') oweTheRest(inHand, effects);
    else payWith(payer, inHand, effects);
  }
  return effects;
}

function payWith(payer: InstrumentKind, inHand: SettlementInHand, effects: StepEffects): void {
  const instruments = drawable(instrumentsOf(payer, inHand), inHand);
  if (instruments.length === 0) return;
  const { deductions, due } = draw(payer, instruments, inHand.lines, effects.due);
  effects.deductions.push(...deductions);
  effects.due = due;
  effects.forfeits.push(...forfeitsOf(instruments, deductions));
}

function instrumentsOf(payer: Payer, inHand: SettlementInHand): readonly Instrument[] {
  if (payer === 'cash') return [{ kind: 'cash', id: inHand.account, balance: inHand.cash }];
  return inHand.instruments.filter((each) => each.kind === payer);
}

/** Domain rule 9: one charge for each cloud account, with the share of each workspace. */
function chargeResiduals(inHand: SettlementInHand, effects: StepEffects): void {
  const { account, day, n, lines } = inHand;
  for (const { cloudAccount, amount } of cloudResiduals(lines, effects.due)) {
    const registered = inHand.cloudAccounts.get(cloudAccount);
    if (!registered)
      throw accountTrouble(account, `its cloud account ${cloudAccount} is not registered`);
    const { provider, subscribed } = registered;
    if (subscribed && isAboveVendorLimit(provider, amount)) {
      const limit = formatAmount(vendorLimit(provider) ?? zero);
      throw accountTrouble(
        account,
        `${formatAmount(amount)} for ${cloudAccount} is above the ${limit} that ${provider} takes at once`,
      );
    }
    const shares = new Map<string, Amount>();
    lines.forEach((line, index) => {
      const left = effects.due[index] ?? zero;
      if (line.cloudAccount !== cloudAccount || isZero(left)) return;
      effects.deductions.push({
        line: index,
        kind: 'cloud-account',
        id: cloudAccount,
        amount: left,
      });
      shares.set(line.workspace, add(shares.get(line.workspace) ?? zero, left));
      effects.due[index] = zero;
    });
    effects.charges.push({
      key: chargeKey({ cloudAccount, day, n }),
      cloudAccount,
      provider,
      amount,
      state: subscribed ? 'charging' : 'refused',
      shares: [...shares].map(([workspace, share]) => ({ workspace, amount: share })),
    });
  }
}

/** What nobody paid is owed by the account; the lines keep it as what is due. */
function oweTheRest(inHand: SettlementInHand, effects: StepEffects): void {
  inHand.lines.forEach((line, index) => {
    const settled = isZero(effects.due[index] ?? zero) || mayPay('overdraft', line);
    accountInvariant(settled, inHand.account, `line ${index} is due after all who may pay it`);
  });
  effects.overdraft = sum(effects.due);
}

/** What each step would do if the settlement went through now: the same engine, nothing stored. */
export function planSettlement(inHand: SettlementInHand): ReadonlyMap<StepName, StepEffects> {
  const plan = new Map<StepName, StepEffects>();
  let now = inHand;
  for (const { name } of settlementSteps) {
    const effects = takeStep(name, now);
    plan.set(name, effects);
    now = afterStep(now, effects);
  }
  return plan;
}

/** The settlement and its instruments as a step leaves them. */
export function afterStep(inHand: SettlementInHand, effects: StepEffects): SettlementInHand {
  const { deductions, due, forfeits } = effects;
  if (deductions.length === 0) return { ...inHand, due };
  const taken = new Map<string, Amount>();
  const cashTaken: Amount[] = [];
  for (const { kind, id, amount } of deductions) {
    if (kind === 'cash') cashTaken.push(amount);
    else taken.set(`${kind}/${id}`, add(taken.get(`${kind}/${id}`) ?? zero, amount));
  }
  const gone = new Set(forfeits.map(({ id }) => id));
  return {
    ...inHand,
    due,
    cash: subtract(inHand.cash, sum(cashTaken)),
    instruments: inHand.instruments.map((each) => {
      if (each.kind === 'full-reduction-voucher' && gone.has(each.id))
        return { ...each, balance: zero };
      const amount = taken.get(`${each.kind}/${each.id}`);
      return amount === undefined ? each : { ...each, balance: subtract(each.balance, amount) };
    }),
  };
}
