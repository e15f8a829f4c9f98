import { chargeStates } from '../../domain/cloud-charge.js';
import type { CycleReport } from '../../domain/cycle-report.js';
import { columnOf, statementColumns } from '../../domain/statement.js';
import type { Collections } from '../collections.js';
import type * as settling from '../settlement-documents.js';
import { commandForms } from './command-forms.js';
import { customerForms } from './customer-forms.js';
import type { Form } from './decode.js';
import {
  amount,
  count,
  currency,
  day,
  maybeInstant,
  maybeText,
  method,
  money,
  provider,
  text,
  type FormOf,
} from './field-forms.js';

const chargeStanding: Form = { oneOf: ['charging', 'accepted', 'refused'] };
const payer: Form = { oneOf: Object.keys(columnOf) };
const slot: Form = { fields: { region: text, dimension: text, hour: 'instant' } };

const content = {
  lines: {
    each: {
      fields: {
        workspace: text,
        site: text,
        item: text,
        restricted: 'flag',
        method,
        cloudAccount: maybeText,
        amount,
      },
    },
  },
  deductions: { each: { fields: { line: count, kind: payer, id: text, amount } } },
} satisfies FormOf<settling.SettlementPartDocument>;

const share: Form = { fields: { accounts: count, bills: count, total: money } };
const columns: Form = {
  fields: Object.fromEntries(statementColumns.map((column) => [column, money])),
};

const report = {
  currency,
  day,
  cut: count,
  imported: { fields: { bills: count, total: money } },
  settled: share,
  charging: share,
  waiting: share,
  parked: share,
  columns,
  ledger: columns,
  due: money,
  matchedSites: { each: text },
  differingSites: {
    each: {
      fields: {
        site: text,
        bills: { fields: { sent: count, imported: count } },
        total: { fields: { sent: money, imported: money } },
      },
    },
  },
  differences: { each: text },
} satisfies FormOf<CycleReport>;

/** What every field that the audit looks at must be. */
export const documentForms = {
  ...customerForms,
  ...commandForms,
  settlements: {
    _id: text,
    account: text,
    currency,
    cycle: day,
    n: count,
    owner: text,
    step: count,
    state: { oneOf: ['open', 'waiting', 'parked', 'charging', 'done'] },
    total: amount,
    due: amount,
    eligibleSpend: amount,
    bills: count,
    cloud: 'flag',
    ...content,
    parts: count,
    totals: { fields: Object.fromEntries(statementColumns.map((column) => [column, amount])) },
    owed: { fields: { overdraft: amount, cloud: amount } },
    owes: 'flag',
    delayed: { optional: 'flag' },
    charges: {
      each: { fields: { key: text, cloudAccount: text, amount, state: chargeStanding } },
    },
    openedAt: 'instant',
    settledAt: maybeInstant,
  } satisfies FormOf<settling.SettlementDocument>,
  settlementParts: {
    _id: text,
    account: text,
    settlement: text,
    part: count,
    ...content,
  } satisfies FormOf<settling.SettlementPartDocument>,
  entries: {
    _id: text,
    account: text,
    number: count,
    key: text,
    currency,
    cycle: { optional: day },
    n: { optional: count },
    postings: { each: { fields: { debit: text, credit: text, amount } } },
    at: 'instant',
    previous: text,
    hash: text,
  } satisfies FormOf<settling.EntryDocument>,
  cloudCharges: {
    _id: text,
    account: text,
    key: text,
    provider,
    cloudAccount: text,
    currency,
    cycle: day,
    n: count,
    amount,
    units: text,
    shares: { each: { fields: { workspace: text, amount } } },
    state: { oneOf: chargeStates },
    slot: { optional: slot },
    attempts: count,
    replacedBy: maybeText,
  } satisfies FormOf<settling.CloudChargeDocument>,
  cycles: {
    _id: text,
    currency,
    day,
    state: { oneOf: ['running', 'closed'] },
    cut: count,
    closedAt: maybeInstant,
    report: { optional: { fields: report } },
  } satisfies FormOf<settling.CycleDocument>,
} satisfies Partial<Record<keyof Collections, object>>;
