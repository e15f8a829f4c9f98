import { ApplicationFailure, Context } from '@temporalio/activity';
import type {
  ActivityExecuteInput,
  ActivityInboundCallsInterceptor,
  Next,
} from '@temporalio/worker';
import { errorCodes, SettlementError } from '../domain/settlement-error.js';

const heartbeatEveryMs = 1_000;

/**
 * The roof over every activity: heartbeats while it works, so that a killed worker is noticed; our
 * errors become failures whose type is their code, retried or not as the one table says. Unknown
 * errors pass untouched, and Temporal retries them.
 */
export class ActivityGuard implements ActivityInboundCallsInterceptor {
  private readonly isServerAway: (error: unknown) => boolean;

  /** @param isServerAway tells an error of a server that is down from one of the data */
  constructor(isServerAway: (error: unknown) => boolean) {
    this.isServerAway = isServerAway;
  }

  async execute(
    input: ActivityExecuteInput,
    next: Next<ActivityInboundCallsInterceptor, 'execute'>,
  ): Promise<unknown> {
    const heart = setInterval(() => Context.current().heartbeat(), heartbeatEveryMs);
    try {
      return await next(input);
    } catch (error) {
      throw this.asFailure(error);
    } finally {
      clearInterval(heart);
    }
  }

  private asFailure(error: unknown): unknown {
    if (error instanceof SettlementError) {
      return ApplicationFailure.create({
        message: error.message,
        type: error.code,
        nonRetryable: !errorCodes[error.code].retry,
        details: [error.accounts],
        cause: error,
      });
    }
    if (this.isServerAway(error) && error instanceof Error) {
      return ApplicationFailure.create({
        message: error.message,
        type: 'server-away',
        cause: error,
      });
    }
    return error;
  }
}
