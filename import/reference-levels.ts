import type { ImportRecord } from '../domain/records.js';
import type { Rejection } from './problem.js';
import type { ReadRecord } from './read-files.js';
import type { Spool } from './spool.js';

export const levels = [1, 2, 3, 4] as const;

/** Records of a level refer only to records of lower levels. */
export type Level = (typeof levels)[number];

const levelOfKind: Readonly<Record<ImportRecord['kind'], Level>> = {
  account: 1,
  huaweiOrder: 1,
  manifest: 1,
  cloudAccount: 2,
  voucher: 2,
  storedValueCard: 2,
  recharge: 2,
  workspace: 3,
  bill: 4,
};

export function levelOf(record: ImportRecord): Level {
  return levelOfKind[record.kind];
}

/** Records that wait for those of lower levels; bad ones by where they were found bad: in reading, or at their level. */
export type ImportSpool = Spool<
  Record<`level-${Level}`, ReadRecord> & Record<`rejected-${0 | Level}`, Rejection>
>;
