import { mayPay, type InstrumentKind, type Method, type Payer } from './deduction-order.js';
import type { Instrument } from './instrument.js';
import { add, isZero, min, subtract, sum, zero, type Amount } from './money.js';

/** A bill line as openSettlements froze it: rounded, with the terms of its day. */
export interface SettlementLine {
  workspace: string;
  site: string;
  item: string;
  restricted: boolean;
  method: Method;
  cloudAccount?: string;
  amount: Amount;
}

/** An amount taken from one instrument for one line (its index in the settlement). */
export interface Deduction {
  line: number;
  kind: InstrumentKind;
  id: string;
  amount: Amount;
}

export interface Drawn {
  deductions: Deduction[];
  /** What is left of each line. */
  due: Amount[];
}

/** Domain rule 6: all rounded unrestricted lines, both methods, before any voucher. */
export function eligibleSpendOf(lines: readonly SettlementLine[]): Amount {
  return sum(lines.filter((line) => !line.restricted).map((line) => line.amount));
}

/** What is left of each line after these deductions. */
export function dueOf(
  lines: readonly SettlementLine[],
  deductions: readonly Deduction[],
): Amount[] {
  const due = lines.map((line) => line.amount);
  for (const { line, amount } of deductions) due[line] = subtract(due[line] ?? zero, amount);
  return due;
}

/**
 * Walks the instruments of one payer, in their order, along the lines it may pay, in theirs;
 * each takes what is there, up to what is due. Nothing is rounded and nothing falls below zero.
 */
export function draw(
  payer: Payer,
  instruments: readonly Instrument[],
  lines: readonly SettlementLine[],
  dueBefore: readonly Amount[],
): Drawn {
  const due = [...dueBefore];
  const deductions: Deduction[] = [];
  const payable = lines.flatMap((line, index) =>
    mayPay(payer, line) && !isZero(due[index] ?? zero) ? [index] : [],
  );
  let next = 0;
  for (const { kind, id, balance } of instruments) {
    let left = balance;
    while (!isZero(left) && next < payable.length) {
      const line = payable[next] ?? 0;
      const amount = min(left, due[line] ?? zero);
      deductions.push({ line, kind, id, amount });
      left = subtract(left, amount);
      due[line] = subtract(due[line] ?? zero, amount);
      if (isZero(due[line])) next++;
    }
  }
  return { deductions, due };
}

/** How much each instrument paid, in the order in which they were drawn. */
export function takenByInstrument(
  deductions: readonly Deduction[],
): { kind: InstrumentKind; id: string; amount: Amount }[] {
  const taken = new Map<string, { kind: InstrumentKind; id: string; amount: Amount }>();
  for (const { kind, id, amount } of deductions) {
    const key = `${kind}/${id}`;
    const before = taken.get(key);
    taken.set(key, { kind, id, amount: add(before?.amount ?? zero, amount) });
  }
  return [...taken.values()];
}

/** The residual of each cloud account, whatever the sites of its workspaces (domain rule 9). */
export function cloudResiduals(
  lines: readonly SettlementLine[],
  due: readonly Amount[],
): { cloudAccount: string; amount: Amount }[] {
  const residuals = new Map<string, Amount>();
  lines.forEach((line, index) => {
    const left = due[index] ?? zero;
    if (line.cloudAccount === undefined || isZero(left)) return;
    residuals.set(line.cloudAccount, add(residuals.get(line.cloudAccount) ?? zero, left));
  });
  return [...residuals].map(([cloudAccount, amount]) => ({ cloudAccount, amount }));
}

/** Domain rule 7: site, workspace id, then the line's place in its bill. */
export function byLineOrder(
  a: { site: string; workspace: string },
  b: { site: string; workspace: string },
): number {
  if (a.site !== b.site) return a.site < b.site ? -1 : 1;
  return a.workspace === b.workspace ? 0 : a.workspace < b.workspace ? -1 : 1;
}

/** Domain rule 6: what is left of a single-use voucher that paid something is forfeited. */
export function forfeitsOf(
  instruments: readonly Instrument[],
  deductions: readonly Deduction[],
): { id: string; amount: Amount }[] {
  const taken = new Map(takenByInstrument(deductions).map((each) => [each.id, each.amount]));
  return instruments.flatMap(({ id, balance, singleUse }) => {
    const used = taken.get(id);
    const rest = used === undefined ? zero : subtract(balance, used);
    return singleUse && !isZero(rest) ? [{ id, amount: rest }] : [];
  });
}
