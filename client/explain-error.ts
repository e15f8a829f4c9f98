import { CommanderError } from 'commander';
import { SettlementError, type ErrorCode } from '../domain/settlement-error.js';
import { EnvironmentError } from '../embedded/environment-error.js';
import { CommandError, exitStatus } from './exit-status.js';
import { say } from './say.js';

/** Known by their names: loading the clients of MongoDB and Temporal only to compare takes too long. */
const foreseen: Readonly<Record<string, number>> = {
  ConfigurationError: exitStatus.badUsage,
  DatabaseError: exitStatus.failed,
  TemporalUnreachableError: exitStatus.failed,
};

/** What was asked for is not to be had, however often it is asked for. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'bad-input',
  'not-found',
  'refused',
  'other-content',
]);

export function statusOf(error: unknown): number {
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? exitStatus.done : exitStatus.badUsage;
  if (error instanceof CommandError) return error.status;
  if (error instanceof SettlementError && refusals.has(error.code)) return exitStatus.badUsage;
  return (error instanceof Error ? foreseen[error.name] : undefined) ?? exitStatus.failed;
}

/** Errors that we foresee are one clear line; anything else shows where it came from. */
export function explain(error: unknown): void {
  if (error instanceof CommanderError) return;
  if (!(error instanceof Error)) return say(`settle: ${String(error)}`);
  const isForeseen =
    error instanceof CommandError ||
    error instanceof EnvironmentError ||
    error instanceof SettlementError ||
    error.name in foreseen;
  say(`settle: ${isForeseen ? error.message : (error.stack ?? error.message)}`);
}
