import { z } from 'zod';
import { amount, at, currency, id, lock, lockCause, pageOf } from './parts.js';

const site = z.string();

const debt = { account: id, currency, overdraft: amount, cloudArrears: amount, owedSince: at };
const workspace = { account: id, workspace: id, site };

/** See domain/message.ts. */
const message = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('arrears.notice'),
    ...debt,
    day: z.number().int().meta({ description: 'Of the arrears clock' }),
    lockAt: at,
  }),
  z.strictObject({ type: z.literal('arrears.locked'), ...debt, workspaces: z.number().int() }),
  z.strictObject({
    type: z.literal('arrears.cleared'),
    account: id,
    currency,
    owedSince: at,
    unlocked: z.boolean(),
  }),
  z.strictObject({
    type: z.literal('workspace.locked'),
    ...workspace,
    causes: z.array(lockCause),
  }),
  z.strictObject({ type: z.literal('workspace.unlocked'), ...workspace }),
]);

const delivery = z.strictObject({
  channel: z.enum(['mail', 'webhook']),
  to: z.string(),
  state: z.enum(['waiting', 'sent', 'refused', 'given-up']),
  attempts: z.number().int().meta({ description: 'Tries that failed' }),
  triedAt: at.optional(),
  nextAt: at.optional(),
  answer: z.string().optional().meta({ description: 'What came of the last try' }),
});

export const messageStates = ['waiting', 'sent', 'failed', 'overtaken', 'nobody'] as const;

export const messages = pageOf(
  z
    .strictObject({
      id,
      account: id,
      at,
      state: z.enum(messageStates),
      nextAt: at.optional().meta({ description: 'When the next try is due' }),
      message,
      deliveries: z.array(delivery),
    })
    .meta({ id: 'Message' }),
);

export const replayed = z.strictObject({
  message: id,
  account: id,
  state: z.literal('waiting'),
});

export const workspaceLocks = z
  .strictObject({
    workspace: id,
    site,
    account: id.optional().meta({ description: 'Who pays; absent where nobody does' }),
    locked: z.boolean(),
    locks: z.array(lock),
  })
  .meta({ id: 'WorkspaceLocks' });

export const lockedWorkspaces = pageOf(
  z
    .strictObject({
      account: id,
      workspaces: z.array(z.strictObject({ workspace: id, site, causes: z.array(lockCause) })),
    })
    .meta({ id: 'LockedWorkspaces' }),
);
