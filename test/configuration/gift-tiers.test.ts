import { readConfiguration } from '../../configuration/read-configuration.js';

function tiersOf(text: string): string[] {
  const { CNY, USD } = readConfiguration({ CARD_GIFT_TIERS: text }).giftTiers;
  expect(USD).toEqual([]);
  return CNY.map(({ from, voucher }) => `${from} ${voucher}`);
}

describe('the gift tiers of stored-value cards', () => {
  it.each([
    ['', ['10000.00 1000.00', '30000.00 5000.00', '100000.00 20000.00']],
    ['500=20, 1000=50.5', ['500.00 20.00', '1000.00 50.50']],
    ['none', []],
  ])('"%s" is %j', (text, tiers) => {
    expect(tiersOf(text)).toEqual(tiers);
  });

  it.each([
    '10000',
    '10000=',
    '10000=0',
    '1e4=1000',
    '-1=5',
    '100=1,100=2',
    '100=1=2',
    '100=0.001',
  ])('"%s" is refused', (text) => {
    expect(() => readConfiguration({ CARD_GIFT_TIERS: text })).toThrow(
      'CARD_GIFT_TIERS: must be like 10000=1000,30000=5000,100000=20000, in yuan, or none',
    );
  });
});
