import {
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
  type ConnectionOptions,
} from '@temporalio/client';

export interface RetriesUntilClosed {
  interceptors: NonNullable<ConnectionOptions['interceptors']>;
  /** Nothing is tried again from now on. Resolves when the connection can be closed. */
  end(): Promise<void>;
}

/**
 * The SDK's retries, but ended before their connection closes: one whose timer fires afterwards
 * would throw "Channel has been shut down" where nobody can catch it, and end the process.
 */
export function retriesUntilClosed(): RetriesUntilClosed {
  const usual = defaultGrpcRetryOptions();
  let ended = false;
  let lastRetryAt = 0;
  return {
    interceptors: [
      makeGrpcRetryInterceptor({
        retryableDecider: (attempt, status) => !ended && usual.retryableDecider(attempt, status),
        delayFunction(attempt, status) {
          const delayMs = usual.delayFunction(attempt, status);
          lastRetryAt = Math.max(lastRetryAt, performance.now() + delayMs);
          return delayMs;
        },
      }),
    ],
    async end() {
      ended = true;
      const leftMs = lastRetryAt - performance.now();
      if (leftMs < 0) return;
      await new Promise((resolve) => {
        setTimeout(resolve, leftMs + timerSlackMs);
      });
    },
  };
}

/** A timer of Node may fire this much after another that was set later. */
const timerSlackMs = 20;
