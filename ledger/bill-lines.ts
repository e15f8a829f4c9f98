import { roundBillLine } from '../domain/money.js';
import { isRestricted } from '../domain/records.js';
import { accountInvariant } from '../domain/settlement-error.js';
import { byLineOrder, type SettlementLine } from '../domain/settlement.js';
import { termOn } from '../domain/workspace-terms.js';
import { fromDecimal128 } from './decimal128.js';
import type { BillDocument, WorkspaceDocument } from './documents.js';

/** A bill is paid by the account and the method that its workspace had on its day (domain rule 1). */
export function checkStamp(bill: BillDocument, workspace: WorkspaceDocument | undefined): void {
  const term = termOn(workspace?.terms ?? [], bill.day);
  const same =
    term?.account === bill.account &&
    term.method === bill.method &&
    term.cloudAccount === bill.cloudAccount &&
    workspace?.site === bill.site;
  accountInvariant(
    same,
    bill.account,
    `bill ${bill._id} does not agree with its workspace's terms`,
  );
}

/** Domain rules 2 and 7: every line rounded once, in the order site, workspace, place in its bill. */
export function settlementLines(bills: readonly BillDocument[]): SettlementLine[] {
  return bills.toSorted(byLineOrder).flatMap(({ workspace, site, method, cloudAccount, lines }) =>
    lines.map(({ item, amount }) => ({
      workspace,
      site,
      item,
      restricted: isRestricted(item),
      method,
      ...(cloudAccount === undefined ? {} : { cloudAccount }),
      amount: roundBillLine(fromDecimal128(amount)),
    })),
  );
}
