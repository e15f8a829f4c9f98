import { MongoError } from 'mongodb';
import { SettlementError, type AccountTrouble } from '../domain/settlement-error.js';

/** More are found by the next try. */
const mostNamedAtOnce = 50;

/**
 * Does `work` for each account. Whatever goes wrong with one account's own data names that account;
 * all of them are thrown together, so that the others can go on without them.
 * @throws SettlementError `account-trouble`
 */
export function forEachAccount<T>(
  each: Iterable<T>,
  accountOf: (item: T) => string,
  work: (item: T) => void,
): void {
  const troubles: AccountTrouble[] = [];
  for (const item of each) {
    try {
      work(item);
    } catch (error) {
      if (error instanceof MongoError || !(error instanceof Error)) throw error;
      const reason =
        error instanceof SettlementError
          ? (error.accounts[0]?.reason ?? error.message)
          : error.message;
      troubles.push({ account: accountOf(item), reason });
    }
    if (troubles.length === mostNamedAtOnce) break;
  }
  throwTroubles(troubles);
}

export function throwTroubles(troubles: readonly AccountTrouble[]): void {
  if (troubles.length === 0) return;
  const names = troubles.map(({ account, reason }) => `${account}: ${reason}`).join('; ');
  throw new SettlementError('account-trouble', names, troubles);
}
