import { SettlementError } from '../../domain/settlement-error.js';
import { publishedImport } from '../cycles.js';
import type { AccountDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';

/** @throws SettlementError `not-found` also for one whose import is not published */
export async function accountOf(ledger: Ledger, account: string): Promise<AccountDocument> {
  const found = await ledger.collections.accounts.findOne({ _id: account });
  if (!found || found.import > (await publishedImport(ledger)))
    throw new SettlementError('not-found', `no account ${account}`);
  return found;
}

/** The zone of the account's center. @throws SettlementError `not-found` */
export async function zoneOf(ledger: Ledger, account: string): Promise<string> {
  return ledger.zones[(await accountOf(ledger, account)).currency];
}
