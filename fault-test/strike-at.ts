import { AsyncLocalStorage } from 'node:async_hooks';
import type { ActivityInterceptorsFactory, WorkerOptions } from '@temporalio/worker';
import type { Ledger } from '../ledger/ledger-context.js';
import type { Moment } from './moments.js';

/**
 * Calls `strike`, once and synchronously, at exactly this moment. Commands to MongoDB are told apart by the activity in
 * whose context they are sent; the ledger's client must have been made with `monitorCommands`.
 */
export function strikeAt(
  { activity, commit, place }: Moment,
  strike: () => void,
): (workerOptions: WorkerOptions, ledger: Ledger) => WorkerOptions {
  let struck = false;
  const current = new AsyncLocalStorage<{ commits: number }>();
  const interceptor: ActivityInterceptorsFactory = ({ info }) => ({
    inbound: {
      execute: (input, next) =>
        info.activityType === activity
          ? current.run({ commits: 0 }, () => next(input))
          : next(input),
    },
  });
  const onCommit = ({ commandName }: { commandName: string }): void => {
    const run = current.getStore();
    if (commandName !== 'commitTransaction' || !run) return;
    run.commits += 1;
    if (run.commits !== commit || struck) return;
    struck = true;
    strike();
  };
  return (workerOptions, { client }) => {
    // Started: before its bytes are handed to the socket. Succeeded: the server's answer is read.
    client.on(place === 'before-commit' ? 'commandStarted' : 'commandSucceeded', onCommit);
    const { interceptors } = workerOptions;
    return {
      ...workerOptions,
      interceptors: {
        ...interceptors,
        activity: [...(interceptors?.activity ?? []), interceptor],
      },
    };
  };
}
