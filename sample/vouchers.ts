import type { Currency } from '../domain/billing-cycle.js';
import type { AccountPlan } from './account-plan.js';
import { Deck } from './deck.js';
import type { Balances, Consumption } from './funding.js';
import { centsText, roundFaceValue } from './integer-money.js';
import type { Random } from './random.js';
import type { Period, SampleClock } from './sample-clock.js';
import { accountId, recordId, type SampleRecord } from './sample-record.js';

type Threshold = 'none' | 'below' | 'met exactly' | 'single use';
/** A voucher that cannot pay on the day, and why. */
type Useless = 'nothing' | 'expired' | 'not yet valid' | 'threshold not met' | 'used up';

const thresholdDeck: readonly (readonly [Threshold, number])[] = [
  ['none', 3],
  ['below', 4],
  ['met exactly', 2],
  ['single use', 2],
];

const uselessDeck: readonly (readonly [Useless, number])[] = [
  ['nothing', 20],
  ['expired', 2],
  ['not yet valid', 2],
  ['threshold not met', 2],
  ['used up', 1],
];

interface Sizes {
  faceCents: number;
  balanceCents: number;
}

type Body = Partial<SampleRecord> & Pick<SampleRecord, 'type'>;

/** The vouchers of one account: those that pay, and now and then one that must not. */
export function voucherMaker(
  random: Random,
  clock: SampleClock,
): (plan: AccountPlan, balances: Balances, consumption: Consumption) => SampleRecord[] {
  const thresholds = new Deck(random, thresholdDeck);
  const useless = new Deck(random, uselessDeck);
  return (plan, { ordinaryVouchers, fullReductionVouchers }, { eligible }) => {
    const ordinary = parts(ordinaryVouchers, random).map((cents): Body => ({
      type: 'ordinary',
      ...written(sizesFor(cents, random)),
      ...periodFields(clock.valid(plan.currency)),
    }));
    const fullReduction = parts(fullReductionVouchers, random).map((cents): Body => ({
      type: 'full-reduction',
      ...written(sizesFor(cents, random)),
      ...thresholdFields(thresholds.deal(), eligible, random),
      ...periodFields(clock.valid(plan.currency)),
    }));
    return [
      ...ordinary,
      ...fullReduction,
      ...uselessVoucher(useless.deal(), { currency: plan.currency, eligible }, { random, clock }),
    ].map((body, index) => ({
      kind: 'voucher',
      id: recordId('vchr', plan, index + 1),
      account: accountId(plan),
      currency: random.oneIn(4) ? plan.currency : undefined,
      ...body,
    }));
  };
}

function uselessVoucher(
  why: Useless,
  { currency, eligible }: { currency: Currency; eligible: number },
  { random, clock }: { random: Random; clock: SampleClock },
): Body[] {
  const unused = {
    type: random.pick(['ordinary', 'full-reduction']),
    faceValue: centsText(random.pick([2_000, 5_000, 10_000, 50_000])),
  };
  switch (why) {
    case 'expired':
      return [{ ...unused, ...periodFields(clock.expired(currency)) }];
    case 'not yet valid':
      return [{ ...unused, ...periodFields(clock.notYetValid(currency)) }];
    case 'threshold not met':
      return [{ ...unused, type: 'full-reduction', minSpend: centsText(eligible + 1) }];
    case 'used up':
      return [{ ...unused, balance: '0.00', ...periodFields(clock.valid(currency)) }];
    case 'nothing':
      break;
  }
  return [];
}

/** One to three amounts that add up. */
function parts(cents: number, random: Random): number[] {
  if (cents === 0) return [];
  const first = random.oneIn(3) ? Math.floor(cents / 3) : cents;
  const second = Math.floor((cents - first) / random.between(1, 2));
  return [first, second, cents - first - second].filter((each) => each > 0);
}

/** Half of them are untouched and have a round balance, the others are partly used. */
function sizesFor(cents: number, random: Random): Sizes {
  const faceCents = roundFaceValue(cents);
  return random.oneIn(2)
    ? { faceCents, balanceCents: faceCents }
    : { faceCents: roundFaceValue(cents * random.between(1, 3)), balanceCents: cents };
}

function written({ faceCents, balanceCents }: Sizes): Partial<SampleRecord> {
  return {
    faceValue: centsText(faceCents),
    balance: balanceCents === faceCents ? undefined : centsText(balanceCents),
  };
}

function thresholdFields(
  threshold: Threshold,
  eligible: number,
  random: Random,
): Partial<SampleRecord> {
  const below = Math.floor((eligible * random.between(300, 900)) / 100_000) * 100;
  switch (threshold) {
    case 'below':
      return { minSpend: centsText(below) };
    case 'met exactly':
      return { minSpend: centsText(eligible) };
    case 'single use':
      return { minSpend: centsText(below), singleUse: true };
    case 'none':
      break;
  }
  return {};
}

function periodFields({ from, until }: Period): Partial<SampleRecord> {
  return { validFrom: from, expiresAt: until };
}
