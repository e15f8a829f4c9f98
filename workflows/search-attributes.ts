import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** How operators find workflows; `embedded/temporal-server.ts` and the worker register the same names. */
export const cycleKey = defineSearchAttributeKey('Cycle', SearchAttributeType.KEYWORD);
export const currencyKey = defineSearchAttributeKey('Currency', SearchAttributeType.KEYWORD);
export const settlementStateKey = defineSearchAttributeKey(
  'SettlementState',
  SearchAttributeType.KEYWORD,
);
export const providerKey = defineSearchAttributeKey('Provider', SearchAttributeType.KEYWORD);
export const accountKey = defineSearchAttributeKey('Account', SearchAttributeType.KEYWORD);
export const firstAccountKey = defineSearchAttributeKey(
  'FirstAccount',
  SearchAttributeType.KEYWORD,
);
export const lastAccountKey = defineSearchAttributeKey('LastAccount', SearchAttributeType.KEYWORD);

export type SettlementStateValue = 'running' | 'charging' | 'parked' | 'arrears' | 'settled';

/** Set by the server on what a Schedule starts. */
export const scheduledTimeKey = defineSearchAttributeKey(
  'TemporalScheduledStartTime',
  SearchAttributeType.DATETIME,
);
