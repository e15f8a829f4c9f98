import type { CourseLedger } from '../activities/arrears.js';
import type { ChargeStepLedger } from '../activities/charge-cloud-accounts.js';
import type { ChargeLedger } from '../activities/charge-ports.js';
import type { CycleLedger } from '../activities/cycle.js';
import type { FollowUpLedger } from '../activities/follow-up-ports.js';
import type { MembershipLedger } from '../activities/membership.js';
import type { OpenLedger } from '../activities/open-settlements.js';
import type { ArrearsLedger } from '../activities/record-arrears.js';
import { answerCharge, moveUndecided, recordLookUp } from '../ledger/answer-charge.js';
import * as charges from '../ledger/charge-queue.js';
import { claimCharges } from '../ledger/claim-charges.js';
import { databaseNow } from '../ledger/database-clock.js';
import { clockChanges, clockChangeTold, missFollowers } from '../ledger/clock-changes.js';
import { advanceCourse } from '../ledger/follow-arrears.js';
import * as outbox from '../ledger/outbox-queue.js';
import { closeExpired, recordOutcomes, releaseVanished } from '../ledger/record-outcomes.js';
import { adoptWaiting } from '../ledger/adopt-waiting.js';
import {
  halvesOf,
  parkSettlement,
  setAside,
  unparkSettlement,
} from '../ledger/cohort-membership.js';
import { cohortRows, hasWaiting, stepTotal } from '../ledger/cohort-result.js';
import { closeCycle } from '../ledger/cycle-report.js';
import * as cycles from '../ledger/cycles.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { compareManifests } from '../ledger/manifests.js';
import { openSettlements } from '../ledger/open-settlements.js';
import { planOpened } from '../ledger/plan-opened.js';
import { postImports } from '../ledger/post-imports.js';
import { takeSettlementStep } from '../ledger/take-step.js';

/** The ledger behind the ports of the activities. */
export function settlementLedger(
  ledger: Ledger,
): OpenLedger &
  ArrearsLedger &
  MembershipLedger &
  CycleLedger &
  ChargeStepLedger &
  ChargeLedger &
  CourseLedger &
  FollowUpLedger {
  return {
    now: ledger.now,
    openSettlements: (work) => openSettlements(ledger, work),
    planOpened: (work, opened) => planOpened(ledger, work, opened),
    takeSettlementStep: (step, work) => takeSettlementStep(ledger, step, work),
    stepTotal: (step, work) => stepTotal(ledger, step, work),
    cohortRows: (work, most) => cohortRows(ledger, work, most),
    hasWaiting: (work) => hasWaiting(ledger, work),
    setAside: (work, to) => setAside(ledger, work, to),
    parkSettlement: (work, trouble) => parkSettlement(ledger, work, trouble),
    unparkSettlement: (work, account) => unparkSettlement(ledger, work, account),
    halvesOf: (work) => halvesOf(ledger, work),
    adoptWaiting: (work, ownerFor) => adoptWaiting(ledger, work, ownerFor),
    postImports: () => postImports(ledger),
    isAnyCycleSettling: () => cycles.isAnyCycleSettling(ledger),
    earlierRunning: (cycle) => cycles.earlierRunning(ledger, cycle),
    abandonCycle: (cycle) => cycles.abandonCycle(ledger, cycle),
    openCycle: (cycle) => cycles.openCycle(ledger, cycle),
    publishedImport: () => cycles.publishedImport(ledger),
    compareManifests: (cycle, expectedSites) => compareManifests(ledger, cycle, expectedSites),
    planCohorts: (cycle, page) => cycles.planCohorts(ledger, cycle, page),
    surveyCycle: (cycle, states) => cycles.surveyCycle(ledger, cycle, states),
    adoptOrphans: (cycle, orphan, ownerFor) => cycles.adoptOrphans(ledger, cycle, orphan, ownerFor),
    closeCycle: (cycle, options) => closeCycle(ledger, cycle, options),
    providersWithCharges: ({ currency, day, first, last }) =>
      charges.providersWithWork(ledger, { currency, cycle: day, account: { first, last } }),
    providersWithWork: ({ currency, day }) =>
      charges.providersWithWork(ledger, { currency, cycle: day }),
    databaseNow: () => databaseNow(ledger),
    claimCharges: (queue, options) => claimCharges(ledger, queue, options),
    recordOutcomes: (of) => recordOutcomes(ledger, of),
    closeExpired: (keys) => closeExpired(ledger, keys),
    releaseVanished: (of) => releaseVanished(ledger, of),
    markCollected: (keys) => charges.markCollected(ledger, keys),
    queueState: (of, now) => charges.queueState(ledger, of, now),
    hasStored: (of) => charges.hasStored(ledger, of),
    findCharge: (key) => charges.findCharge(ledger, key),
    recordLookUp: (key, outcome) => recordLookUp(ledger, key, outcome),
    moveUndecided: (key, to) => moveUndecided(ledger, key, to),
    answerCharge: (answer) => answerCharge(ledger, answer),
    advanceCourse: (of) => advanceCourse(ledger, of),
    clockChanges: (of) => clockChanges(ledger, of),
    missFollowers: () => missFollowers(ledger),
    clockChangeTold: (change) => clockChangeTold(ledger, change),
    hasFollowUp: () => outbox.hasFollowUp(ledger),
    dueMessages: (of) => outbox.dueMessages(ledger, of),
    nextMessageAt: () => outbox.nextMessageAt(ledger),
    isOvertaken: (message) => outbox.isOvertaken(ledger, message),
    recordDeliveries: (of) => outbox.recordDeliveries(ledger, of),
    parkQueue: (of, reason) => charges.parkQueue(ledger, of, reason),
  };
}
