import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { errorCodes, SettlementError, type ErrorCode } from '../domain/settlement-error.js';
import type { ResolveCharge } from '../ledger/commands/resolve-charge.js';
import { resolveCharge } from './commands/charges.js';
import { connectTemporal, type TemporalAddress, type TemporalClient } from './connect-temporal.js';
import { wakeFollowUp } from './wake-follow-up.js';

/** A worker answers within it, or is not there. */
const answerWithinMs = 15_000;

/** What the expense center asks of workflows. */
export interface WorkflowDesk {
  /** Takes an operator's answer to the workflow of its charge. */
  resolveCharge: ResolveCharge;
  wakeFollowUp: () => Promise<void>;
  close(): Promise<void>;
}

/** Connects when it is first asked. */
export function workflowDesk(temporal: TemporalAddress): WorkflowDesk {
  let connected: Promise<TemporalClient> | undefined;
  const connect = async (): Promise<TemporalClient> => {
    connected ??= connectTemporal(temporal);
    try {
      return await connected;
    } catch (error) {
      // The next answer tries again.
      connected = undefined;
      throw error;
    }
  };
  return {
    async resolveCharge({ provider, ...answer }) {
      try {
        const { client } = await connect();
        return await client.withDeadline(Date.now() + answerWithinMs, () =>
          resolveCharge(client, provider, answer),
        );
      } catch (error) {
        throw asSettlementError(error);
      }
    },
    async wakeFollowUp() {
      const { client } = await connect();
      await client.withDeadline(Date.now() + answerWithinMs, () => wakeFollowUp(client));
    },
    async close() {
      const open = await connected?.catch(() => undefined);
      await open?.close();
    },
  };
}

/** What the workflow refused says so; whatever else it is, Temporal or a worker did not answer. */
function asSettlementError(error: unknown): SettlementError {
  if (!(error instanceof WorkflowUpdateFailedError))
    return new SettlementError('server-away', 'Temporal, or a worker of it, does not answer');
  for (let { cause }: { cause?: unknown } = error; cause instanceof Error; { cause } = cause) {
    if (cause instanceof ApplicationFailure && isCode(cause.type))
      return new SettlementError(cause.type, cause.message);
  }
  return new SettlementError('refused', error.cause?.message ?? error.message);
}

function isCode(type: string | undefined | null): type is ErrorCode {
  return typeof type === 'string' && Object.hasOwn(errorCodes, type);
}
