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
import type { Ledger } from '../ledger/ledger-context.js';
import { settlementLedger } from './settlement-ledger.js';

/** Every activity of the worker, its ports filled. */
export function createActivities(
  ledger: Ledger,
  client: Client,
  configuration: CycleConfiguration,
): SettlementActivities {
  const ports = settlementLedger(ledger);
  const workflows = { isRunning: (workflowId: string) => isRunning(client, workflowId) };
  return {
    openSettlements: createOpenSettlements(ports),
    applyVouchers: createApplyVouchers(ports),
    applyFullReductionVouchers: createApplyFullReductionVouchers(ports),
    applyStoredValueCards: createApplyStoredValueCards(ports),
    deductCash: createDeductCash(ports),
    chargeCloudAccounts: createChargeCloudAccounts(ports),
    recordArrears: createRecordArrears(ports),
    ...createMembershipActivities(ports),
    ...createCycleActivities(ports, workflows, configuration),
  };
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
