import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { Command } from '../ledger/commands/run-command.js';

/** Who gives a command at the command line, for the audit trail; each time another command. */
export function commandLine(): Omit<Command, 'account'> {
  const actor = { id: 'command-line', name: userInfo().username, role: 'operator' } as const;
  return { key: `command-line-${randomUUID()}`, actor };
}
