import { z } from 'zod';
import { unsubscribe } from '../../ledger/unsubscribe.js';
import { listCloudAccounts } from '../../ledger/reads/list-cloud-accounts.js';
import { listWorkspaces } from '../../ledger/reads/list-workspaces.js';
import { RequestError } from '../problem.js';
import { operation, type Operation } from '../route.js';
import { accountPath, identifier, instant, page } from '../schemas.js';

export const workspaceOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    url: '/accounts/:account/workspaces',
    tag: 'workspaces',
    summary: 'Tied workspaces: site, method now and pending, cloud account, locks',
    role: 'viewer',
    path: accountPath,
    query: page,
    run: ({ ledger, path, query }) => listWorkspaces(ledger, { ...path, ...query }),
  }),
  operation({
    method: 'GET',
    url: '/accounts/:account/cloud-accounts',
    tag: 'cloud accounts',
    summary: 'Registered cloud accounts and until when they are subscribed',
    role: 'viewer',
    path: accountPath,
    query: page,
    run: ({ ledger, path, query }) => listCloudAccounts(ledger, { ...path, ...query }),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/cloud-accounts/:cloudAccount/unsubscribe',
    tag: 'cloud accounts',
    summary: 'Note that it is unsubscribed: its workspaces switch or lock by its vendor’s policy',
    role: 'owner',
    path: accountPath.extend({ cloudAccount: identifier }),
    body: z.strictObject({ at: instant.optional() }),
    async run({ ledger, path: { account, cloudAccount }, body: { at } }) {
      const found = await ledger.collections.cloudAccounts.findOne({ _id: cloudAccount, account });
      if (!found) throw new RequestError(404, `no cloud account ${cloudAccount}`);
      return unsubscribe(ledger, { cloudAccount, ...(at === undefined ? {} : { at }) });
    },
  }),
];
