import type { Currency } from '../domain/billing-cycle.js';
import type { SettlementMethod } from '../domain/records.js';
import type { AccountPlan, Size } from './account-plan.js';
import { Deck } from './deck.js';
import type { Random } from './random.js';
import { accountId, recordId, type SampleRecord } from './sample-record.js';

export interface SampleWorkspace {
  id: string;
  site: string;
  settlement: SettlementMethod;
}

const siteDecks: Readonly<Record<Currency, readonly (readonly [string, number])[]>> = {
  CNY: [
    ['cn1', 9],
    ['cn2', 3],
    ['cn3', 4],
    ['cn4', 4],
    ['cn6', 2],
    ['ap1', 1],
  ],
  USD: [
    ['us1', 6],
    ['eu1', 4],
    ['ap1', 4],
    ['za1', 2],
    ['id1', 2],
    ['cn6', 2],
  ],
};

const counts: Readonly<Record<Size, readonly [least: number, most: number]>> = {
  tiny: [1, 2],
  small: [1, 3],
  medium: [2, 5],
  large: [3, 6],
};

const mostSites = 4;

/** The workspaces of an account, spread over one to four sites; `cloudAccounts`: those they may use. */
export function workspaceMaker(
  random: Random,
): (plan: AccountPlan, cloudAccounts: readonly string[]) => SampleWorkspace[] {
  const siteDeck = { CNY: new Deck(random, siteDecks.CNY), USD: new Deck(random, siteDecks.USD) };
  return (plan, cloudAccounts) => {
    const [least, most] = counts[plan.size];
    // One workspace of each method and one of each cloud account, so that nothing is registered in vain.
    const needed = cloudAccounts.length + (plan.funding === 'cloud' ? 0 : 1);
    const count = Math.max(needed, random.between(least, most));
    const sites = Array.from({ length: random.between(1, Math.min(count, mostSites)) }, () =>
      siteDeck[plan.currency].deal(),
    );
    const bothMethods =
      plan.funding !== 'cloud' || (count > cloudAccounts.length && random.oneIn(3));
    return Array.from({ length: count }, (_, index) => ({
      id: recordId('wksp', plan, index + 1),
      site: sites[index % sites.length] ?? '',
      settlement: settlementOf(index, cloudAccounts, bothMethods),
    }));
  };
}

/** Takes turns: each cloud account, then, where both methods are used, the expense center. */
function settlementOf(
  index: number,
  cloudAccounts: readonly string[],
  bothMethods: boolean,
): SettlementMethod {
  const turn = index % Math.max(1, cloudAccounts.length + (bothMethods ? 1 : 0));
  const cloudAccount = cloudAccounts[turn];
  return cloudAccount === undefined ? { method: 'enterprise' } : { method: 'cloud', cloudAccount };
}

export function writtenWorkspace(plan: AccountPlan, workspace: SampleWorkspace): SampleRecord {
  const { id, site, settlement } = workspace;
  return { kind: 'workspace', id, account: accountId(plan), site, settlement };
}
