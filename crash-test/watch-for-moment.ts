import { AsyncLocalStorage } from 'node:async_hooks';
import type { PayloadCodec } from '@temporalio/common';
import type { ActivityInterceptorsFactory, WorkerOptions } from '@temporalio/worker';
import type { Ledger } from '../ledger/ledger-context.js';
import type { Moment } from './crash-points.js';

/**
 * Calls `strike`, once, at exactly this moment of this worker's life. It is called synchronously: a
 * strike that kills the process leaves nothing behind it undone or done.
 * Commands to MongoDB are told apart by the activity in whose context they are sent; the ledger's
 * client must have been made with `monitorCommands`.
 */
export function watchForMoment(
  { activity, place }: Moment,
  strike: () => void,
): (workerOptions: WorkerOptions, ledger: Ledger) => WorkerOptions {
  const current = new AsyncLocalStorage<string>();
  const answers = new Set<string>();
  let struck = false;
  const strikeOnce = (): void => {
    if (struck) return;
    struck = true;
    strike();
  };
  const onCommit = ({ commandName }: { commandName: string }): void => {
    if (commandName === 'commitTransaction' && current.getStore() === activity) strikeOnce();
  };
  const interceptor: ActivityInterceptorsFactory = ({ info }) => ({
    inbound: {
      async execute(input, next) {
        if (info.activityType !== activity) return next(input);
        if (place === 'before-transaction') strikeOnce();
        const answer = await current.run(activity, () => next(input));
        if (place === 'before-answer') strikeOnce();
        answers.add(JSON.stringify(answer));
        return answer;
      },
    },
  });
  // A workflow's next turn comes with the answers recorded since the last, through this codec.
  const codec: PayloadCodec = {
    encode: (payloads) => Promise.resolve(payloads),
    decode(payloads) {
      if (place === 'between-steps' && payloads.some(({ data }) => isAmong(answers, data)))
        strikeOnce();
      return Promise.resolve(payloads);
    },
  };
  return (workerOptions, { client }) => {
    // Started: before its bytes are handed to the socket. Succeeded: the server's answer is read.
    if (place === 'inside-transaction') client.on('commandStarted', onCommit);
    if (place === 'after-commit') client.on('commandSucceeded', onCommit);
    const { interceptors } = workerOptions;
    return {
      ...workerOptions,
      dataConverter: { payloadCodecs: [codec] },
      interceptors: {
        ...interceptors,
        activity: [...(interceptors?.activity ?? []), interceptor],
      },
    };
  };
}

function isAmong(answers: ReadonlySet<string>, data: Uint8Array | null | undefined): boolean {
  return data !== null && data !== undefined && answers.has(Buffer.from(data).toString('utf8'));
}
