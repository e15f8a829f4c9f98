import type { Instant } from '../../domain/instant.js';
import type { Amount } from '../../domain/money.js';
import { publishedImport } from '../cycles.js';
import { fromDecimal128 } from '../decimal128.js';
import type { RechargeDocument, RechargeOrderDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import { oneMore, pageOf, behind, timeCursor, type Page, type PageOf } from './page.js';

export interface RechargeRow {
  id: string;
  amount: Amount;
  /** An imported one was confirmed by whoever sent it. */
  state: RechargeOrderDocument['state'];
  /** When it was asked for; of an imported one when the money came. */
  at: Instant;
  confirmedAt?: Instant;
  /** The payment's. */
  reference?: string;
  imported: boolean;
}

/** Every recharge of an account, newest first: imported ones, and those asked for here whatever became of them. */
export async function listRecharges(
  ledger: Ledger,
  { account, after, limit }: PageOf,
): Promise<Page<RechargeRow>> {
  const { recharges, rechargeOrders } = ledger.collections;
  const most = oneMore(limit);
  const imported = await recharges
    .find({
      account,
      import: { $lte: await publishedImport(ledger) },
      ...behind('at', after),
    })
    .sort({ account: -1, at: -1, _id: -1 })
    .limit(most)
    .toArray();
  const asked = await rechargeOrders
    .find({
      account,
      ...behind('requestedAt', after),
    })
    .sort({ account: -1, requestedAt: -1, _id: -1 })
    .limit(most)
    .toArray();
  const rows = [...imported.map(importedRow), ...asked.map(orderRow)].toSorted(newestFirst);
  return pageOf(rows, limit, { row: (row) => row, cursor: timeCursor });
}

function importedRow({ _id, amount, at }: RechargeDocument): RechargeRow {
  return { id: _id, amount: fromDecimal128(amount), state: 'confirmed', at, imported: true };
}

function orderRow(order: RechargeOrderDocument): RechargeRow {
  const { _id, amount, state, requestedAt, confirmedAt, reference } = order;
  return {
    id: _id,
    amount: fromDecimal128(amount),
    state,
    at: requestedAt,
    ...(confirmedAt === undefined ? {} : { confirmedAt }),
    ...(reference === undefined ? {} : { reference }),
    imported: false,
  };
}

function newestFirst(a: RechargeRow, b: RechargeRow): number {
  const [left, right] = a.at === b.at ? [a.id, b.id] : [a.at, b.at];
  return left < right ? 1 : left > right ? -1 : 0;
}
