import { parseInstant, type Instant } from '../../domain/instant.js';
import { SettlementError } from '../../domain/settlement-error.js';

/** Which rows of an account's list are asked for: at most `limit` of those behind the cursor `after`. */
export interface PageOf {
  account: string;
  /** The `next` of the page before. */
  after?: string | undefined;
  /** 1 to 1,000. */
  limit: number;
}

export interface Page<Row> {
  rows: Row[];
  /** The cursor of the next page; absent where this is the last. */
  next?: string;
}

export const mostRows = 1_000;

/** How many to read: one more than asked for tells whether there is another page. */
export function oneMore(limit: number): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > mostRows)
    throw new SettlementError('bad-input', `the limit is 1 to ${mostRows}`);
  return limit + 1;
}

/** @param found up to one more than `limit` */
export function pageOf<Found, Row>(
  found: readonly Found[],
  limit: number,
  read: { row: (each: Found) => Row; cursor: (each: Found) => string },
): Page<Row> {
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(read.row),
    ...(found.length > limit && last !== undefined ? { next: read.cursor(last) } : {}),
  };
}

/** The place of a row in a list that goes by time, newest first, and by id among those of one instant. */
export interface TimePlace {
  at: Instant;
  id: string;
}

export function timeCursor({ at, id }: TimePlace): string {
  return `${at}/${id}`;
}

/** @throws SettlementError `bad-input` for what is no cursor */
export function parseTimeCursor(cursor: string): TimePlace {
  const slash = cursor.indexOf('/');
  const at = parseInstant(cursor.slice(0, slash));
  if (slash < 0 || at === undefined) throw noCursor(cursor);
  return { at, id: cursor.slice(slash + 1) };
}

/** What comes behind a place of a list that goes by a time and by id: newest first, or oldest first. */
export function behind(
  field: 'at' | 'requestedAt' | 'arrearsSince',
  after: string | undefined,
  order: 'newest first' | 'oldest first' = 'newest first',
): { $and?: Record<string, unknown>[] } {
  if (after === undefined) return {};
  const { at, id } = parseTimeCursor(after);
  const beyond = order === 'newest first' ? '$lt' : '$gt';
  return {
    $and: [
      { [field]: { [`${beyond}e`]: at } },
      { $or: [{ [field]: { [beyond]: at } }, { [field]: at, _id: { [beyond]: id } }] },
    ],
  };
}

export function noCursor(cursor: string): SettlementError {
  return new SettlementError('bad-input', `no such place in the list: ${cursor.slice(0, 100)}`);
}
