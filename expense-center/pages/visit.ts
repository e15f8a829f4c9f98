import type { Currency, Day } from '../../domain/billing-cycle.js';
import type { Language } from '../../domain/explain-words.js';
import type { Instant } from '../../domain/instant.js';
import type { ResolveCharge } from '../../ledger/commands/resolve-charge.js';
import type { Ledger } from '../../ledger/ledger-context.js';
import type { Principal } from '../authenticate.js';
import type { Say } from './texts/say.js';

/** Where workflows are shown. */
export interface TemporalUi {
  url: string;
  namespace: string;
}

/** What pages are made from, the same for every visit. */
export interface PageContext {
  ledger: Ledger;
  temporalUi?: TemporalUi | undefined;
  /** Takes an operator's answer to the workflow of a charge. */
  resolveCharge?: ResolveCharge | undefined;
}

/** A form that was sent and refused: shown again as it was, with what is wrong next to its fields. */
export interface RefusedForm {
  name: string;
  key: string;
  values: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, string>>;
}

/** One look at a page: who looks, in which language, at what. */
export interface Visit extends PageContext {
  principal: Principal;
  language: Language;
  say: Say;
  now: Instant;
  /** The address without its query. */
  path: string;
  query: Readonly<Record<string, string>>;
  /** The one that the page is about. */
  account?: VisitedAccount;
  refused?: RefusedForm;
}

export interface VisitedAccount {
  id: string;
  name: string;
  currency: Currency;
  zone: string;
  today: Day;
}

export interface AccountVisit extends Visit {
  account: VisitedAccount;
}

/** The address of a page of the account. */
export function accountUrl({ account }: AccountVisit, below = ''): string {
  return `/accounts/${encodeURIComponent(account.id)}${below}`;
}

/** An address with a query; what is undefined stands not in it. */
export function urlWith(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const parts = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return parts.length === 0 ? path : `${path}?${parts.join('&')}`;
}

export function workflowUrl({ url, namespace }: TemporalUi, workflow: string): string {
  return `${url}/namespaces/${namespace}/workflows/${encodeURIComponent(workflow)}`;
}
