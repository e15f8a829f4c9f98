import { z } from 'zod';
import { activateVoucher } from '../../ledger/commands/activate-voucher.js';
import { buyCard } from '../../ledger/commands/buy-card.js';
import { grantVoucher } from '../../ledger/commands/grant-voucher.js';
import { issueVoucherCodes, mostCodes } from '../../ledger/commands/issue-voucher-codes.js';
import { redeemOrder } from '../../ledger/commands/redeem-order.js';
import { zero } from '../../domain/money.js';
import { listCards } from '../../ledger/reads/list-cards.js';
import { listVouchers } from '../../ledger/reads/list-vouchers.js';
import * as answers from '../answers/instruments.js';
import { operation, type Operation } from '../operation.js';
import {
  accountPath,
  identifier,
  instant,
  money,
  moneyAboveZero,
  nothing,
  page,
} from '../schemas.js';

const terms = {
  type: z.enum(['ordinary', 'full-reduction']),
  faceValue: moneyAboveZero,
  minSpend: money.optional(),
  singleUse: z.boolean().default(false),
  expiresAt: instant.optional(),
};

export const instrumentOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    url: '/accounts/:account/stored-value-cards',
    tag: 'stored-value cards',
    summary: 'Number, face value, available balance, status, purchase type, purchase time, expiry',
    role: 'viewer',
    path: accountPath,
    query: page,
    answer: answers.cards,
    run: ({ ledger, path, query }) => listCards(ledger, { ...path, ...query }),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/stored-value-cards',
    tag: 'stored-value cards',
    summary: 'Buy a card with cash: a multiple of 100, not refundable; large ones bring a voucher',
    role: 'finance',
    path: accountPath,
    body: z.strictObject({ faceValue: moneyAboveZero }),
    answer: answers.boughtCard,
    run: ({ ledger, command, body }) => buyCard(ledger, command, body),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/stored-value-cards/redeem',
    tag: 'stored-value cards',
    summary:
      "Redeem an order of Huawei's marketplace into cards, once; an overdraft is repaid first",
    role: 'finance',
    path: accountPath,
    body: z.strictObject({
      customer: z.string().regex(/^[0-9A-Fa-f]{32}$/, 'must be 32 hexadecimal digits'),
      order: identifier,
    }),
    answer: answers.redeemedOrder,
    run: ({ ledger, command, body }) => redeemOrder(ledger, command, body),
  }),
  operation({
    method: 'GET',
    url: '/accounts/:account/vouchers',
    tag: 'vouchers',
    summary: 'Every voucher and its status as of now',
    role: 'viewer',
    path: accountPath,
    query: page,
    answer: answers.vouchers,
    run: ({ ledger, path, query }) => listVouchers(ledger, { ...path, ...query }),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/vouchers',
    tag: 'vouchers',
    summary: 'Grant a voucher: it pays no day that was over before',
    role: 'operator',
    path: accountPath,
    body: z.strictObject({ ...terms, validFrom: instant.optional() }),
    answer: answers.givenVoucher,
    run: ({ ledger, command, body: { minSpend = zero, ...body } }) =>
      grantVoucher(ledger, command, { minSpend, ...body }),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/vouchers/activate',
    tag: 'vouchers',
    summary: 'Bring the voucher of a code to the account; ten wrong codes make it wait an hour',
    role: 'finance',
    path: accountPath,
    body: z.strictObject({ code: z.string().min(16).max(60) }),
    answer: answers.givenVoucher,
    run: ({ ledger, command, body }) => activateVoucher(ledger, command, body),
  }),
  operation({
    method: 'POST',
    url: '/voucher-codes',
    tag: 'vouchers',
    summary: 'Issue codes that bring a voucher each; they are answered this once',
    role: 'operator',
    path: nothing,
    body: z.strictObject({
      ...terms,
      count: z.number().int().min(1).max(mostCodes),
      currency: z.enum(['CNY', 'USD']),
      usableUntil: instant.optional(),
    }),
    answer: answers.issuedCodes,
    run: ({ ledger, command, body: { minSpend = zero, ...body } }) =>
      issueVoucherCodes(ledger, command, { minSpend, ...body }),
  }),
];
