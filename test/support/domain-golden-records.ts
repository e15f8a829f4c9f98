import { cell, CaseFileError, checkHeadings, type CaseTable } from './domain-golden-tables.js';

/** A record of the import format, ready for `JSON.stringify`. */
export type GoldenRecord = { kind: string } & Record<string, unknown>;

/** A card that the customer buys with cash: an act in the expense center, no import record. */
export interface GoldenPurchase {
  account: string;
  card: string;
  faceValue: string;
}

/** What a case has so far: the names by which its further tables speak. */
export interface CaseNames {
  account: string;
  currency: 'CNY' | 'USD';
  /** Vouchers, cards and cloud accounts: the kind by which a statement names them. */
  instruments: Map<string, string>;
}

interface Row {
  line: number;
  name: string;
  id: string;
  amount: string;
  terms: string[];
  names: CaseNames;
  prefix: string;
  day: string;
}

/** Reads a table of records. Lines of one workspace and day become one bill. */
export function readRecords(
  table: CaseTable,
  step: { names: CaseNames; prefix: string; day: string },
): { records: GoldenRecord[]; purchases: GoldenPurchase[] } {
  checkHeadings(table, ['record', 'id', 'amount', 'with']);
  const records: GoldenRecord[] = [];
  const purchases: GoldenPurchase[] = [];
  const bills = new Map<string, { item: string; amount: string }[]>();
  for (const found of table.rows) {
    const terms = cell(table, found, 'with').split(',');
    const row: Row = {
      ...step,
      line: found.line,
      name: cell(table, found, 'record'),
      id: cell(table, found, 'id'),
      amount: cell(table, found, 'amount'),
      terms: terms.map((term) => term.trim()).filter((term) => term !== ''),
    };
    if (row.name === 'card purchase') purchases.push(purchaseOf(row));
    else if (row.name === 'bill') addBillLine(row, bills, records);
    else records.push(recordOf(row));
    if (row.terms.length > 0)
      throw new CaseFileError(row.line, `a ${row.name} is not "${row.terms.join(', ')}"`);
  }
  return { records, purchases };
}

function recordOf(row: Row): GoldenRecord {
  const id = row.prefix + row.id;
  const { account } = row.names;
  switch (row.name) {
    case 'account': {
      const currency = takeTerm(row, 'currency') === 'USD' ? 'USD' : 'CNY';
      row.names.account = id;
      row.names.currency = currency;
      return { kind: 'account', id, name: row.id, currency, cash: row.amount };
    }
    case 'workspace':
      return workspaceOf(row);
    case 'cloud account':
      return cloudAccountOf(row);
    case 'ordinary voucher':
    case 'full-reduction voucher':
      return voucherOf(row);
    case 'stored-value card':
      return cardOf(row);
    case 'recharge':
      return {
        kind: 'recharge',
        id,
        account,
        amount: row.amount,
        at: takeTerm(row, 'at') ?? '2026-11-23T09:00:00+08:00',
      };
    default:
      throw new CaseFileError(row.line, `unknown record "${row.name}"`);
  }
}

function workspaceOf(row: Row): GoldenRecord {
  const [site = '', name] = row.id.split('/');
  if (name === undefined) throw new CaseFileError(row.line, `"${row.id}" is not site/name`);
  const cloud = takeTerm(row, 'cloud');
  const settlement =
    cloud === undefined
      ? { method: 'enterprise' }
      : { method: 'cloud', cloudAccount: row.prefix + cloud };
  const { account } = row.names;
  return { kind: 'workspace', id: row.prefix + name, account, site, settlement };
}

const customers: Readonly<Record<string, string>> = {
  aws: '123456789012',
  'alibaba-cloud': '1234567890',
  'huawei-cloud': '0123456789abcdef0123456789abcdef',
};

function cloudAccountOf(row: Row): GoldenRecord {
  const id = row.prefix + row.id;
  const provider = Object.keys(customers).find((each) => takeFlag(row, each));
  if (provider === undefined)
    throw new CaseFileError(row.line, `a cloud account is one of ${Object.keys(customers).join()}`);
  row.names.instruments.set(id, 'cloud-account');
  return {
    kind: 'cloudAccount',
    id,
    account: row.names.account,
    provider,
    customer: customers[provider],
    // An AWS product code, which every provider takes; unique where the id is.
    instance: id.toLowerCase().replace(/[^a-z0-9]/g, ''),
    subscribed: !takeFlag(row, 'unsubscribed'),
  };
}

function voucherOf(row: Row): GoldenRecord {
  const id = row.prefix + row.id;
  const type = row.name === 'ordinary voucher' ? 'ordinary' : 'full-reduction';
  row.names.instruments.set(id, `${type}-voucher`);
  return {
    kind: 'voucher',
    id,
    account: row.names.account,
    type,
    faceValue: takeTerm(row, 'face') ?? row.amount,
    balance: row.amount,
    ...given('minSpend', takeTerm(row, 'spend')),
    ...(takeFlag(row, 'single use') ? { singleUse: true } : {}),
    ...given('validFrom', takeTerm(row, 'from')),
    ...given('expiresAt', takeTerm(row, 'until')),
  };
}

function cardOf(row: Row): GoldenRecord {
  const id = row.prefix + row.id;
  row.names.instruments.set(id, 'stored-value-card');
  return {
    kind: 'storedValueCard',
    id,
    account: row.names.account,
    faceValue: takeTerm(row, 'face') ?? row.amount,
    balance: row.amount,
    purchaseType: ['huawei', 'partner'].find((each) => takeFlag(row, each)) ?? 'cash',
    purchasedAt: takeTerm(row, 'bought') ?? '2026-01-01T00:00:00+08:00',
    ...given('expiresAt', takeTerm(row, 'until')),
  };
}

function purchaseOf(row: Row): GoldenPurchase {
  const card = row.prefix + row.id;
  row.names.instruments.set(card, 'stored-value-card');
  return { account: row.names.account, card, faceValue: row.amount };
}

function addBillLine(
  row: Row,
  bills: Map<string, { item: string; amount: string }[]>,
  records: GoldenRecord[],
): void {
  const workspace = row.prefix + row.id;
  const day = takeTerm(row, 'on') ?? row.day;
  const item = row.terms.pop();
  if (item === undefined) throw new CaseFileError(row.line, 'a bill line has no item');
  if (day === '') throw new CaseFileError(row.line, 'a bill without a day: `on DAY`, or settle it');
  const key = `${workspace} ${day}`;
  const lines = bills.get(key) ?? [];
  if (!bills.has(key)) records.push({ kind: 'bill', workspace, day, lines });
  bills.set(key, lines);
  lines.push({ item, amount: row.amount });
}

/** Takes `until 2026-…` out of the row's terms. */
function takeTerm(row: Row, word: string): string | undefined {
  const index = row.terms.findIndex((term) => term.startsWith(`${word} `));
  if (index === -1) return undefined;
  const [term = ''] = row.terms.splice(index, 1);
  return term.slice(word.length).trim();
}

function takeFlag(row: Row, word: string): boolean {
  const index = row.terms.indexOf(word);
  if (index === -1) return false;
  row.terms.splice(index, 1);
  return true;
}

function given(field: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [field]: value };
}
