import { center } from '../commands/run-command.js';
import type { AccountBooks } from './account-books.js';
import { bookNames } from './account-books.js';
import { expectSame, type Report } from './difference.js';

/** Whatever names an account or a cloud account names one that exists and is published. */
export function checkReferences(books: AccountBooks, report: Report): void {
  const [account] = books.accounts;
  if (account) {
    expectSame(report, {
      check: 'reference',
      id: `accounts ${account._id}`,
      of: 'account',
      expected: account._id,
      found: account.account,
    });
    checkCloudAccounts(books, report);
    return;
  }
  if (books.unreadable.has('accounts')) return;
  const hidden = books.unpublished.has(`accounts ${books.id}`);
  for (const name of bookNames) {
    if (name === 'commands' && books.id === center) continue;
    for (const { _id } of books[name])
      report({
        check: hidden ? 'unpublished' : 'reference',
        id: `${name} ${_id}`,
        expected: `accounts ${books.id}`,
        found: hidden ? 'one that is not published' : 'none',
      });
  }
}

function checkCloudAccounts(books: AccountBooks, report: Report): void {
  if (books.unreadable.has('cloudAccounts')) return;
  const known = new Set(books.cloudAccounts.map(({ _id }) => _id));
  for (const { _id, terms } of books.workspaces) {
    for (const { account, cloudAccount } of terms) {
      if (account !== books.id || cloudAccount === undefined || known.has(cloudAccount)) continue;
      report({
        check: 'reference',
        id: `workspaces ${_id}`,
        expected: `cloudAccounts ${cloudAccount} of ${books.id}`,
        found: 'none',
      });
    }
  }
}
