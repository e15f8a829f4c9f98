import type { Currency } from '../../domain/billing-cycle.js';
import type { Profile } from '../commands/update-profile.js';
import type { Ledger } from '../ledger-context.js';
import { accountOf } from './account-of.js';

/** What `updateProfile` changes, and the currency, which nobody does. @throws SettlementError `not-found` */
export async function readProfile(
  ledger: Ledger,
  { account }: { account: string },
): Promise<Profile & { account: string; currency: Currency }> {
  const { name, email, language, currency } = await accountOf(ledger, account);
  return {
    account,
    currency,
    name,
    ...(email === undefined ? {} : { email }),
    ...(language === undefined ? {} : { language }),
  };
}
