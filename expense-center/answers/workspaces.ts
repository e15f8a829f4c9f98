import { z } from 'zod';
import { at, dayOf, id, lock, method, pageOf, provider } from './parts.js';

const term = z.strictObject({
  from: dayOf.meta({ description: 'The first day' }),
  own: z.boolean().meta({ description: 'Whether this account pays from that day on' }),
  method,
  cloudAccount: id.optional(),
  cause: z.literal('cloud-account-unsubscribed').optional(),
});

export const workspaces = pageOf(
  z
    .strictObject({
      workspace: id,
      site: z.string(),
      now: term.optional().meta({ description: 'Absent where none holds yet' }),
      pending: z.array(term).meta({ description: 'What takes its place on a later day' }),
      locks: z.array(lock).meta({ description: 'It is open where this is empty' }),
    })
    .meta({ id: 'Workspace' }),
);

export const changedWorkspace = z
  .strictObject({
    workspace: id,
    from: dayOf.meta({ description: 'The first day; those before are settled as they were' }),
    method,
    cloudAccount: id.optional(),
  })
  .meta({ id: 'ChangedWorkspace' });

export const unboundWorkspace = z.strictObject({ workspace: id, from: dayOf });

export const cloudAccounts = pageOf(
  z
    .strictObject({
      id,
      provider,
      customer: z.string(),
      instance: z.string(),
      region: z.string().optional(),
      subscribed: z.boolean(),
      subscribedUntil: at.optional(),
    })
    .meta({ id: 'CloudAccount' }),
);

export const registeredCloudAccount = z.strictObject({
  cloudAccount: id,
  provider,
  instance: z.string(),
});

export const unsubscribed = z.strictObject({
  account: id,
  provider,
  until: at,
  switched: z
    .array(z.strictObject({ workspace: id, from: dayOf }))
    .meta({ description: 'Those that settle with the enterprise account, from that day on' }),
  locked: z.array(id),
});
