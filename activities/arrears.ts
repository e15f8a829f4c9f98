import type { Instant } from '../domain/instant.js';
import { parseInstant } from '../domain/instant.js';
import { SettlementError } from '../domain/settlement-error.js';
import type { ArrearsActivities, ArrearsStand } from './contract.js';
import type { FollowUp } from './follow-up-ports.js';

export interface CourseLedger {
  advanceCourse(of: { account: string; now: Instant }): Promise<ArrearsStand>;
  hasFollowUp(): Promise<boolean>;
}

/** The steps of an account's arrears course; what a step has to tell is sent after it. */
export function createArrearsActivities(
  ledger: CourseLedger,
  followUp: FollowUp,
): ArrearsActivities {
  return {
    async advanceCourse({ account, now: text }) {
      const now = parseInstant(text);
      if (now === undefined) throw new SettlementError('bad-input', `${text} is no time`);
      const stand = await ledger.advanceCourse({ account, now });
      if (await ledger.hasFollowUp()) await followUp.wake();
      return stand;
    },
  };
}
