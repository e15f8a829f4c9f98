import type { Currency } from '../domain/billing-cycle.js';
import type { Provider } from '../domain/records.js';
import type { AccountPlan } from './account-plan.js';
import { Deck } from './deck.js';
import type { Random } from './random.js';
import { accountId, recordId, type SampleRecord } from './sample-record.js';
import { vendorIdentities } from './vendor-identities.js';

export interface SampleCloudAccount {
  id: string;
  record: SampleRecord;
}

/** Huawei Cloud sells in CNY only. */
const providerDecks: Readonly<Record<Currency, readonly (readonly [Provider, number])[]>> = {
  CNY: [
    ['alibaba-cloud', 4],
    ['huawei-cloud', 3],
    ['aws', 2],
  ],
  USD: [
    ['aws', 4],
    ['alibaba-cloud', 2],
  ],
};

const regions: Readonly<
  Record<Provider, Readonly<Record<Currency, readonly [string, ...string[]]>>>
> = {
  aws: { CNY: ['cn-north-1', 'cn-northwest-1'], USD: ['us-west-2', 'us-east-1', 'eu-central-1'] },
  'alibaba-cloud': {
    CNY: ['cn-hangzhou', 'cn-beijing', 'cn-shenzhen'],
    USD: ['ap-southeast-1', 'ap-southeast-5', 'eu-central-1'],
  },
  'huawei-cloud': { CNY: ['cn-north-4', 'cn-south-1'], USD: ['ap-southeast-1'] },
};

/** The cloud accounts of one account, if its plan wants any. */
export function cloudAccountMaker(random: Random): (plan: AccountPlan) => SampleCloudAccount[] {
  const providers = {
    CNY: new Deck(random, providerDecks.CNY),
    USD: new Deck(random, providerDecks.USD),
  };
  const counts = new Deck(random, [
    [1, 3],
    [2, 1],
  ]);
  const subscriptions = new Deck(random, [
    [true, 49],
    [false, 1],
  ]);
  return (plan) =>
    Array.from({ length: wantsCloud(plan, random) ? counts.deal() : 0 }, (_, index) => {
      // A large customer that has left its vendor would make the arrears of the day all alone.
      const subscribed = plan.size === 'large' || subscriptions.deal();
      const id = recordId('cloud', plan, index + 1);
      const provider = providers[plan.currency].deal();
      return { id, record: cloudAccount(plan, { id, provider, index, subscribed }, random) };
    });
}

function wantsCloud({ funding, size }: AccountPlan, random: Random): boolean {
  if (funding === 'cloud' || funding === 'everything') return true;
  return size === 'medium' && (funding === 'cards' || funding === 'vouchers') && random.oneIn(4);
}

function cloudAccount(
  plan: AccountPlan,
  what: { id: string; provider: Provider; index: number; subscribed: boolean },
  random: Random,
): SampleRecord {
  const { id, provider, index, subscribed } = what;
  return {
    kind: 'cloudAccount',
    id,
    account: accountId(plan),
    provider,
    ...vendorIdentities[provider](plan.currency, `${plan.number}${index}`, random),
    region: random.pick(regions[provider][plan.currency]),
    currency: random.oneIn(2) ? plan.currency : undefined,
    ...(subscribed ? {} : { subscribed }),
  };
}
