import { accountSettlementId, followingId } from '../domain/workflow-ids.js';
import type { Day } from '../domain/billing-cycle.js';
import type { AccountTrouble } from '../domain/settlement-error.js';
import type { Adopted, CohortWork, MembershipActivities } from './contract.js';

export interface MembershipLedger {
  setAside(work: CohortWork, to: { account: string; newOwner: string }): Promise<boolean>;
  parkSettlement(work: CohortWork, trouble: AccountTrouble): Promise<void>;
  unparkSettlement(work: CohortWork, account: string): Promise<void>;
  halvesOf(work: CohortWork): Promise<CohortWork[]>;
  adoptWaiting(work: CohortWork, ownerFor: (day: Day) => string): Promise<Adopted[]>;
}

/** Who settles what changes in the database first; the workflow that gets it starts afterwards. */
export function createMembershipActivities(ledger: MembershipLedger): MembershipActivities {
  return {
    async setAside({ work, accounts }) {
      const given: Awaited<ReturnType<MembershipActivities['setAside']>> = [];
      for (const { account, reason } of accounts) {
        const workflowId = accountSettlementId(work, account);
        const isGiven = await ledger.setAside(work, { account, newOwner: workflowId });
        if (isGiven) given.push({ account, reason, workflowId });
      }
      return given;
    },
    parkSettlement: ({ work, trouble }) => ledger.parkSettlement(work, trouble),
    unparkSettlement: ({ work, account }) => ledger.unparkSettlement(work, account),
    halvesOf: (work) => ledger.halvesOf(work),
    adoptWaiting: (work) => ledger.adoptWaiting(work, (day) => followingId(work.owner, day)),
  };
}
