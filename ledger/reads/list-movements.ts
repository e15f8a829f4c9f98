import type { Instant } from '../../domain/instant.js';
import { zero, type Amount } from '../../domain/money.js';
import {
  movementsOf,
  occasionOf,
  type EntryOccasion,
  type MoneyPlace,
  type MovementKind,
} from '../../domain/money-movement.js';
import { applyPosting, balanceIn, type RunningBalances } from '../../domain/running-balances.js';
import type { Ledger } from '../ledger-context.js';
import type { EntryDocument } from '../settlement-documents.js';
import { balancesAfter, postingsOf } from './balances-after.js';
import { noCursor, oneMore, pageOf, type Page, type PageOf } from './page.js';

export interface MovementsOf extends PageOf {
  /** Only these. */
  kind?: MoneyPlace['kind'] | undefined;
  /** Only this voucher or card. */
  id?: string | undefined;
}

/** Money that came into, or left, an account's cash, one of its vouchers or one of its cards. */
export interface MovementRow {
  /** The ledger entry's id. */
  entry: string;
  at: Instant;
  place: MoneyPlace;
  direction: 'in' | 'out';
  amount: Amount;
  /** Of that cash, voucher or card, after it. */
  balance: Amount;
  kind: MovementKind;
  /** The settlement, recharge, import or command that it belongs to. */
  occasion: EntryOccasion;
}

type Entry = Pick<EntryDocument, '_id' | 'account' | 'number' | 'key' | 'at' | 'postings'>;

interface Place {
  number: number;
  /** Movements of that entry that are before the place. */
  index: number;
}

/** Then a page ends, with fewer rows than asked for: an account may have years without a movement. */
const mostEntries = 2_000;

/** Income and expenditure: every movement of an account's cash, vouchers and cards, newest first. */
export async function listMovements(
  ledger: Ledger,
  wanted: MovementsOf,
): Promise<Page<MovementRow>> {
  const { account, limit } = wanted;
  const most = oneMore(limit);
  const place = wanted.after === undefined ? undefined : parsePlace(wanted.after);
  const entries = await entriesBehind(ledger, wanted, { place, most });
  const oldest = entries.at(-1);
  if (!oldest) return { rows: [] };
  const balances = await balancesAfter(ledger, { account, number: oldest.number - 1 });
  const rows = entries
    .toReversed()
    .flatMap((entry) => numbered(movementRows(balances, entry), entry, wanted))
    .filter(({ at }) => !place || at.number < place.number || at.index < place.index)
    .toReversed();
  const page = pageOf(rows, limit, { row: ({ row }) => row, cursor: ({ at }) => placeText(at) });
  // It ended because of the entries that were read, not of the rows that were found.
  if (page.next === undefined && oldest.number > 1)
    return { ...page, next: placeText({ number: oldest.number, index: 0 }) };
  return page;
}

/** The newest entries behind the place that between them have enough movements. */
async function entriesBehind(
  ledger: Ledger,
  wanted: MovementsOf,
  { place, most }: { place: Place | undefined; most: number },
): Promise<Entry[]> {
  const { account } = wanted;
  const cursor = ledger.collections.entries
    .find(
      { account, ...(place && { number: { $lte: place.number } }) },
      {
        batchSize: most,
        projection: { account: 1, number: 1, key: 1, at: 1, postings: 1 },
      },
    )
    .sort({ account: -1, number: -1 });
  const entries: Entry[] = [];
  let movements = 0;
  for await (const entry of cursor) {
    entries.push(entry);
    const before = entry.number === place?.number ? place.index : Infinity;
    const own = entry.postings.flatMap((each) => movementsOfDocument(each, entry.key));
    movements += own.filter((each, index) => index < before && isWanted(each, wanted)).length;
    if (movements >= most || entries.length === mostEntries) break;
  }
  await cursor.close();
  return entries;
}

/** Without the amount, which costs time to read and is not asked for here. */
function movementsOfDocument(
  { debit, credit }: { debit: string; credit: string },
  key: string,
): { place: MoneyPlace }[] {
  return movementsOf({ debit, credit, amount: zero }, key);
}

function numbered(
  rows: readonly MovementRow[],
  { number }: Entry,
  wanted: MovementsOf,
): { row: MovementRow; at: Place }[] {
  return rows
    .map((row, index) => ({ row, at: { number, index } }))
    .filter(({ row }) => isWanted(row, wanted));
}

function isWanted({ place }: { place: MoneyPlace }, { kind, id }: MovementsOf): boolean {
  if (kind !== undefined && place.kind !== kind) return false;
  return id === undefined || (place.kind !== 'cash' && place.id === id);
}

/** The movements of an entry in its order, which leave `balances` as the entry does. */
export function movementRows(
  balances: RunningBalances,
  { _id, key, at, postings }: Pick<EntryDocument, '_id' | 'key' | 'at' | 'postings'>,
): MovementRow[] {
  const occasion = occasionOf(key);
  return postingsOf({ postings }).flatMap((posting) => {
    applyPosting(balances, posting);
    return movementsOf(posting, key).map(({ of, ...movement }) => ({
      entry: _id,
      at,
      ...movement,
      balance: balanceIn(balances, of),
      occasion,
    }));
  });
}

function placeText({ number, index }: Place): string {
  return `${number}/${index}`;
}

function parsePlace(cursor: string): Place {
  const parts = /^(\d{1,15})\/(\d{1,15})$/.exec(cursor);
  if (!parts) throw noCursor(cursor);
  return { number: Number(parts[1]), index: Number(parts[2]) };
}
