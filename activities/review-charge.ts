import { standingOf } from '../domain/cloud-charge.js';
import { later, type Instant } from '../domain/instant.js';
import type { CloudChargeDocument } from '../ledger/settlement-documents.js';
import type { CloudProvider } from '../providers/port.js';
import type { ChargeInHand, ChargeLedger, CloudProviders, Submitters } from './charge-ports.js';
import type { ChargeStand } from './contract.js';

/** A vendor that says it has nothing may be about to have it. */
const settleSeconds = 20;

interface ChargePorts {
  ledger: ChargeLedger;
  providers: CloudProviders;
  submitters: Submitters;
}

/** Does what may be done about a charge that is not decided, and says where it stands. */
export async function reviewCharge(ports: ChargePorts, key: string): Promise<ChargeStand> {
  const { ledger, providers, submitters } = ports;
  const found = await ledger.findCharge(key);
  if (!found) return { state: 'replaced', decided: true, summary: 'there is no such charge' };
  const { charge } = found;
  const now = await ledger.databaseNow();
  if (charge.state === 'undecided') {
    const vendor = providers.of(charge.provider, charge.currency);
    if (vendor && charge.slot) await findOut(ledger, vendor, { ...found, now });
    else await park(ledger, key, 'its product is not configured any more');
  }
  const after = (await ledger.findCharge(key))?.charge ?? charge;
  // Whoever moved it there may have ended before he woke who sends it.
  if (after.state === 'stored' && (after.notBefore ?? now) <= now) await submitters.wake(after);
  return standOf(after);
}

async function findOut(
  ledger: ChargeLedger,
  vendor: CloudProvider,
  { charge, customer, instance, now }: ChargeInHand & { now: Instant },
): Promise<void> {
  const { key, units, attempts: attempt, reason, slot, triedAt } = charge;
  if (!slot) return;
  const tooLate = vendor.deadline(slot.hour) <= now;
  if (vendor.afterUndecided === 'look-up' && vendor.lookUp) {
    const usage = { key, customer, instance, hour: slot.hour, units, attempt };
    const outcome = await vendor.lookUp(usage);
    const early = triedAt !== undefined && later(triedAt, settleSeconds) > now;
    // What it has not yet it may be about to record: only then is it sent again.
    if (outcome.kind !== 'not-found' || !early) await ledger.recordLookUp(key, outcome);
  } else if (vendor.afterUndecided === 'resend' && !tooLate) {
    await ledger.moveUndecided(key, { state: 'stored' });
  } else {
    const why = tooLate ? 'Its hour is billed no more.' : 'A second try might be billed twice.';
    await park(
      ledger,
      key,
      `${reason ?? 'Nobody knows whether the vendor has it.'} ${why} Ask the vendor, then answer for it.`,
    );
  }
}

function park(ledger: ChargeLedger, key: string, reason: string): Promise<void> {
  return ledger.moveUndecided(key, { state: 'parked', reason });
}

function standOf(charge: CloudChargeDocument): ChargeStand {
  const { state, reason, provider, cloudAccount, currency, cycle } = charge;
  return {
    state,
    decided: standingOf(state) !== 'charging',
    summary: `${provider}, ${cloudAccount}, ${currency} ${cycle}, ${charge.units} units${charge.slot ? `, hour ${charge.slot.hour}` : ''}, ${charge.attempts} tries: ${state}${reason === undefined ? '' : `; ${reason}`}`,
  };
}
