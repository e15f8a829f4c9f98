import { z } from 'zod';
import { bindWorkspace } from '../../ledger/commands/bind-workspace.js';
import { changeSettlementMethod } from '../../ledger/commands/change-settlement-method.js';
import { moveWorkspace } from '../../ledger/commands/move-workspace.js';
import { unbindWorkspace } from '../../ledger/commands/unbind-workspace.js';
import { withdrawChange } from '../../ledger/commands/withdraw-change.js';
import { listWorkspaces } from '../../ledger/reads/list-workspaces.js';
import * as answers from '../answers/workspaces.js';
import { operation, type Operation } from '../operation.js';
import { accountPath, identifier, nothing, page } from '../schemas.js';
import { settlement } from './settlement-method.js';

const tag = 'workspaces';
const workspacePath = accountPath.extend({ workspace: identifier });

export const workspaceOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    url: '/accounts/:account/workspaces',
    tag,
    summary: 'Tied workspaces: site, method now and pending, cloud account, locks',
    role: 'viewer',
    path: accountPath,
    query: page,
    answer: answers.workspaces,
    run: ({ ledger, path, query }) => listWorkspaces(ledger, { ...path, ...query }),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/workspaces',
    tag,
    summary: 'Bind a workspace that belongs to nobody, from tomorrow on',
    role: 'owner',
    path: accountPath,
    body: z.strictObject({
      workspace: identifier,
      site: z
        .string()
        .regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 of a-z, 0-9, "-"')
        .optional(),
      settlement: settlement.optional(),
    }),
    answer: answers.changedWorkspace,
    run: ({ ledger, command, body }) => bindWorkspace(ledger, command, body),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/workspaces/:workspace/unbind',
    tag,
    summary: 'Unbind a workspace, from tomorrow on',
    role: 'owner',
    path: workspacePath,
    body: nothing,
    answer: answers.unboundWorkspace,
    run: ({ ledger, command, path: { workspace } }) =>
      unbindWorkspace(ledger, command, { workspace }),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/workspaces/:workspace/move',
    tag,
    summary: 'Move a workspace to another account of the same currency, from tomorrow on',
    role: 'operator',
    path: workspacePath,
    body: z.strictObject({ to: identifier, settlement: settlement.optional() }),
    answer: answers.changedWorkspace,
    run: ({ ledger, command, path: { workspace }, body }) =>
      moveWorkspace(ledger, command, { workspace, ...body }),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/workspaces/:workspace/settlement-method',
    tag,
    summary: 'Change how it is paid, from tomorrow on; once a calendar month',
    role: 'owner',
    path: workspacePath,
    body: z.strictObject({ settlement }),
    answer: answers.changedWorkspace,
    run: ({ ledger, command, path: { workspace }, body }) =>
      changeSettlementMethod(ledger, command, { workspace, ...body }),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/workspaces/:workspace/withdraw',
    tag,
    summary: 'Withdraw a change of method that is pending',
    role: 'owner',
    path: workspacePath,
    body: nothing,
    answer: answers.changedWorkspace,
    run: ({ ledger, command, path: { workspace } }) =>
      withdrawChange(ledger, command, { workspace }),
  }),
];
