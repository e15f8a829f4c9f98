import { z } from 'zod';
import { at, id, role } from './parts.js';

export const token = z
  .strictObject({
    token: id,
    account: id.optional(),
    role,
    name: z.string(),
    createdAt: at,
    expiresAt: at,
    lastUsedAt: at.optional(),
    revokedAt: at.optional(),
  })
  .meta({ id: 'Token' });

export const tokens = z.strictObject({ rows: z.array(token) });

export const newToken = z.strictObject({
  secret: z.string().meta({ description: 'Answered this once' }),
  token,
});
