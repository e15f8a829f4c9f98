import { ApplicationFailure, Context } from '@temporalio/activity';
import { errorCodes, SettlementError } from '../domain/settlement-error.js';

const heartbeatEveryMs = 1_000;

/**
 * Puts every activity under the same roof: heartbeats while it works, so that a killed worker is
 * noticed; our errors become failures whose type is their code, retried or not as the one table says.
 * @param isServerAway tells an error of a server that is down from one of the data
 */
export function guarded<T extends object>(
  activities: T,
  isServerAway: (error: unknown) => boolean,
): T {
  const wrapped = Object.entries(activities).map(([name, activity]: [string, unknown]) => {
    if (typeof activity !== 'function') return [name, activity];
    return [
      name,
      (...args: unknown[]) => run(() => Reflect.apply(activity, undefined, args), isServerAway),
    ];
  });
  return Object.fromEntries(wrapped) as T;
}

async function run(
  work: () => unknown,
  isServerAway: (error: unknown) => boolean,
): Promise<unknown> {
  const heart = setInterval(() => Context.current().heartbeat(), heartbeatEveryMs);
  try {
    return await work();
  } catch (error) {
    throw asFailure(error, isServerAway);
  } finally {
    clearInterval(heart);
  }
}

function asFailure(error: unknown, isServerAway: (error: unknown) => boolean): unknown {
  if (error instanceof SettlementError) {
    return ApplicationFailure.create({
      message: error.message,
      type: error.code,
      nonRetryable: !errorCodes[error.code].retry,
      details: [error.accounts],
      cause: error,
    });
  }
  if (isServerAway(error) && error instanceof Error) {
    return ApplicationFailure.create({ message: error.message, type: 'server-away', cause: error });
  }
  return error;
}
