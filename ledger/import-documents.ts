import { roundBillLine, sum, zero } from '../domain/money.js';
import type {
  AccountRecord,
  BillRecord,
  CloudAccountRecord,
  HuaweiOrderRecord,
  ImportRecord,
  ManifestRecord,
  RechargeRecord,
  StoredValueCardRecord,
  VoucherRecord,
  WorkspaceRecord,
} from '../domain/records.js';
import { invariant } from '../domain/settlement-error.js';
import { importedTerms } from '../domain/workspace-terms.js';
import { toDecimal128 } from './decimal128.js';
import type {
  AccountDocument,
  BillDocument,
  CloudAccountDocument,
  HuaweiOrderDocument,
  ManifestDocument,
  RechargeDocument,
  StoredValueCardDocument,
  VoucherDocument,
  WorkspaceDocument,
} from './documents.js';
import type { BillStamp, NewRecord } from './import-store.js';

/** What an import inserts, by collection. */
export interface ImportedDocuments {
  accounts: AccountDocument[];
  cloudAccounts: CloudAccountDocument[];
  workspaces: WorkspaceDocument[];
  vouchers: VoucherDocument[];
  storedValueCards: StoredValueCardDocument[];
  recharges: RechargeDocument[];
  bills: BillDocument[];
  huaweiOrders: HuaweiOrderDocument[];
  manifests: ManifestDocument[];
}

export function documentsOf(
  records: readonly NewRecord[],
  importNumber: number,
): ImportedDocuments {
  const documents: ImportedDocuments = {
    accounts: [],
    cloudAccounts: [],
    workspaces: [],
    vouchers: [],
    storedValueCards: [],
    recharges: [],
    bills: [],
    huaweiOrders: [],
    manifests: [],
  };
  for (const { record, stamp } of records) {
    if (record.kind === 'bill') {
      invariant(stamp !== undefined, `the bill ${record.workspace}/${record.day} has no stamp`);
      documents.bills.push(billDocument(record, stamp, importNumber));
    } else add(documents, record, importNumber);
  }
  return documents;
}

function add(
  documents: ImportedDocuments,
  record: Exclude<ImportRecord, BillRecord>,
  importNumber: number,
): void {
  switch (record.kind) {
    case 'account':
      documents.accounts.push(accountDocument(record, importNumber));
      return;
    case 'workspace':
      documents.workspaces.push(workspaceDocument(record, importNumber));
      return;
    case 'cloudAccount':
      documents.cloudAccounts.push(cloudAccountDocument(record, importNumber));
      return;
    case 'voucher':
      documents.vouchers.push(voucherDocument(record, importNumber));
      return;
    case 'storedValueCard':
      documents.storedValueCards.push(cardDocument(record, importNumber));
      return;
    case 'recharge':
      documents.recharges.push(rechargeDocument(record, importNumber));
      return;
    case 'huaweiOrder':
      documents.huaweiOrders.push(huaweiOrderDocument(record, importNumber));
      return;
    case 'manifest':
      documents.manifests.push(manifestDocument(record, importNumber));
  }
}

function accountDocument(record: AccountRecord, importNumber: number): AccountDocument {
  const { kind: _, id, cash, ...rest } = record;
  const nothing = toDecimal128(zero);
  return {
    _id: id,
    account: id,
    ...rest,
    import: importNumber,
    opening: toDecimal128(cash),
    cash: nothing,
    overdraft: nothing,
    cloudArrears: nothing,
    lock: 0,
    entries: 0,
    head: '',
  };
}

function workspaceDocument(record: WorkspaceRecord, importNumber: number): WorkspaceDocument {
  const { id, account, site } = record;
  return { _id: id, account, site, import: importNumber, terms: importedTerms(record) };
}

function billDocument(record: BillRecord, stamp: BillStamp, importNumber: number): BillDocument {
  const { workspace, day, lines } = record;
  return {
    _id: `${workspace}/${day}`,
    ...stamp,
    workspace,
    day,
    lines: lines.map((line) => ({ ...line, amount: toDecimal128(line.amount) })),
    lineCount: lines.length,
    total: sum(lines.map((line) => line.amount)),
    rounded: toDecimal128(sum(lines.map((line) => roundBillLine(line.amount)))),
    import: importNumber,
    settlement: null,
  };
}

function cloudAccountDocument(
  record: CloudAccountRecord,
  importNumber: number,
): CloudAccountDocument {
  const { kind: _, id, currency: __, ...rest } = record;
  return { _id: id, ...rest, import: importNumber };
}

function voucherDocument(record: VoucherRecord, importNumber: number): VoucherDocument {
  const { kind: _, id, currency: __, faceValue, balance, minSpend, ...rest } = record;
  const opening = toDecimal128(balance);
  return {
    _id: id,
    ...rest,
    faceValue: toDecimal128(faceValue),
    opening,
    balance: opening,
    minSpend: toDecimal128(minSpend),
    import: importNumber,
  };
}

function cardDocument(
  record: StoredValueCardRecord,
  importNumber: number,
): StoredValueCardDocument {
  const { kind: _, id, currency: __, faceValue, balance, ...rest } = record;
  const opening = toDecimal128(balance);
  return {
    _id: id,
    ...rest,
    faceValue: toDecimal128(faceValue),
    opening,
    balance: opening,
    import: importNumber,
  };
}

function rechargeDocument(
  { id, account, amount, at }: RechargeRecord,
  importNumber: number,
): RechargeDocument {
  return { _id: id, account, amount: toDecimal128(amount), at, import: importNumber };
}

function huaweiOrderDocument(record: HuaweiOrderRecord, importNumber: number): HuaweiOrderDocument {
  const { kind: _, order, faceValue, ...rest } = record;
  return { _id: order, ...rest, faceValue: toDecimal128(faceValue), import: importNumber };
}

function manifestDocument(record: ManifestRecord, importNumber: number): ManifestDocument {
  const { kind: _, total, ...rest } = record;
  return {
    _id: `${rest.site}/${rest.currency}/${rest.day}/${rest.part}`,
    ...rest,
    total: toDecimal128(total),
    import: importNumber,
  };
}
