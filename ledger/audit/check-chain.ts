import { entryHash } from '../journal.js';
import type { AccountBooks } from './account-books.js';
import { expectSame, type Report } from './difference.js';

const check = 'chain';

/** The hash chain of an account: every entry unchanged, none missing, none too many (invariant 3). */
export function checkChain({ id, accounts, entries }: AccountBooks, report: Report): void {
  let number = 0;
  let head = '';
  const keys = new Set<string>();
  for (const entry of entries) {
    const name = `entries ${entry._id}`;
    number++;
    const follows = expectSame(report, {
      check,
      id: name,
      of: 'number',
      expected: number,
      found: entry.number,
    });
    if (follows)
      expectSame(report, {
        check,
        id: name,
        of: 'previous',
        expected: head,
        found: entry.previous,
      });
    expectSame(report, { check, id: name, expected: `${id}/${entry.number}`, found: entry._id });
    expectSame(report, {
      check,
      id: name,
      of: 'hash',
      expected: entryHash({ ...entry, postings: [] }, entry.postings),
      found: entry.hash,
    });
    if (keys.has(entry.key))
      report({ check, id: name, expected: 'a key of its own', found: `${entry.key} again` });
    keys.add(entry.key);
    number = entry.number;
    head = entry.hash;
  }
  const [account] = accounts;
  if (!account) return;
  expectSame(report, {
    check,
    id: `accounts ${id}`,
    of: 'entries',
    expected: number,
    found: account.entries,
  });
  expectSame(report, {
    check,
    id: `accounts ${id}`,
    of: 'head',
    expected: head,
    found: account.head,
  });
}
