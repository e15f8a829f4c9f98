import { activityInfo, heartbeat } from '@temporalio/activity';
import type { Currency } from '../domain/billing-cycle.js';
import { addOutcomes, noOutcomes, type OutcomeCounts } from '../domain/charge-outcome.js';
import { later, secondsUntil, type Instant } from '../domain/instant.js';
import type { Provider } from '../domain/records.js';
import type { Claim } from '../ledger/claim-charges.js';
import type { Tried } from '../ledger/record-outcomes.js';
import type { CloudProvider, CloudUsage } from '../providers/port.js';
import type { ChargeLedger } from './charge-ports.js';
import type { SubmitResult } from './contract.js';

/** One pass sends for so long, then the next begins, so that what it did is seen. */
const passSeconds = 15;
/** Taken at a time where each may have to be asked for. */
const fewCalls = 4;
/** A worker that knows the credentials may have come by then. */
const unconfiguredSeconds = 60;
/** After the end of its time to be sent, an attempt may be on its way for as long as a request lasts. */
const requestSeconds = 15;
/** Nothing is claimed: an hour is not given away for a charge that cannot be sent. */
export async function waitForConfiguration(
  ledger: ChargeLedger,
  missing: string,
  of: { provider: Provider; currency: Currency },
): Promise<SubmitResult> {
  const waits = (await ledger.hasStored(of)) ? { waitSeconds: unconfiguredSeconds } : {};
  return { counts: noOutcomes(), due: 0, ...waits, sending: 0, toCollect: [], missing };
}

/** Sends what is due, a claim at a time, and says what is left. */
export async function submitPass(
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
  // Before the database says what time it is: so our time is never behind its own.
  const asked = performance.now();
  const claim = await ledger.claimCharges(
    { provider, currency, region, dimension },
    { limits: vendor, sender, most: vendor.batchSize * callsOf(vendor) },
  );
  await ledger.closeExpired(claim.expired);
  if (claim.charges.length === 0) return undefined;
  const tried = await sendPaced(vendor, claim, asked);
  return ledger.recordOutcomes({ sender, tried });
}

/** Calls begin no quicker one after another than the vendor allows, and wait for one another's answers only so far. */
async function sendPaced(vendor: CloudProvider, claim: Claim, asked: number): Promise<Tried[]> {
  const { batchSize, callsPerSecond } = vendor;
  // The database's clock goes on here: this machine's own may be wrong.
  const now = (): Instant => later(claim.claimedAt, (performance.now() - asked) / 1000);
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

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
