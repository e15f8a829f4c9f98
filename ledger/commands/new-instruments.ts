import { createHash } from 'node:crypto';
import type { ClientSession } from 'mongodb';
import { SettlementError } from '../../domain/settlement-error.js';
import type { Ledger } from '../ledger-context.js';
import type { Command } from './run-command.js';

/**
 * The id of what a command makes: of its account and key, so that every try makes the same one, and
 * an account's two commands never the same. 80 bits of a hash, in capitals that are read out easily.
 */
export function newInstrumentId(prefix: string, { account, key }: Command): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([prefix, account, key]))
    .digest('hex');
  return `${prefix}-${hash.slice(0, 20)}`;
}

/** As an import does: so that a later one with a record of such an id is refused as other content. */
export async function takeIdentity(
  { collections: { identities } }: Ledger,
  { kind, id }: { kind: 'voucher' | 'storedValueCard'; id: string },
  session: ClientSession,
): Promise<void> {
  const identity = `${kind}/${id}`;
  if (await identities.findOne({ _id: identity }, { session }))
    throw new SettlementError('refused', `there is a ${kind} ${id} already`);
  // No record's hash is like this one.
  await identities.insertOne({ _id: identity, hash: 'command', import: 0 }, { session });
}
