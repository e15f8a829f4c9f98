import type { Client } from '@temporalio/client';
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
import { createArrearsActivities } from '../activities/arrears.js';
import { createChargeActivities } from '../activities/charges.js';
import { createFollowUpActivities } from '../activities/follow-up.js';
import type { Outlets } from '../activities/follow-up-ports.js';
import type { Marketplaces } from '../configuration/read-configuration.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { cloudProviders } from './cloud-providers.js';
import { settlementLedger } from './settlement-ledger.js';
import { workflowPorts } from './workflow-ports.js';

/** Every activity of the worker, its ports filled. */
export function createActivities(
  ledger: Ledger,
  { client, outlets }: { client: Client; outlets: Outlets },
  configuration: CycleConfiguration & { marketplaces: Marketplaces },
): SettlementActivities {
  const ports = settlementLedger(ledger);
  const { submitters, workflows, followUp, followers } = workflowPorts(client);
  return {
    openSettlements: createOpenSettlements(ports),
    applyVouchers: createApplyVouchers(ports),
    applyFullReductionVouchers: createApplyFullReductionVouchers(ports),
    applyStoredValueCards: createApplyStoredValueCards(ports),
    deductCash: createDeductCash(ports),
    chargeCloudAccounts: createChargeCloudAccounts(ports, submitters),
    recordArrears: createRecordArrears(ports),
    ...createMembershipActivities(ports),
    ...createCycleActivities(ports, { workflows, submitters, followUp }, configuration),
    ...createChargeActivities(ports, cloudProviders(configuration.marketplaces), {
      submitters,
      followUp,
    }),
    ...createArrearsActivities(ports, followUp),
    ...createFollowUpActivities(ports, { followers, outlets }),
  };
}
