import { z } from 'zod';
import { createToken } from '../../ledger/commands/create-token.js';
import { revokeToken } from '../../ledger/commands/revoke-token.js';
import { listTokens } from '../../ledger/tokens.js';
import * as answers from '../answers/tokens.js';
import { operation, type Operation } from '../operation.js';
import { accountPath, identifier, plainText } from '../schemas.js';

const tag = 'tokens';

export const tokenOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    url: '/accounts/:account/tokens',
    tag,
    summary: 'The tokens of the account, without their secrets',
    role: 'owner',
    path: accountPath,
    answer: answers.tokens,
    run: async ({ ledger, path }) => ({ rows: await listTokens(ledger, path) }),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/tokens',
    tag,
    summary: 'Make a token; its secret is answered this once',
    role: 'owner',
    path: accountPath,
    body: z.strictObject({
      role: z.enum(['viewer', 'finance', 'owner']),
      name: plainText,
      days: z.number().int().min(1).max(730),
    }),
    answer: answers.newToken,
    run: ({ ledger, command, path, body }) => createToken(ledger, command, { ...path, ...body }),
  }),
  operation({
    method: 'DELETE',
    url: '/accounts/:account/tokens/:token',
    tag,
    summary: 'Revoke a token, at once and for good',
    role: 'owner',
    path: accountPath.extend({ token: identifier }),
    answer: answers.token,
    run: ({ ledger, command, path }) => revokeToken(ledger, command, path),
  }),
];
