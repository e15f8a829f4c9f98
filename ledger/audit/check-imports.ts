import type { Ledger } from '../ledger-context.js';
import { readDocument } from './account-books.js';
import type { Report } from './difference.js';
import { documentForms } from './document-forms.js';

const check = 'imports';

/** What is published was given a number, and its money stands in the ledger. */
export async function checkImports(ledger: Ledger, report: Report): Promise<void> {
  const document = await ledger.collections.imports.findOne({ _id: 'imports' });
  const state = document && readDocument('imports', { ...document }, documentForms.imports, report);
  if (!state) return;
  const { last, published, posted } = state;
  const id = 'imports imports';
  if (published > last)
    report({ check, id, expected: `at most ${last} published`, found: `${published}` });
  if (posted > published)
    report({ check, id, expected: `at most ${published} posted`, found: `${posted}` });
  if (posted < published)
    report({
      check,
      id,
      expected: `posted ${published}`,
      found: `${posted}: imports ${posted + 1} to ${published} are published but not posted`,
    });
}

/** Those that nobody has redeemed; the others are in the books of who has. */
export async function checkHuaweiOrders(ledger: Ledger, report: Report): Promise<void> {
  const nobodys = { account: { $not: { $type: 'string' } } } as const;
  for await (const document of ledger.collections.huaweiOrders.find(nobodys)) {
    const order = readDocument('huaweiOrders', document, documentForms.huaweiOrders, report);
    if (order?.redeemedAt !== undefined)
      report({
        check: 'redemption',
        id: `huaweiOrders ${order._id}`,
        expected: 'the account that redeemed it',
        found: 'none',
      });
  }
}
