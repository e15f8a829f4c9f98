import type { ChargeState } from '../../domain/cloud-charge.js';
import type { LookUpOutcome } from '../../domain/charge-outcome.js';
import { askVendor, type AskedCharge } from '../../reconcile/ask-vendor.js';
import { Findings } from '../../reconcile/findings.js';
import { instant } from '../support/cloud-usage.js';

const charge = (state: ChargeState): AskedCharge => ({
  key: 'ca-1/2026-11-22/1',
  provider: 'alibaba-cloud',
  cloudAccount: 'ca-1',
  currency: 'USD',
  cycle: '2026-11-22',
  state,
  units: '1234',
  attempts: 1,
  hour: instant('2026-11-23T08:00:00Z'),
  dimension: 'Unit',
  customer: '5123456789',
  instance: 'ins-1',
});

async function* only(one: AskedCharge): AsyncGenerator<AskedCharge> {
  yield one;
}

async function ask(
  state: ChargeState,
  outcome: LookUpOutcome,
  now = '2026-11-23T10:00:00Z',
): Promise<{ findings: Findings; notes: string[] }> {
  const findings = new Findings();
  const notes = await askVendor(only(charge(state)), {
    lookUp: async () => outcome,
    callsPerSecond: 20,
    now: instant(now),
    findings,
  });
  return { findings, notes };
}

const found = (units: string, billed: boolean): LookUpOutcome => ({
  kind: 'found',
  reference: 'r',
  units,
  billed,
});

describe('a vendor that is asked', () => {
  it('has it and bills it', async () => {
    const { findings, notes } = await ask('provisional', found('1234', true));
    expect([findings.differences(), notes]).toEqual([[], []]);
    expect(findings.confirmable).toMatchObject([{ key: 'ca-1/2026-11-22/1' }]);
  });

  it('has it and has two days to bill it', async () => {
    const { findings, notes } = await ask('provisional', found('1234', false));
    expect(findings.summaries()).toMatchObject([{ compared: 0, notCompared: 1 }]);
    expect(notes).toEqual(['ca-1/2026-11-22/1: the vendor has it and has not billed it yet']);
    const late = await ask('provisional', found('1234', false), '2026-11-25T08:00:00Z');
    expect(late.findings.differences()).toMatchObject([
      {
        difference: 'not-at-vendor',
        reason: 'the vendor bills it not: it was taken, and is not billed after 48 hours',
      },
    ]);
  });

  it('has one that nobody knew of, billed or not', async () => {
    const { findings } = await ask('undecided', found('1234', false));
    expect(findings.differences()).toMatchObject([{ difference: 'undecided-at-vendor' }]);
  });

  it('has something else under the key', async () => {
    const { findings } = await ask('accepted', { kind: 'unknown', conflict: true, reason: 'else' });
    expect(findings.differences()).toMatchObject([
      { difference: 'something-else-at-vendor', reason: 'else' },
    ]);
  });

  it('cannot say', async () => {
    const { findings, notes } = await ask('accepted', { kind: 'unknown', reason: 'it is away' });
    expect(findings.differences()).toEqual([]);
    expect(notes).toEqual(['ca-1/2026-11-22/1: it is away']);
  });
});
