import { currencies } from '../../domain/billing-cycle.js';
import { chargeStates } from '../../domain/cloud-charge.js';
import type { CycleReport } from '../../domain/cycle-report.js';
import { columnOf, statementColumns } from '../../domain/statement.js';
import type { Collections } from '../collections.js';
import type * as documents from '../documents.js';
import type * as settling from '../settlement-documents.js';
import type { Form } from './decode.js';

type FormOf<T> = { readonly [K in keyof T]?: Form };

const day: Form = 'day';
const text: Form = 'text';
const amount: Form = 'amount';
const count: Form = 'count';
const maybeText: Form = { optional: 'text' };
const maybeInstant: Form = { optional: 'instant' };
const currency: Form = { oneOf: currencies };
const method: Form = { oneOf: ['enterprise', 'cloud'] };
const provider: Form = { oneOf: ['aws', 'alibaba-cloud', 'huawei-cloud'] };
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

const money: Form = 'amount text';
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
  accounts: {
    _id: text,
    account: text,
    currency,
    import: count,
    opening: amount,
    cash: amount,
    overdraft: amount,
    cloudArrears: amount,
    arrearsSince: maybeInstant,
    entries: count,
    head: text,
  } satisfies FormOf<documents.AccountDocument>,
  workspaces: {
    _id: text,
    account: text,
    site: text,
    import: count,
    terms: {
      each: { fields: { from: day, account: text, method, cloudAccount: maybeText } },
    },
  } satisfies FormOf<documents.WorkspaceDocument>,
  cloudAccounts: {
    _id: text,
    account: text,
    provider,
    customer: text,
    instance: text,
    subscribed: 'flag',
    import: count,
  } satisfies FormOf<documents.CloudAccountDocument>,
  vouchers: {
    _id: text,
    account: text,
    type: { oneOf: ['ordinary', 'full-reduction'] },
    faceValue: amount,
    opening: amount,
    balance: amount,
    minSpend: amount,
    singleUse: 'flag',
    forfeited: { optional: 'flag' },
    validFrom: maybeInstant,
    expiresAt: maybeInstant,
    import: count,
  } satisfies FormOf<documents.VoucherDocument>,
  storedValueCards: {
    _id: text,
    account: text,
    faceValue: amount,
    opening: amount,
    balance: amount,
    purchasedAt: 'instant',
    expiresAt: maybeInstant,
    import: count,
  } satisfies FormOf<documents.StoredValueCardDocument>,
  recharges: {
    _id: text,
    account: text,
    amount,
    at: 'instant',
    import: count,
  } satisfies FormOf<documents.RechargeDocument>,
  bills: {
    _id: text,
    account: text,
    workspace: text,
    site: text,
    day,
    currency,
    method,
    cloudAccount: maybeText,
    lines: { each: { fields: { item: text, amount } } },
    lineCount: count,
    total: money,
    rounded: amount,
    import: count,
    settlement: { orNull: count },
  } satisfies FormOf<documents.BillDocument>,
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
  imports: {
    last: count,
    published: count,
    posted: count,
  } satisfies FormOf<documents.ImportsDocument>,
  manifests: {
    _id: text,
    site: text,
    currency,
    day,
    part: count,
    bills: count,
    total: amount,
    import: count,
  } satisfies FormOf<documents.ManifestDocument>,
  huaweiOrders: {
    _id: text,
    customer: text,
    currency,
    cards: count,
    faceValue: amount,
    import: count,
  } satisfies FormOf<documents.HuaweiOrderDocument>,
} satisfies Partial<Record<keyof Collections, object>>;
