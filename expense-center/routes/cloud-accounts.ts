import { z } from 'zod';
import { registerCloudAccount } from '../../ledger/commands/register-cloud-account.js';
import { unsubscribeCloudAccount } from '../../ledger/commands/unsubscribe-cloud-account.js';
import { listCloudAccounts } from '../../ledger/reads/list-cloud-accounts.js';
import * as answers from '../answers/workspaces.js';
import { operation, type Operation } from '../operation.js';
import { accountPath, identifier, instant, page, plainText } from '../schemas.js';

const tag = 'cloud accounts';

export const cloudAccountOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    url: '/accounts/:account/cloud-accounts',
    tag,
    summary: 'Registered cloud accounts and until when they are subscribed',
    role: 'viewer',
    path: accountPath,
    query: page,
    answer: answers.cloudAccounts,
    run: ({ ledger, path, query }) => listCloudAccounts(ledger, { ...path, ...query }),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/cloud-accounts',
    tag,
    summary: 'Register a cloud account: each instance of a vendor once, over all accounts',
    role: 'owner',
    path: accountPath,
    body: z.strictObject({
      provider: z.enum(['aws', 'alibaba-cloud', 'huawei-cloud']),
      customer: plainText,
      instance: plainText,
      region: plainText.optional(),
    }),
    answer: answers.registeredCloudAccount,
    run: ({ ledger, command, body }) => registerCloudAccount(ledger, command, body),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/cloud-accounts/:cloudAccount/unsubscribe',
    tag,
    summary: 'Note that it is unsubscribed: its workspaces switch or lock by its vendor’s policy',
    role: 'owner',
    path: accountPath.extend({ cloudAccount: identifier }),
    body: z.strictObject({ at: instant.optional() }),
    answer: answers.unsubscribed,
    run: ({ ledger, command, path: { cloudAccount }, body }) =>
      unsubscribeCloudAccount(ledger, command, { cloudAccount, ...body }),
  }),
];
