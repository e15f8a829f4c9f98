import Table from 'cli-table3';
import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import { WorkflowIdConflictPolicy } from '@temporalio/common';
import type { Day } from '../../domain/billing-cycle.js';
import type { ChargeState } from '../../domain/cloud-charge.js';
import { formatAmount } from '../../domain/money.js';
import type { Provider } from '../../domain/records.js';
import { taskQueue } from '../../domain/task-queue.js';
import { collectChargeId } from '../../domain/workflow-ids.js';
import type { OperatorAnswer } from '../../ledger/answer-charge.js';
import { findCharge } from '../../ledger/charge-queue.js';
import { readCharges } from '../../ledger/read-charges.js';
import { resolveUpdate } from '../../workflows/messages.js';
import type { collectCloudCharge } from '../../workflows/collect-cloud-charge.js';
import { CommandError, exitStatus } from '../exit-status.js';
import { print, say } from '../say.js';
import { withLedger, withTemporal, type Located, type LocatedDatabase } from '../session.js';

export interface ChargesOptions {
  state?: ChargeState;
  cycle?: Day;
  account?: string;
  format: 'table' | 'ndjson';
}

/** What was charged to cloud accounts, and what their vendors say of it. */
export async function chargesCommand(
  located: LocatedDatabase,
  { format, ...of }: ChargesOptions,
): Promise<number> {
  await withLedger(located, async (ledger) => {
    const table = new Table({
      head: ['charge', 'provider', 'amount', 'units', 'state', 'hour (UTC)', 'tries', 'why'],
      style: { head: [], border: [] },
      colAligns: ['left', 'left', 'right', 'right', 'left', 'left', 'right', 'left'],
    });
    let count = 0;
    for await (const row of readCharges(ledger, of)) {
      count++;
      if (format === 'ndjson') await print(JSON.stringify(row));
      else {
        const { charge, provider, amount, units, state, hour = '', attempts, reason = '' } = row;
        const at = hour.slice(0, 13).replace('T', ' ');
        table.push([charge, provider, formatAmount(amount), units, state, at, attempts, reason]);
      }
    }
    if (format === 'table' && count > 0) await print(table.toString());
    if (count === 0) say('there is no such charge');
  });
  return exitStatus.done;
}

/** Answers for the vendor, through the workflow of the charge, which it starts where it has ended. */
export async function resolveChargeCommand(
  located: Located,
  { key, answer, by, reason }: OperatorAnswer,
): Promise<number> {
  const found = await withLedger(located, (ledger) => findCharge(ledger, key));
  if (!found) throw new CommandError(`no charge ${key}`, exitStatus.badUsage);
  const { provider } = found.charge;
  const state = await withTemporal(located, (client) =>
    resolveCharge(client, provider, { key, answer, by, reason }),
  );
  await print(`${key}: ${state}`);
  return exitStatus.done;
}

/** Through the workflow of the charge, which is started where it has ended. */
export async function resolveCharge(
  client: Client,
  provider: Provider,
  { key, ...answer }: OperatorAnswer,
): Promise<ChargeState> {
  return client.workflow.executeUpdateWithStart(resolveUpdate, {
    args: [answer],
    startWorkflowOperation: new WithStartWorkflowOperation<typeof collectCloudCharge>(
      'collectCloudCharge',
      {
        taskQueue,
        workflowId: collectChargeId(provider, key),
        args: [{ key }],
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        staticSummary: `finds out about ${key}`,
      },
    ),
  });
}
