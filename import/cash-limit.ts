import { fits, sum, type Amount } from '../domain/money.js';
import type { RechargeRecord } from '../domain/records.js';
import type { Problem } from './problem.js';

/** Amounts of so many characters fit together, for a billion of them. */
const alwaysFits = 20;

/** No account's cash may pass what a document holds: money that is published must be posted. */
export class CashLimit {
  private readonly brought = new Map<string, Amount[]>();

  /** @param cash what the account has, as far as the database shows it */
  problemsOf({ account, amount }: RechargeRecord, cash: Amount): Problem[] {
    if (amount.length <= alwaysFits && cash.length <= alwaysFits) return [];
    const brought = [...(this.brought.get(account) ?? []), amount];
    if (!fits(sum([cash, ...brought])))
      return [{ field: 'amount', reason: "brings its account's cash to more than 34 digits" }];
    this.brought.set(account, brought);
    return [];
  }
}
