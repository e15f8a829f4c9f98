import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { createApplyFullReductionVouchers } from '../activities/apply-full-reduction-vouchers.js';
import { createApplyStoredValueCards } from '../activities/apply-stored-value-cards.js';
import { createApplyVouchers } from '../activities/apply-vouchers.js';
import { createChargeCloudAccounts } from '../activities/charge-cloud-accounts.js';
import type { SettlementActivities } from '../activities/contract.js';
import { createCycleActivities, type CycleConfiguration } from '../activities/cycle.js';
import { createDeductCash } from '../activities/deduct-cash.js';
import { createMembershipActivities } from '../activities/membership.js';
import { createOpenSettlements } from '../activities/open-settlements.js';
import { createRecordArrears } from '../activities/record-arrears.js';
import { createChargeActivities } from '../activities/charges.js';
import type { Marketplaces } from '../configuration/read-configuration.js';
import { taskQueue } from '../domain/task-queue.js';
import { submitChargesId } from '../domain/workflow-ids.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { wakeSignal } from '../workflows/messages.js';
import { currencyKey, providerKey, settlementStateKey } from '../workflows/search-attributes.js';
import type { submitCharges } from '../workflows/submit-charges.js';
import { cloudProviders } from './cloud-providers.js';
import { settlementLedger } from './settlement-ledger.js';

/** Every activity of the worker, its ports filled. */
export function createActivities(
  ledger: Ledger,
  client: Client,
  configuration: CycleConfiguration & { marketplaces: Marketplaces },
): SettlementActivities {
  const ports = settlementLedger(ledger);
  const submitters = { wake: (of: ProductOf) => wakeSubmitter(client, of) };
  const workflows = { isRunning: (workflowId: string) => isRunning(client, workflowId) };
  return {
    openSettlements: createOpenSettlements(ports),
    applyVouchers: createApplyVouchers(ports),
    applyFullReductionVouchers: createApplyFullReductionVouchers(ports),
    applyStoredValueCards: createApplyStoredValueCards(ports),
    deductCash: createDeductCash(ports),
    chargeCloudAccounts: createChargeCloudAccounts(ports, submitters),
    recordArrears: createRecordArrears(ports),
    ...createMembershipActivities(ports),
    ...createCycleActivities(ports, { workflows, submitters }, configuration),
    ...createChargeActivities(ports, cloudProviders(configuration.marketplaces), submitters),
  };
}

type ProductOf = Parameters<typeof submitChargesId>[0];

/** Signalled where it runs, started where it does not: in one call, so that no charge is missed. */
async function wakeSubmitter(client: Client, { provider, currency }: ProductOf): Promise<void> {
  await client.workflow.signalWithStart<typeof submitCharges>('submitCharges', {
    taskQueue,
    workflowId: submitChargesId({ provider, currency }),
    args: [{ provider, currency }],
    signal: wakeSignal,
    signalArgs: [],
    staticSummary: `sends the charges of ${provider} in ${currency}`,
    typedSearchAttributes: [
      { key: providerKey, value: provider },
      { key: currencyKey, value: currency },
      { key: settlementStateKey, value: 'charging' },
    ],
  });
}

async function isRunning(client: Client, workflowId: string): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
