import { activityInfo, heartbeat } from '@temporalio/activity';
import type { Currency } from '../domain/billing-cycle.js';
import { later } from '../domain/charge-decision.js';
import {
  addOutcomes,
  noOutcomes,
  type LookUpOutcome,
  type OutcomeCounts,
} from '../domain/charge-outcome.js';
import { standingOf, type ChargeState } from '../domain/cloud-charge.js';
import type { Instant } from '../domain/instant.js';
import type { Provider } from '../domain/records.js';
import type { Claim, ChargeQueue } from '../ledger/claim-charges.js';
import type { HourLimits } from '../domain/charge-slot.js';
import type { OperatorAnswer } from '../ledger/answer-charge.js';
import type { QueueState } from '../ledger/charge-queue.js';
import type { Tried } from '../ledger/record-outcomes.js';
import type { CloudChargeDocument } from '../ledger/settlement-documents.js';
import type { CloudProvider, CloudUsage } from '../providers/port.js';
import type { ChargeActivities, ChargeStand, SubmitResult } from './contract.js';

export interface ChargeLedger {
  databaseNow(): Promise<Instant>;
  claimCharges(
    queue: ChargeQueue,
    options: { limits: HourLimits; sender: string; most: number },
  ): Promise<Claim>;
  recordOutcomes(of: { sender: string; tried: readonly Tried[] }): Promise<OutcomeCounts>;
  closeExpired(keys: readonly string[]): Promise<void>;
  releaseVanished(of: { provider: Provider; currency: Currency; before: Instant }): Promise<void>;
  markCollected(keys: readonly string[]): Promise<void>;
  queueState(of: { provider: Provider; currency: Currency }, now: Instant): Promise<QueueState>;
  findCharge(key: string): Promise<ChargeInHand | undefined>;
  recordLookUp(key: string, outcome: LookUpOutcome): Promise<void>;
  moveUndecided(
    key: string,
    to: { state: 'stored' } | { state: 'parked'; reason: string },
  ): Promise<void>;
  answerCharge(answer: OperatorAnswer): Promise<ChargeState>;
  parkQueue(of: { provider: Provider; currency: Currency }, reason: string): Promise<void>;
}

/** A charge and what its vendor knows its customer by. */
export interface ChargeInHand {
  charge: CloudChargeDocument;
  customer: string;
  instance: string;
}

/** Starts, or wakes, who sends the charges of a product. */
export interface Submitters {
  wake(of: { provider: Provider; currency: Currency }): Promise<void>;
}

export interface CloudProviders {
  /** The configured product; undefined where there is none for this currency. */
  of(provider: Provider, currency: Currency): CloudProvider | undefined;
  /** What is not configured, so that nothing can be sent; undefined where all is there. */
  missing(provider: Provider): string | undefined;
}

/** One pass sends for so long, then the next begins, so that what it did is seen. */
const passSeconds = 15;
/** Taken at a time where each may have to be asked for. */
const fewCalls = 4;
/** A worker that knows the credentials may have come by then. */
const unconfiguredSeconds = 60;
/** After the end of its time to be sent, an attempt may be on its way for as long as a request lasts. */
const requestSeconds = 15;
/** A vendor that says it has nothing may be about to have it. */
const settleSeconds = 20;

/** Sending charges and finding out about those of which nobody knows (domain rule 9). */
export function createChargeActivities(
  ledger: ChargeLedger,
  providers: CloudProviders,
  submitters: Submitters,
): ChargeActivities {
  return {
    async submitCharges({ provider, currency, collecting }) {
      await ledger.markCollected(collecting);
      const vendor = providers.of(provider, currency);
      if (!vendor) {
        const reason = `no marketplace product of ${provider} in ${currency} is configured`;
        await ledger.parkQueue({ provider, currency }, reason);
      }
      const missing = providers.missing(provider);
      if (missing !== undefined)
        return waitForConfiguration(ledger, missing, { provider, currency });
      return submitPass(ledger, vendor, { provider, currency });
    },
    reviewCharge: ({ key }) => reviewCharge(ledger, providers, submitters, key),
    async answerCharge(answer) {
      const state = await ledger.answerCharge(answer);
      const found = await ledger.findCharge(answer.key);
      if (found && state === 'replaced') await submitters.wake(found.charge);
      return state;
    },
  };
}

/** Nothing is claimed: an hour is not given away for a charge that cannot be sent. */
async function waitForConfiguration(
  ledger: ChargeLedger,
  missing: string,
  of: { provider: Provider; currency: Currency },
): Promise<SubmitResult> {
  const { due, sending, toCollect } = await ledger.queueState(of, await ledger.databaseNow());
  const waitSeconds = due > 0 ? { waitSeconds: unconfiguredSeconds } : {};
  return { counts: noOutcomes(), due: 0, ...waitSeconds, sending, toCollect, missing };
}

async function submitPass(
  ledger: ChargeLedger,
  vendor: CloudProvider | undefined,
  of: { provider: Provider; currency: Currency },
): Promise<SubmitResult> {
  let counts = noOutcomes();
  let now = await ledger.databaseNow();
  await ledger.releaseVanished({ ...of, before: later(now, -requestSeconds) });
  if (vendor) {
    const until = later(now, passSeconds);
    const { taskToken } = activityInfo();
    const sender = Buffer.from(taskToken).toString('base64').slice(-40);
    while (now < until) {
      const sent = await sendNext(ledger, vendor, { ...of, sender });
      if (!sent) break;
      counts = addOutcomes(counts, sent);
      heartbeat();
      now = await ledger.databaseNow();
    }
  }
  const { due, nextAt, sending, toCollect } = await ledger.queueState(of, now);
  return {
    counts,
    due,
    ...(nextAt === undefined ? {} : { waitSeconds: secondsUntil(nextAt, now) }),
    sending,
    toCollect,
  };
}

/** Where a killed sender leaves what only a person can find out about, it shall not be much. */
function callsOf({ afterUndecided, callsPerSecond }: CloudProvider): number {
  return afterUndecided === 'wait-for-operator' ? fewCalls : callsPerSecond;
}

/** @returns undefined where nothing is due */
async function sendNext(
  ledger: ChargeLedger,
  vendor: CloudProvider,
  { provider, currency, sender }: { provider: Provider; currency: Currency; sender: string },
): Promise<OutcomeCounts | undefined> {
  const { region, dimension } = vendor.product;
  const claim = await ledger.claimCharges(
    { provider, currency, region, dimension },
    { limits: vendor, sender, most: vendor.batchSize * callsOf(vendor) },
  );
  await ledger.closeExpired(claim.expired);
  if (claim.charges.length === 0) return undefined;
  const tried = await sendPaced(vendor, claim);
  return ledger.recordOutcomes({ sender, tried });
}

/** Calls begin no quicker one after another than the vendor allows, and wait for one another's answers only so far. */
async function sendPaced(vendor: CloudProvider, claim: Claim): Promise<Tried[]> {
  const { batchSize, callsPerSecond } = vendor;
  // The database's clock goes on here: this machine's own may be wrong.
  const claimed = performance.now();
  const now = (): Instant => later(claim.claimedAt, (performance.now() - claimed) / 1000);
  const limits = { sendBefore: claim.sendBefore, now };
  const calls: Promise<Tried[]>[] = [];
  const problems = claim.charges.flatMap((usage) => unsendable(vendor, usage));
  const unsent = new Set(problems.map(({ key }) => key));
  const sendable: CloudUsage[] = claim.charges.filter(({ key }) => !unsent.has(key));
  for (let start = 0; start < sendable.length; start += batchSize) {
    if (start > 0) await pause(1000 / callsPerSecond);
    const batch = sendable.slice(start, start + batchSize);
    calls.push(
      vendor.submit(batch, limits).then((outcomes) =>
        batch.flatMap(({ key }, index) => {
          const outcome = outcomes[index];
          return outcome ? [{ key, outcome }] : [];
        }),
      ),
    );
  }
  return [...problems, ...(await Promise.all(calls)).flat()];
}

/** What a vendor would refuse for a fault that is ours waits for an operator: the customer owes nothing by it. */
function unsendable(vendor: CloudProvider, usage: CloudUsage): Tried[] {
  const problem = vendor.problemOf(usage);
  if (problem === undefined) return [];
  const reason = `Not sent: ${problem}.`;
  return [{ key: usage.key, outcome: { kind: 'undecided', conflict: true, reason } }];
}

async function reviewCharge(
  ledger: ChargeLedger,
  providers: CloudProviders,
  submitters: Submitters,
  key: string,
): Promise<ChargeStand> {
  const found = await ledger.findCharge(key);
  if (!found) return { state: 'replaced', decided: true, summary: 'there is no such charge' };
  const { charge, customer, instance } = found;
  if (charge.state !== 'undecided') return standOf(charge);
  const vendor = providers.of(charge.provider, charge.currency);
  const hour = charge.slot?.hour;
  if (!vendor || !hour) {
    await ledger.moveUndecided(key, {
      state: 'parked',
      reason: 'its product is not configured any more',
    });
    return standOf((await ledger.findCharge(key))?.charge ?? charge);
  }
  const now = await ledger.databaseNow();
  const tooLate = vendor.deadline(hour) <= now;
  const usage = { key, customer, instance, hour, units: charge.units, attempt: charge.attempts };
  if (vendor.afterUndecided === 'look-up' && vendor.lookUp) {
    const outcome = await vendor.lookUp(usage);
    const early = charge.triedAt !== undefined && later(charge.triedAt, settleSeconds) > now;
    // What it has not yet it may be about to record: only then is it sent again.
    if (outcome.kind !== 'not-found' || !early) await ledger.recordLookUp(key, outcome);
  } else if (vendor.afterUndecided === 'resend' && !tooLate) {
    await ledger.moveUndecided(key, { state: 'stored' });
  } else {
    await ledger.moveUndecided(key, {
      state: 'parked',
      reason: `${charge.reason ?? 'nobody knows whether the vendor has it'} ${tooLate ? 'Its hour is billed no more.' : 'A second try might be billed twice.'} Ask the vendor, then answer for it.`,
    });
  }
  const after = (await ledger.findCharge(key))?.charge ?? charge;
  if (after.state === 'stored') await submitters.wake(after);
  return standOf(after);
}

function standOf(charge: CloudChargeDocument): ChargeStand {
  const { state, reason, provider, cloudAccount, currency, cycle } = charge;
  return {
    state,
    decided: standingOf(state) !== 'charging',
    summary: `${provider}, ${cloudAccount}, ${currency} ${cycle}, ${charge.units} units${charge.slot ? `, hour ${charge.slot.hour}` : ''}, ${charge.attempts} tries: ${state}${reason === undefined ? '' : `; ${reason}`}`,
  };
}

function secondsUntil(instant: Instant, now: Instant): number {
  return Math.max(1, Math.ceil((Date.parse(instant) - Date.parse(now)) / 1000));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
