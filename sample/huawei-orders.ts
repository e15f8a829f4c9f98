import type { Random } from './random.js';
import type { SampleRecord } from './sample-record.js';

/** Orders in Huawei's marketplace that nobody has redeemed yet: two at least, fifty at most. */
export function* huaweiOrders(accounts: number, random: Random): Generator<SampleRecord> {
  const count = Math.min(50, Math.max(2, Math.floor(accounts / 100)));
  for (let number = 1; number <= count; number++) {
    yield {
      kind: 'huaweiOrder',
      order: `CS${random.digits(10)}${String(number).padStart(4, '0')}`,
      customer: random.hex(32),
      currency: 'CNY',
      cards: random.between(1, 10),
      faceValue: random.oneIn(2) ? '100.00' : undefined,
    };
  }
}
