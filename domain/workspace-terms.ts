import type { Day } from './billing-cycle.js';
import type { Method } from './deduction-order.js';
import type { WorkspaceRecord } from './records.js';

/** Whose a workspace is that is bound to no account: bills of such days are refused (domain rule 12). */
export const nobody = '';

/** From `from` on the workspace has these terms; the last term whose first day ≤ D holds on D. */
export interface WorkspaceTerm {
  from: Day;
  /** `nobody` where it is unbound. */
  account: string;
  method: Method;
  cloudAccount?: string;
  /** Why it changed without anybody asking for it; such a change does not count for rule 12. */
  cause?: 'cloud-account-unsubscribed';
  /** The command that asked for it; imported terms have none. */
  asked?: AskedChange;
}

export interface AskedChange {
  change: 'bind' | 'unbind' | 'move' | 'method' | 'withdraw';
  /** The day of the request, in the center's zone. */
  on: Day;
  /** `account/key` */
  command: string;
}

/** The first day there is: an imported workspace has had its terms always. */
const always = '0001-01-01';

export function importedTerms({ account, settlement }: WorkspaceRecord): WorkspaceTerm[] {
  return [{ from: always, account, ...settlement }];
}

/** Of terms in the order of their first days; of two with the same first day the later one holds. */
export function termOn<T extends { from: Day }>(terms: readonly T[], day: Day): T | undefined {
  return terms.filter(({ from }) => from <= day).at(-1);
}

/** Terms that hold on `day` or on any day after it. */
function termsFrom(terms: readonly WorkspaceTerm[], day: Day): readonly WorkspaceTerm[] {
  return terms.filter((term, index) => {
    const next = terms[index + 1];
    return next === undefined || (next.from > day && next.from > term.from);
  });
}

/** Whether a cloud account pays the workspace's bills of `day` or of any day after it. */
export function isOnCloudAccount(
  terms: readonly WorkspaceTerm[],
  { cloudAccount, from }: { cloudAccount: string; from: Day },
): boolean {
  return termsFrom(terms, from).some((term) => term.cloudAccount === cloudAccount);
}

/**
 * The terms with enterprise settlement in place of this cloud account from a day on, because it is
 * no longer subscribed: further terms, none overwritten.
 */
export function withoutCloudAccount(
  terms: readonly WorkspaceTerm[],
  { cloudAccount, from }: { cloudAccount: string; from: Day },
): WorkspaceTerm[] {
  const holding = new Set(termsFrom(terms, from));
  return terms.flatMap((term): WorkspaceTerm[] => {
    if (term.cloudAccount !== cloudAccount || !holding.has(term)) return [term];
    const enterprise: WorkspaceTerm = {
      from: term.from > from ? term.from : from,
      account: term.account,
      method: 'enterprise',
      cause: 'cloud-account-unsubscribed',
    };
    return [term, enterprise];
  });
}
