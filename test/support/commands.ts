import { parseInstant } from '../../domain/instant.js';
import type { Command } from '../../ledger/commands/run-command.js';
import type { Ledger } from '../../ledger/ledger-context.js';

/** A command of the account's owner. */
export function command(account: string, key: string): Command {
  return { account, key, actor: { id: 'token-1', name: 'Ada', role: 'owner' } };
}

/** A command of an operator for no account. */
export function operator(key: string): Omit<Command, 'account'> {
  return { key, actor: { id: 'token-2', name: 'Li', role: 'operator' } };
}

/** The same ledger at another time: noon of that day in Shanghai. */
export function onDay(ledger: Ledger, day: string): Ledger {
  return atTime(ledger, `${day}T12:00:00+08:00`);
}

export function atTime(ledger: Ledger, time: string): Ledger {
  const at = parseInstant(time);
  if (at === undefined) throw new Error(`no instant: ${time}`);
  return { ...ledger, commandClock: () => at };
}

/** What became of commands that were given at once: 'done', or the code of the error; in order. */
export async function outcomesOf(given: readonly Promise<object>[]): Promise<string[]> {
  const settled = await Promise.allSettled(given);
  return settled.map((each) =>
    each.status === 'fulfilled' ? 'done' : (each.reason as { code: string }).code,
  );
}
