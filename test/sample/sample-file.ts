import { roundBillLine, parseAmount, type Amount } from '../../domain/money.js';
import { generateSample } from '../../sample/generate-sample.js';

/** A record as it stands in the file: only what the format promises is looked at. */
export interface FileRecord {
  kind: string;
  id?: string;
  account?: string;
  settlement?: { method: string; cloudAccount?: string };
  lines?: FileLine[];
  validFrom?: string;
  purchasedAt?: string;
  expiresAt?: string;
  [field: string]: unknown;
}

export interface FileLine {
  item: string;
  quantity?: string;
  amount: string;
}

export const sampleDay = '2026-11-22';

export function readSample(accounts: number, seed: number): FileRecord[] {
  return [...generateSample({ accounts, seed, day: sampleDay })].map((line) => {
    const record: FileRecord = JSON.parse(line);
    return record;
  });
}

export function ofKind(records: readonly FileRecord[], kind: string): FileRecord[] {
  return records.filter((record) => record.kind === kind);
}

export function text(record: FileRecord, field: string): string {
  const value = record[field];
  if (typeof value !== 'string') throw new Error(`${field} is no text: ${JSON.stringify(record)}`);
  return value;
}

export function linesOf(bill: FileRecord): FileLine[] {
  return bill.lines ?? [];
}

export function cloudAccountOf(workspace: FileRecord): string | undefined {
  return workspace.settlement?.cloudAccount;
}

export function rounded(line: FileLine): Amount {
  return roundBillLine(parseAmount(line.amount));
}
