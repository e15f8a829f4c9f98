import type { Filter } from 'mongodb';
import { cash, card, voucher } from '../../domain/chart-of-accounts.js';
import { stepNumber, type StepName } from '../../domain/deduction-order.js';
import { turnsOf, type InstrumentFacts } from '../../domain/explain-settlement.js';
import { byDrawOrder, type Instrument } from '../../domain/instrument.js';
import { isZero, zero, type Amount } from '../../domain/money.js';
import { publishedImport } from '../cycles.js';
import type { StoredValueCardDocument, VoucherDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import { cardInstrument, voucherInstrument } from '../load-instruments.js';
import type { BalancesBefore, StepEntries } from './step-entries.js';

/** Of vouchers and of cards: those that held something when the settlement came go first. */
export const mostInstruments = 500;

interface Found {
  instrument: Instrument;
  import: number;
}

/**
 * Everything that an account has to pay with, as a settlement met it: what it is from its document,
 * which never changes, what it held from the entries. `more`: there are others that held nothing.
 */
export async function instrumentFacts(
  ledger: Ledger,
  account: string,
  { entries, before }: { entries: StepEntries; before: BalancesBefore },
): Promise<{ instruments: InstrumentFacts[]; more: boolean }> {
  const { vouchers, storedValueCards, cloudAccounts } = ledger.collections;
  const published = await publishedImport(ledger);
  const held = heldIn(before);
  const [foundVouchers, foundCards] = await Promise.all([
    heldFirst<VoucherDocument>(held.vouchers, (filter, limit) =>
      vouchers
        .find({ account, import: { $lte: published }, ...filter })
        .sort({ account: 1, _id: 1 })
        .limit(limit)
        .toArray(),
    ),
    heldFirst<StoredValueCardDocument>(held.cards, (filter, limit) =>
      storedValueCards
        .find({ account, import: { $lte: published }, ...filter })
        .sort({ account: 1, _id: 1 })
        .limit(limit)
        .toArray(),
    ),
  ]);
  const found: Found[] = [
    ...foundVouchers.rows.map((each) => ({ instrument: voucherInstrument(each), ...each })),
    ...foundCards.rows.map((each) => ({ instrument: cardInstrument(each), ...each })),
  ];
  const importedAt = await importEntries(ledger, account, found);
  const facts = found
    .toSorted((a, b) => byDrawOrder(a.instrument, b.instrument))
    .map((each) => factsOf(each, { entries, before, importedAt }));
  const clouds = await cloudAccounts
    .find({ account, import: { $lte: published } }, { projection: { _id: 1 } })
    .sort({ account: 1, _id: 1 })
    .toArray();
  const of = (kind: Instrument['kind']): InstrumentFacts[] =>
    facts.filter((each) => each.kind === kind);
  return {
    instruments: [
      ...of('ordinary-voucher'),
      ...of('full-reduction-voucher'),
      ...of('stored-value-card'),
      { kind: 'cash', id: account, came: true, before: turnBalances('cash', cash, before) },
      ...clouds.map(({ _id }): InstrumentFacts => ({
        kind: 'cloud-account',
        id: _id,
        came: true,
        before: new Map(),
      })),
    ],
    more: foundVouchers.more || foundCards.more,
  };
}

function heldIn(before: BalancesBefore): { vouchers: string[]; cards: string[] } {
  const places = new Set([...before.values()].flatMap((balances) => [...balances.keys()]));
  const of = (prefix: string): string[] =>
    [...places].flatMap((each) => (each.startsWith(prefix) ? [each.slice(prefix.length)] : []));
  return { vouchers: of('voucher:'), cards: of('card:') };
}

async function heldFirst<D extends { _id: string }>(
  held: readonly string[],
  read: (filter: Filter<{ _id: string }>, limit: number) => Promise<D[]>,
): Promise<{ rows: D[]; more: boolean }> {
  const rows = await read({ _id: { $in: held.slice(0, mostInstruments) } }, mostInstruments);
  const room = mostInstruments - rows.length;
  const others = await read({ _id: { $nin: held.slice(0, mostInstruments) } }, room + 1);
  rows.push(...others.slice(0, room));
  return { rows, more: others.length > room };
}

/** The number of the entry that opened each import's vouchers and cards. */
async function importEntries(
  { collections: { entries } }: Ledger,
  account: string,
  found: readonly Found[],
): Promise<ReadonlyMap<number, number>> {
  const numbers = [...new Set(found.map((each) => each.import))];
  const opened = await entries
    .find(
      { account, key: { $in: numbers.map((number) => `import/${number}`) } },
      { projection: { key: 1, number: 1 } },
    )
    .toArray();
  return new Map(opened.map(({ key, number }) => [Number(key.slice('import/'.length)), number]));
}

interface Met {
  entries: StepEntries;
  before: BalancesBefore;
  importedAt: ReadonlyMap<number, number>;
}

function factsOf(found: Found, met: Met): InstrumentFacts {
  const { balance: _now, ...instrument } = found.instrument;
  const place =
    instrument.kind === 'stored-value-card' ? card(instrument.id) : voucher(instrument.id);
  const before = turnBalances(instrument.kind, place, met.before);
  return { ...instrument, before, came: hasCome(found, before, met) };
}

function turnBalances(
  kind: InstrumentFacts['kind'],
  place: string,
  before: BalancesBefore,
): Map<StepName, Amount> {
  return new Map(
    turnsOf(kind).flatMap((step) => {
      const balances = before.get(step);
      return balances ? [[step, balances.get(place) ?? zero] as const] : [];
    }),
  );
}

/**
 * What an import brought is there for a settlement that was opened after it; what a command made, from
 * then on (a card since its purchase, a voucher since it is valid).
 */
function hasCome(
  { instrument, import: number }: Found,
  before: ReadonlyMap<StepName, Amount>,
  { entries, importedAt }: Met,
): boolean {
  const opened = entries.get('openSettlements');
  if (number > 0) return (importedAt.get(number) ?? 0) <= (opened?.number ?? Infinity);
  if ([...before.values()].some((balance) => !isZero(balance))) return true;
  const last = [...before.keys()].at(-1);
  const own = [...entries].filter(([step]) => last && stepNumber(step) <= stepNumber(last)).at(-1);
  const turnAt = own?.[1].at;
  return turnAt === undefined || instrument.startsAt === undefined || instrument.startsAt <= turnAt;
}
