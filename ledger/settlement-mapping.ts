import type { ClientSession } from 'mongodb';
import type { Deduction, SettlementLine } from '../domain/settlement.js';
import { fromDecimal128, toDecimal128 } from './decimal128.js';
import type {
  DeductionDocument,
  SettlementDocument,
  SettlementLineDocument,
  SettlementPartDocument,
} from './settlement-documents.js';
import { groupBy } from './group-by.js';
import type { Ledger } from './ledger-context.js';

/** Lines in one document; a settlement of more has parts. */
export const linesInPart = 2_000;

/*
 * Field by field: a settlement has many lines, each read and written again in every step, and taking
 * an object apart and spreading the rest of it costs several times as much.
 */

export function lineFromDocument(line: SettlementLineDocument): SettlementLine {
  const { workspace, site, item, restricted, method, cloudAccount } = line;
  const amount = fromDecimal128(line.amount);
  return cloudAccount === undefined
    ? { workspace, site, item, restricted, method, amount }
    : { workspace, site, item, restricted, method, cloudAccount, amount };
}

export function lineToDocument(line: SettlementLine): SettlementLineDocument {
  const { workspace, site, item, restricted, method, cloudAccount } = line;
  const amount = toDecimal128(line.amount);
  return cloudAccount === undefined
    ? { workspace, site, item, restricted, method, amount }
    : { workspace, site, item, restricted, method, cloudAccount, amount };
}

export function deductionFromDocument({ line, kind, id, amount }: DeductionDocument): Deduction {
  return { line, kind, id, amount: fromDecimal128(amount) };
}

export function deductionToDocument({ line, kind, id, amount }: Deduction): DeductionDocument {
  return { line, kind, id, amount: toDecimal128(amount) };
}

/** The lines and deductions of a settlement, its parts put together. */
export function contentOf(
  settlement: Pick<SettlementDocument, 'lines' | 'deductions'>,
  parts: readonly SettlementPartDocument[] = [],
): { lines: SettlementLine[]; deductions: Deduction[] } {
  const ordered = parts.toSorted((a, b) => a.part - b.part);
  const all = [settlement, ...ordered];
  return {
    lines: all.flatMap(({ lines }) => lines.map(lineFromDocument)),
    deductions: all.flatMap(({ deductions }) => deductions.map(deductionFromDocument)),
  };
}

/** The further parts of those settlements that have any, by settlement. */
export async function readParts(
  ledger: Ledger,
  settlements: readonly Pick<SettlementDocument, '_id' | 'account' | 'parts'>[],
  session?: ClientSession,
): Promise<Map<string, SettlementPartDocument[]>> {
  const large = settlements.filter(({ parts }) => parts > 0);
  if (large.length === 0) return new Map();
  const filter = {
    account: { $in: large.map(({ account }) => account) },
    settlement: { $in: large.map(({ _id }) => _id) },
  };
  const found = await ledger.collections.settlementParts
    .find(filter, session ? { session } : {})
    .toArray();
  return groupBy(found, (part) => part.settlement);
}
