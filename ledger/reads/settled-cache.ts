import type { Collections } from '../collections.js';
import type { Ledger } from '../ledger-context.js';

/**
 * What was added up of settlements whose part of it never changes any more, the least used of them
 * forgotten first: a large account's month need not be added up for every look at it.
 */
export class SettledCache<Row> {
  readonly #mostRows: number;
  readonly #ofLedger = new WeakMap<
    Collections,
    { rows: number; kept: Map<string, readonly Row[]> }
  >();

  constructor({ mostRows }: { mostRows: number }) {
    this.#mostRows = mostRows;
  }

  recall({ collections }: Ledger, settlement: string): readonly Row[] | undefined {
    const kept = this.#ofLedger.get(collections)?.kept;
    const rows = kept?.get(settlement);
    if (!kept || !rows) return undefined;
    // Behind all others, who are forgotten before it.
    kept.delete(settlement);
    kept.set(settlement, rows);
    return rows;
  }

  keep({ collections }: Ledger, settlement: string, rows: readonly Row[]): void {
    const own = this.#ofLedger.get(collections) ?? { rows: 0, kept: new Map() };
    this.#ofLedger.set(collections, own);
    own.rows += rows.length - (own.kept.get(settlement)?.length ?? 0);
    own.kept.set(settlement, rows);
    for (const [oldest, forgotten] of own.kept) {
      if (own.rows <= this.#mostRows) return;
      own.kept.delete(oldest);
      own.rows -= forgotten.length;
    }
  }
}
