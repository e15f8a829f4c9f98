import type { Ledger } from '../ledger-context.js';
import { readDocument, type AccountBooks } from './account-books.js';
import { textOf } from './command-fields.js';
import { expectSame, type Report } from './difference.js';
import { documentForms } from './document-forms.js';

const check = 'code';

type Code = AccountBooks['voucherCodes'][number];

/** A used code has brought its voucher, as it says, and every activated voucher has its code. */
export function checkCodes(books: AccountBooks, report: Report): void {
  const vouchers = new Map(books.vouchers.map((each) => [each._id, each]));
  const codes = new Map(books.voucherCodes.map((code) => [code._id, code]));
  const [account] = books.accounts;
  for (const code of books.voucherCodes) {
    const id = `voucherCodes ${code._id.slice(0, 12)}`;
    if (account)
      expectSame(report, {
        check,
        id,
        of: 'currency',
        expected: account.currency,
        found: code.currency,
      });
    const voucher = vouchers.get(code.voucher ?? '');
    expectSame(report, {
      check,
      id,
      expected: `a voucher of ${termsOf({ ...code, validFrom: code.usedAt })}`,
      found: voucher ? `a voucher of ${termsOf(voucher)}` : 'none',
    });
  }
  for (const { _id, name, content, result } of books.commands) {
    if (name !== 'activateVoucher') continue;
    const code = codes.get(textOf(content, 'code'));
    expectSame(report, {
      check,
      id: `commands ${_id}`,
      expected: `a code of ${textOf(result, 'voucher')}`,
      found: code ? `a code of ${code.voucher ?? 'nothing'}` : 'none',
    });
  }
}

function termsOf(
  of: Pick<Code, 'type' | 'faceValue' | 'minSpend' | 'singleUse' | 'expiresAt'> & {
    validFrom?: string | undefined;
  },
): string {
  const { type, faceValue, minSpend, singleUse, validFrom = 'never', expiresAt = 'ever' } = of;
  const once = singleUse ? 'once' : 'often';
  return `${type} ${faceValue} above ${minSpend} ${once} from ${validFrom} for ${expiresAt}`;
}

/** Those that nobody has used; the others are in the books of who has. */
export async function checkUnusedCodes(ledger: Ledger, report: Report): Promise<void> {
  const nobodys = { account: { $not: { $type: 'string' } } } as const;
  for await (const document of ledger.collections.voucherCodes.find(nobodys)) {
    const code = readDocument('voucherCodes', document, documentForms.voucherCodes, report);
    if (code?.voucher === undefined && code?.usedAt === undefined) continue;
    report({
      check,
      id: `voucherCodes ${code._id.slice(0, 12)}`,
      expected: 'the account that used it',
      found: 'none',
    });
  }
}
