import { z } from 'zod';
import { identifier } from '../schemas.js';

/** How a workspace is paid. */
export const settlement = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('enterprise') }),
  z.strictObject({ method: z.literal('cloud'), cloudAccount: identifier }),
]);
