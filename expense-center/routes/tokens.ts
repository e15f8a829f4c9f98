import { z } from 'zod';
import { createToken, listTokens, revokeToken } from '../../ledger/tokens.js';
import { operation, type Operation } from '../route.js';
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
    run: ({ ledger, path, body }) => createToken(ledger, { ...path, ...body }),
  }),
  operation({
    method: 'DELETE',
    url: '/accounts/:account/tokens/:token',
    tag,
    summary: 'Revoke a token, at once and for good',
    role: 'owner',
    path: accountPath.extend({ token: identifier }),
    run: ({ ledger, path }) => revokeToken(ledger, path),
  }),
];
