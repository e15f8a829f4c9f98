import type { LookUpOutcome } from '../domain/charge-outcome.js';
import type { Instant } from '../domain/instant.js';
import type { SlottedCharge } from '../ledger/charges-to-reconcile.js';
import type { CloudProvider } from '../providers/port.js';
import { compareCharges, type VendorUsage } from './compare-charges.js';
import type { Findings } from './findings.js';

export type LookUp = NonNullable<CloudProvider['lookUp']>;
export type AskedCharge = SlottedCharge & { customer: string; instance: string };

/** Usage of a day is billed on the next one; what is not billed by then never will be. */
const billedWithinHours = 48;
const hourMs = 3_600_000;

/**
 * Asks a vendor about charges, so many at a time and a second as he allows.
 * @returns what he could not say, for people
 */
export async function askVendor(
  charges: AsyncIterable<AskedCharge>,
  {
    lookUp,
    callsPerSecond,
    now,
    findings,
  }: { lookUp: LookUp; callsPerSecond: number; now: Instant; findings: Findings },
): Promise<string[]> {
  const notes: string[] = [];
  const ask = async (charge: AskedCharge): Promise<void> => {
    const outcome = await lookUp({ ...charge, attempt: charge.attempts });
    const note = addOutcome(charge, outcome, { now, findings });
    if (note !== undefined) notes.push(`${charge.key}: ${note}`);
  };
  let window: Promise<void>[] = [];
  let began = performance.now();
  for await (const charge of charges) {
    window.push(ask(charge));
    if (window.length < callsPerSecond) continue;
    await Promise.all(window);
    await pause(began + 1000 - performance.now());
    window = [];
    began = performance.now();
  }
  await Promise.all(window);
  return notes;
}

function addOutcome(
  charge: AskedCharge,
  outcome: LookUpOutcome,
  { now, findings }: { now: Instant; findings: Findings },
): string | undefined {
  if (outcome.kind === 'unknown') {
    if (outcome.conflict)
      findings.add(charge, { kind: 'something-else-at-vendor', reason: outcome.reason });
    else findings.add(charge, { kind: 'not-compared' });
    return outcome.conflict ? undefined : outcome.reason;
  }
  const usage = usageIn(charge, outcome, now);
  const [verdict] = usage ? compareCharges([charge], usage) : [];
  findings.add(charge, verdict ?? { kind: 'not-compared' }, usage);
  return usage ? undefined : 'the vendor has it and has not billed it yet';
}

/** @returns undefined where the vendor has it and may still bill it */
function usageIn(
  { state, hour }: AskedCharge,
  outcome: Exclude<LookUpOutcome, { kind: 'unknown' }>,
  now: Instant,
): VendorUsage | undefined {
  if (outcome.kind === 'not-found') return { units: 0n, lines: 0 };
  const has = { units: BigInt(outcome.units), lines: 1 };
  // Of a charge that nobody knows of, it is enough that the vendor has it.
  if (outcome.billed || state === 'undecided' || state === 'parked') return has;
  const hours = Math.floor((Date.parse(now) - Date.parse(hour)) / hourMs);
  if (hours < billedWithinHours) return undefined;
  return { units: 0n, lines: 1, refusal: `it was taken, and is not billed after ${hours} hours` };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, milliseconds));
  });
}
