import type { ChargeAnswer } from '../../domain/charge-outcome.js';
import { standingOf, type ChargeState } from '../../domain/cloud-charge.js';
import type { Provider } from '../../domain/records.js';
import { SettlementError } from '../../domain/settlement-error.js';
import type { OperatorAnswer } from '../answer-charge.js';
import { findCharge } from '../charge-queue.js';
import type { Ledger } from '../ledger-context.js';
import { earlierCommand, runCommand, type Command } from './run-command.js';

/** Takes an operator's answer to the workflow of the charge, and comes back with where it stands. */
export type ResolveCharge = (
  answer: OperatorAnswer & { provider: Provider },
) => Promise<ChargeState>;

export interface ChargeResolution {
  charge: string;
  answer: ChargeAnswer;
  reason: string;
}

export interface ResolvedCharge {
  charge: string;
  state: ChargeState;
}

/**
 * An operator answers in place of the vendor, and the trail of the charge's account keeps it. The same
 * answer of the same operator once more changes nothing, so that whoever was stopped between answer and
 * trail asks again.
 * @throws SettlementError `not-found`, `refused` where the charge is decided, or `other-content`
 */
export async function resolveCharge(
  ledger: Ledger,
  asked: Omit<Command, 'account'>,
  { charge: key, answer, reason }: ChargeResolution,
  resolve: ResolveCharge,
): Promise<ResolvedCharge> {
  const found = await findCharge(ledger, key);
  if (!found) throw new SettlementError('not-found', `no charge ${key}`);
  const { account, provider, state, answer: given } = found.charge;
  const command = { ...asked, account };
  const said = { name: 'resolveCharge', content: { charge: key, answer, reason } };
  const keep = (now: ChargeState): Promise<ResolvedCharge> =>
    runCommand(ledger, command, said, async () => ({ charge: key, state: now }));
  if (await earlierCommand(ledger, { command, said })) return keep(state);
  const by = `${asked.actor.name} (${asked.actor.id})`;
  if (standingOf(state) !== 'charging') {
    if (given?.by === by && given.reason === reason) return keep(state);
    throw new SettlementError('refused', `${key} is ${state}`);
  }
  return keep(await resolve({ key, provider, answer, by, reason }));
}
