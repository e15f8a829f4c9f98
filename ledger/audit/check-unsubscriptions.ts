import { dayAt } from '../../domain/billing-cycle.js';
import { unsubscriptionPolicies } from '../../domain/unsubscription.js';
import type { Ledger } from '../ledger-context.js';
import type { AccountBooks } from './account-books.js';
import type { Report } from './difference.js';

const check = 'unsubscription';

type Unsubscribed = AccountBooks['cloudAccounts'][number];
type Wrong = (id: string, expected: string, found: string) => void;

/** Workspaces of an unsubscribed cloud account switched or locked by its vendor's policy (rule 13). */
export function checkUnsubscriptions(
  books: AccountBooks,
  { report, zones }: { report: Report; zones: Ledger['zones'] },
): void {
  const wrong: Wrong = (id, expected, found) => report({ check, id, expected, found });
  const gone = new Map(
    books.cloudAccounts
      .filter(({ subscribedUntil }) => subscribedUntil !== undefined)
      .map((each) => [each._id, each]),
  );
  const [account] = books.accounts;
  const lastDayOf = ({ subscribedUntil }: Unsubscribed): string =>
    account && subscribedUntil ? dayAt(subscribedUntil, zones[account.currency]) : '';
  checkTerms(books, { gone, lastDayOf }, wrong);
  checkLocks(books, gone, wrong);
}

function checkTerms(
  books: AccountBooks,
  of: { gone: ReadonlyMap<string, Unsubscribed>; lastDayOf: (of: Unsubscribed) => string },
  wrong: Wrong,
): void {
  for (const { _id, terms } of books.workspaces) {
    const id = `workspaces ${_id}`;
    terms.forEach(({ from, method, cause }, index) => {
      const before = terms[index - 1];
      if (before && before.from > from) wrong(id, `terms from ${before.from} or later`, from);
      // What was another account's is in its books no more than here.
      if (cause === undefined || before?.account !== books.id) return;
      const left = of.gone.get(before?.cloudAccount ?? '');
      if (!left || unsubscriptionPolicies[left.provider] !== 'switch')
        wrong(id, `an unsubscribed cloud account left from ${from} on`, 'none');
      else if (method !== 'enterprise' || from <= of.lastDayOf(left))
        wrong(id, `enterprise after ${of.lastDayOf(left)}`, `${method} from ${from}`);
    });
  }
}

function checkLocks(
  { accounts, workspaces }: AccountBooks,
  gone: ReadonlyMap<string, Unsubscribed>,
  wrong: Wrong,
): void {
  const locks = accounts
    .flatMap(({ locks: ofAccount = [] }) => ofAccount)
    .filter((lock) => lock.cause === 'cloud-account-unsubscribed');
  const known = new Set(workspaces.map(({ _id }) => _id));
  for (const { workspace, cloudAccount } of locks) {
    const left = gone.get(cloudAccount);
    if (!known.has(workspace) || !left || unsubscriptionPolicies[left.provider] !== 'lock')
      wrong(`workspaces ${workspace}`, 'no lock', `one because of ${cloudAccount}`);
  }
  for (const { _id, terms } of workspaces) {
    const left = gone.get(terms.at(-1)?.cloudAccount ?? '');
    if (!left) continue;
    const id = `workspaces ${_id}`;
    const policy = unsubscriptionPolicies[left.provider];
    if (policy === 'switch') wrong(id, 'enterprise settlement', `cloud account ${left._id}`);
    else if (!locks.some((lock) => lock.workspace === _id && lock.cloudAccount === left._id))
      wrong(id, `a lock, because ${left._id} is unsubscribed`, 'none');
  }
}
