import { z } from 'zod';
import { replayMessage } from '../../ledger/commands/replay-message.js';
import { listAllMessages, listMessages } from '../../ledger/reads/list-messages.js';
import { listLockedWorkspaces, readWorkspaceLocks } from '../../ledger/reads/read-locks.js';
import * as answers from '../answers/messages.js';
import { operation, type Operation } from '../operation.js';
import { accountPath, identifier, nothing, page } from '../schemas.js';

/** What somebody is told of arrears and locks, and locks for whoever asks. */
export const messageOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    url: '/accounts/:account/messages',
    tag: 'account',
    summary: 'What the account was told about arrears and locks, newest first',
    role: 'viewer',
    path: accountPath,
    query: page,
    answer: answers.messages,
    run: ({ ledger, path, query }) => listMessages(ledger, { ...path, ...query }),
  }),
  operation({
    method: 'GET',
    url: '/workspaces/:workspace/lock',
    tag: 'operations',
    summary: 'Whether a workspace is locked, and why',
    role: 'operator',
    path: z.strictObject({ workspace: identifier }),
    answer: answers.workspaceLocks,
    run: ({ ledger, path }) => readWorkspaceLocks(ledger, path),
  }),
  operation({
    method: 'GET',
    url: '/operations/locked-workspaces',
    tag: 'operations',
    summary: 'Every workspace that is locked, by accounts in id order',
    role: 'operator',
    path: nothing,
    query: page,
    answer: answers.lockedWorkspaces,
    run: ({ ledger, query }) => listLockedWorkspaces(ledger, query),
  }),
  operation({
    method: 'GET',
    url: '/operations/messages',
    tag: 'operations',
    summary: 'The messages of all accounts with their deliveries, newest first',
    role: 'operator',
    path: nothing,
    query: page.extend({ state: z.enum(answers.messageStates).optional() }),
    answer: answers.messages,
    run: ({ ledger, query }) => listAllMessages(ledger, query),
  }),
  operation({
    method: 'POST',
    url: '/operations/messages/:message/replay',
    tag: 'operations',
    summary: 'Send a message once more, under the same id',
    role: 'operator',
    path: z.strictObject({ message: identifier }),
    body: nothing,
    answer: answers.replayed,
    run: ({ ledger, command, path }) => replayMessage(ledger, command, path),
  }),
];
