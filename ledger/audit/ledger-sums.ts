import type { LedgerPosting } from '../../domain/chart-of-accounts.js';
import { add, signedDifference, zero, type Amount } from '../../domain/money.js';
import { expectSame, type Report } from './difference.js';

/** What each ledger account was debited and credited. */
export class LedgerSums {
  readonly #debits = new Map<string, Amount>();
  readonly #credits = new Map<string, Amount>();

  constructor(postings: Iterable<LedgerPosting>) {
    for (const { debit, credit, amount } of postings) {
      this.#debits.set(debit, add(this.debits(debit), amount));
      this.#credits.set(credit, add(this.credits(credit), amount));
    }
  }

  debits(side: string): Amount {
    return this.#debits.get(side) ?? zero;
  }

  credits(side: string): Amount {
    return this.#credits.get(side) ?? zero;
  }

  /**
   * Reports where credits − debits, or debits − credits for what is owed, are not `found`.
   * @param pending what an import opens and no entry has brought yet.
   */
  expectBalance(
    report: Report,
    { side, owed = false, pending = zero, ...of }: BalanceCheck,
  ): boolean {
    const [less, more] = [this.debits(side), add(this.credits(side), pending)];
    const [out, into] = owed ? [more, less] : [less, more];
    // Added on either side, because a sum of postings may be below zero where an entry is missing.
    if (add(of.found, out) === into) return true;
    return expectSame(report, { ...of, expected: signedDifference(into, out) });
  }
}

interface BalanceCheck {
  check: string;
  id: string;
  of?: string;
  side: string;
  found: Amount;
  owed?: boolean;
  pending?: Amount;
}
