import type * as documents from '../documents.js';
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
import type { Form } from './decode.js';

const termCause: Form = { oneOf: ['cloud-account-unsubscribed'] };

const asked: Form = {
  fields: {
    change: { oneOf: ['bind', 'unbind', 'move', 'method', 'withdraw'] },
    on: day,
    command: text,
  },
};

/** What customers have: see documents.ts. */
export const customerForms = {
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
    locks: {
      optional: {
        each: {
          fields: {
            cause: { oneOf: ['arrears', 'cloud-account-unsubscribed'] },
            workspace: maybeText,
            cloudAccount: maybeText,
            owedSince: maybeInstant,
            since: 'instant',
          },
        },
      },
    },
    course: {
      optional: {
        each: { fields: { day: count, at: 'instant', overtaken: { optional: 'flag' } } },
      },
    },
    toFollow: { optional: count },
    followedAt: maybeInstant,
    entries: count,
    head: text,
  } satisfies FormOf<documents.AccountDocument>,
  workspaces: {
    _id: text,
    account: text,
    site: text,
    import: count,
    terms: {
      each: {
        fields: {
          from: day,
          account: text,
          method,
          cloudAccount: maybeText,
          cause: { optional: termCause },
          asked: { optional: asked },
        },
      },
    },
  } satisfies FormOf<documents.WorkspaceDocument>,
  cloudAccounts: {
    _id: text,
    account: text,
    provider,
    customer: text,
    instance: text,
    subscribed: 'flag',
    subscribedUntil: maybeInstant,
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
    usedUp: { optional: 'flag' },
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
    usedUp: { optional: 'flag' },
    purchaseType: { oneOf: ['cash', 'huawei', 'partner'] },
    purchasedAt: 'instant',
    expiresAt: maybeInstant,
    order: maybeText,
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
    account: maybeText,
    redeemedAt: maybeInstant,
    import: count,
  } satisfies FormOf<documents.HuaweiOrderDocument>,
};
