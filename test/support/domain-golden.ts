import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  amountCell,
  cell,
  CaseFileError,
  checkHeadings,
  readSections,
  type CaseSection,
  type CaseTable,
} from './domain-golden-tables.js';
import {
  readRecords,
  type CaseNames,
  type GoldenPurchase,
  type GoldenRecord,
} from './domain-golden-records.js';

/** The case file; its own head explains how a case is written. */
export const goldenFile = join(__dirname, '../golden/settlement-cases.md');

export interface GoldenCase {
  /** '12'. */
  number: string;
  title: string;
  account: string;
  currency: 'CNY' | 'USD';
  steps: GoldenStep[];
}

/** First the records come in and the cards are bought, then `day` is settled, where there is one. */
export interface GoldenStep {
  line: number;
  records: GoldenRecord[];
  purchases: GoldenPurchase[];
  day?: string;
  /** Of `day`, as the statement's NDJSON has it, without its cycle, currency and deductions. */
  statement?: GoldenRow & { account: string; state: string };
  /** The account's workspaces in the statement; empty where the case does not show them. */
  workspaces: (GoldenRow & { workspace: string })[];
  /** Of `day`, in the order in which they were drawn. */
  deductions: { kind: string; id: string; amount: string }[];
  balances: GoldenBalances;
}

export interface GoldenRow {
  total: string;
  ordinaryVouchers: string;
  fullReductionVouchers: string;
  storedValueCards: string;
  cash: string;
  cloudAccount: string;
  arrears: string;
}

export interface GoldenBalances {
  cash: string;
  overdraft: string;
  cloudArrears: string;
  /** Every voucher and card of the case so far, by id. */
  instruments: Record<string, { left: string; forfeited: string }>;
}

/**
 * The cases of the file.
 * @param prefixOf put before every id of a case, so that many cases fit into one database.
 */
export function goldenCases(
  prefixOf: (number: string) => string = () => '',
  text: string = readFileSync(goldenFile, 'utf8'),
): GoldenCase[] {
  const cases: GoldenCase[] = [];
  const known = new Map<string, CaseNames>();
  for (const section of readSections(text)) {
    const { number, title } = section;
    const last = cases.at(-1);
    const names = known.get(number) ?? { account: '', currency: 'CNY', instruments: new Map() };
    if (last?.title !== title && known.has(number))
      throw new CaseFileError(section.line, `there are two cases ${number}`);
    known.set(number, names);
    const step = readStep(section, names, prefixOf(number));
    if (last?.number === number) last.steps.push(step);
    else {
      const { account, currency } = names;
      cases.push({ number, title, account, currency, steps: [step] });
    }
  }
  return cases;
}

function readStep(section: CaseSection, names: CaseNames, prefix: string): GoldenStep {
  const tables: Partial<Record<'record' | 'statement' | 'instrument', CaseTable>> = {};
  let day = '';
  for (const table of section.tables) {
    const [first = '', second] = (table.header[0] ?? '').split(' ');
    if ((first !== 'record' && first !== 'statement' && first !== 'instrument') || tables[first])
      throw new CaseFileError(
        table.line,
        'a step has one table each of record, statement, instrument',
      );
    tables[first] = table;
    if (first === 'statement') day = second ?? '';
  }
  const read = tables.record && readRecords(tables.record, { names, prefix, day });
  if (!tables.instrument)
    throw new CaseFileError(section.line, 'a step without a table of instruments');
  return {
    line: section.line,
    ...(read ?? { records: [], purchases: [] }),
    ...(tables.statement
      ? readStatement(tables.statement, { day, names, prefix })
      : { workspaces: [] }),
    ...readInstruments(tables.instrument, { names, prefix }),
  };
}

const columns = {
  total: 'total',
  ordinaryVouchers: 'ordinary vouchers',
  fullReductionVouchers: 'full-reduction vouchers',
  storedValueCards: 'cards',
  cash: 'cash',
  cloudAccount: 'cloud account',
  arrears: 'arrears',
} as const;

function readStatement(
  table: CaseTable,
  { day, names, prefix }: { day: string; names: CaseNames; prefix: string },
): Pick<GoldenStep, 'day' | 'statement' | 'workspaces'> {
  const name = table.header[0] ?? '';
  checkHeadings(table, [name, ...Object.values(columns), 'state']);
  const rows = table.rows.map((row) => {
    const amount = (heading: string): string => amountCell(table, row, heading);
    return {
      id: prefix + cell(table, row, name),
      state: cell(table, row, 'state'),
      amounts: {
        total: amount(columns.total),
        ordinaryVouchers: amount(columns.ordinaryVouchers),
        fullReductionVouchers: amount(columns.fullReductionVouchers),
        storedValueCards: amount(columns.storedValueCards),
        cash: amount(columns.cash),
        cloudAccount: amount(columns.cloudAccount),
        arrears: amount(columns.arrears),
      },
    };
  });
  const [account, ...workspaces] = rows;
  if (account?.id !== names.account)
    throw new CaseFileError(table.line, 'the first row of a statement is that of the account');
  return {
    day,
    statement: { account: account.id, state: account.state, ...account.amounts },
    workspaces: workspaces.map(({ id, amounts }) => ({ workspace: id, ...amounts })),
  };
}

function readInstruments(
  table: CaseTable,
  { names, prefix }: { names: CaseNames; prefix: string },
): Pick<GoldenStep, 'deductions' | 'balances'> {
  checkHeadings(table, ['instrument', 'paid', 'left', 'forfeited']);
  const balances: GoldenBalances = {
    cash: '0.00',
    overdraft: '0.00',
    cloudArrears: '0.00',
    instruments: {},
  };
  const deductions: GoldenStep['deductions'] = [];
  for (const row of table.rows) {
    const name = cell(table, row, 'instrument');
    const paid = amountCell(table, row, 'paid');
    const left = amountCell(table, row, 'left');
    const id = name === 'cash' ? names.account : prefix + name;
    const kind = name === 'cash' ? 'cash' : names.instruments.get(id);
    if (name === 'cash') balances.cash = left;
    else if (name === 'overdraft') balances.overdraft = left;
    else if (name === 'cloud arrears') balances.cloudArrears = left;
    else if (kind === undefined) throw new CaseFileError(row.line, `no instrument "${name}"`);
    else if (kind !== 'cloud-account')
      balances.instruments[id] = { left, forfeited: amountCell(table, row, 'forfeited') };
    if (paid !== '0.00' && kind !== undefined) deductions.push({ kind, id, amount: paid });
  }
  return { deductions, balances };
}
