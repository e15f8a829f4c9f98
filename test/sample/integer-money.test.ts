import {
  centsOf,
  centsText,
  microsText,
  quantityText,
  roundFaceValue,
  scale,
} from '../../sample/integer-money.js';

it('rounds micros to cents half up', () => {
  expect([0, 4_999, 5_000, 14_999, 15_000].map(centsOf)).toEqual([0, 0, 1, 1, 2]);
});

it('writes cents with two decimals', () => {
  expect([0, 5, 123_456].map(centsText)).toEqual(['0.00', '0.05', '1234.56']);
});

it('writes micros with two to six decimals', () => {
  expect([0, 1, 2_400_000, 18_712_300, 12_345_678_901_234n].map(microsText)).toEqual([
    '0.00',
    '0.000001',
    '2.40',
    '18.7123',
    '12345678.901234',
  ]);
});

it('writes quantities without zeros that add nothing', () => {
  expect(quantityText(1_200, 0)).toBe('1200');
  expect(quantityText(250, 2)).toBe('2.5');
  expect(quantityText(300, 2)).toBe('3');
  expect(quantityText(7, 3)).toBe('0.007');
});

it('scales exactly beyond the safe integers', () => {
  expect(scale(1_234_567_890_123, 1_000_000, 1_000_000)).toBe(1_234_567_890_123);
  expect(scale(7, 2, 3)).toBe(4);
});

it('rounds face values up to what people would choose', () => {
  expect([1, 501, 12_345, 250_001].map(roundFaceValue)).toEqual([500, 1_000, 13_000, 260_000]);
});
