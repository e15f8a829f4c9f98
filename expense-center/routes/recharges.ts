import { z } from 'zod';
import { cancelRecharge } from '../../ledger/commands/cancel-recharge.js';
import { confirmRecharge } from '../../ledger/commands/confirm-recharge.js';
import { payCloudArrears } from '../../ledger/commands/pay-cloud-arrears.js';
import { requestRecharge } from '../../ledger/commands/request-recharge.js';
import { listRecharges } from '../../ledger/reads/list-recharges.js';
import * as answers from '../answers/recharges.js';
import { operation, type Operation } from '../operation.js';
import { accountPath, identifier, moneyAboveZero, nothing, page } from '../schemas.js';

const tag = 'recharges';
const rechargePath = accountPath.extend({ recharge: identifier });

export const rechargeOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    url: '/accounts/:account/recharges',
    tag,
    summary: 'Every recharge, newest first, whatever became of it',
    role: 'viewer',
    path: accountPath,
    query: page,
    answer: answers.recharges,
    run: ({ ledger, path, query }) => listRecharges(ledger, { ...path, ...query }),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/recharges',
    tag,
    summary: 'Ask for a recharge: pending until it is confirmed that it was paid',
    role: 'finance',
    path: accountPath,
    body: z.strictObject({ amount: moneyAboveZero }),
    answer: answers.requestedRecharge,
    run: ({ ledger, command, body }) => requestRecharge(ledger, command, body),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/recharges/:recharge/confirm',
    tag,
    summary: 'It was paid: what is owed is repaid first, the rest becomes cash',
    role: 'operator',
    path: rechargePath,
    body: z.strictObject({ reference: identifier, amount: moneyAboveZero.optional() }),
    answer: answers.confirmedRecharge,
    run: ({ ledger, command, path: { recharge }, body }) =>
      confirmRecharge(ledger, command, { recharge, ...body }),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/recharges/:recharge/cancel',
    tag,
    summary: 'Give up a recharge that nobody paid',
    role: 'finance',
    path: rechargePath,
    body: nothing,
    answer: answers.cancelledRecharge,
    run: ({ ledger, command, path: { recharge } }) => cancelRecharge(ledger, command, { recharge }),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/cloud-arrears/payments',
    tag,
    summary: 'Pay cloud arrears from cash; without an amount as much as the cash is good for',
    role: 'finance',
    path: accountPath,
    body: z.strictObject({ amount: moneyAboveZero.optional() }),
    answer: answers.paidCloudArrears,
    run: ({ ledger, command, body }) => payCloudArrears(ledger, command, body),
  }),
];
