import type { Instant } from '../../domain/instant.js';
import type { EntryOccasion } from '../../domain/money-movement.js';
import type { Currency } from '../../domain/billing-cycle.js';
import type { Ledger } from '../ledger-context.js';
import { accountOf } from './account-of.js';
import { balancesAfter, readEntries } from './balances-after.js';
import { textOf, type ExportFormat } from './export-text.js';
import { lastEntryBy } from './last-entry-by.js';
import { movementRows, type MovementRow } from './list-movements.js';

export interface MovementsToExport {
  account: string;
  /** From when on, and until when; both included. */
  from?: Instant | undefined;
  to?: Instant | undefined;
  format: ExportFormat;
}

const movementColumns = [
  'BillingAccountId',
  'BillingCurrency',
  'x_EntryId',
  'x_At',
  'x_Kind',
  'x_Place',
  'x_InstrumentId',
  'x_Amount',
  'x_BalanceAfter',
  'x_OccasionKind',
  'x_Occasion',
] as const;

type MovementExportRow = Record<(typeof movementColumns)[number], string>;

/**
 * Every movement of an account's cash, vouchers and cards as text, piece by piece, oldest first; what
 * goes out has a minus.
 * @throws SettlementError `not-found`
 */
export async function* exportMovements(
  ledger: Ledger,
  { format, ...wanted }: MovementsToExport,
): AsyncGenerator<string> {
  yield* textOf(rowsOf(ledger, wanted), { format, columns: movementColumns });
}

async function* rowsOf(
  ledger: Ledger,
  { account, from, to }: Omit<MovementsToExport, 'format'>,
): AsyncGenerator<MovementExportRow> {
  const { currency, entries } = await accountOf(ledger, account);
  const before = from === undefined ? 0 : await lastEntryBefore(ledger, { account, from, entries });
  const last = to === undefined ? entries : await lastEntryBy(ledger, { account, at: to, entries });
  const balances = await balancesAfter(ledger, { account, number: before });
  for await (const entry of readEntries(ledger, { account, after: before, upTo: last }))
    for (const row of movementRows(balances, entry)) yield exportRow(row, account, currency);
}

function lastEntryBefore(
  ledger: Ledger,
  { account, from, entries }: { account: string; from: Instant; entries: number },
): Promise<number> {
  return lastEntryBy(ledger, { account, at: from, entries, strictly: true });
}

function exportRow(
  { entry, at, place, direction, amount, balance, kind, occasion }: MovementRow,
  account: string,
  currency: Currency,
): MovementExportRow {
  return {
    BillingAccountId: account,
    BillingCurrency: currency,
    x_EntryId: entry,
    x_At: at,
    x_Kind: kind,
    x_Place: place.kind,
    x_InstrumentId: place.kind === 'cash' ? '' : place.id,
    x_Amount: direction === 'in' ? amount : `-${amount}`,
    x_BalanceAfter: balance,
    x_OccasionKind: occasion.kind,
    x_Occasion: occasionText(occasion),
  };
}

function occasionText(occasion: EntryOccasion): string {
  switch (occasion.kind) {
    case 'settlement':
      return `${occasion.day}/${occasion.n}/${occasion.step}`;
    case 'import':
      return occasion.number;
    case 'recharge':
      return occasion.id;
    case 'redemption':
      return occasion.order;
    case 'command':
      return `${occasion.name}/${occasion.key}`;
  }
}
