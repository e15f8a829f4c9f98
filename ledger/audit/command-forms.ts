import type * as documents from '../documents.js';
import type { VoucherCodeDocument } from '../voucher-code-documents.js';
import {
  amount,
  count,
  currency,
  maybeInstant,
  maybeText,
  text,
  type FormOf,
} from './field-forms.js';

/** What commands have left: see documents.ts and voucher-code-documents.ts. */
export const commandForms = {
  rechargeOrders: {
    _id: text,
    account: text,
    amount,
    currency,
    state: { oneOf: ['pending', 'confirmed', 'cancelled'] },
    requestedAt: 'instant',
    confirmedAt: maybeInstant,
    reference: maybeText,
    import: count,
  } satisfies FormOf<documents.RechargeOrderDocument>,
  voucherCodes: {
    _id: text,
    batch: text,
    currency,
    type: { oneOf: ['ordinary', 'full-reduction'] },
    faceValue: amount,
    minSpend: amount,
    singleUse: 'flag',
    issuedAt: 'instant',
    usableUntil: maybeInstant,
    expiresAt: maybeInstant,
    account: maybeText,
    voucher: maybeText,
    usedAt: maybeInstant,
  } satisfies FormOf<VoucherCodeDocument>,
  commands: {
    _id: text,
    account: text,
    key: text,
    name: text,
    hash: text,
    content: 'object',
    result: 'object',
    at: 'instant',
  } satisfies FormOf<documents.CommandDocument>,
};
