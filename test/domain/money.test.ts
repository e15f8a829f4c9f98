import fc from 'fast-check';
import {
  add,
  AmountError,
  compare,
  decimalPlaces,
  fits,
  formatAmount,
  isZero,
  min,
  minorUnits,
  parseAmount,
  roundBillLine,
  signedDifference,
  subtract,
  sum,
  zero,
} from '../../domain/money.js';
import { cents, roundedCents } from '../support/domain-cents.js';

const digits34 = '9999999999999999999999999999999999';

/** Money as written: whole, with cents, with zeros that say nothing. */
const money = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(0n, 1n, 9n, 10n, 99n, 100n),
      fc.bigInt({ min: 0n, max: 10n ** 31n }),
      // Around what a double counts in cents, and beyond what it can.
      fc.bigInt({ min: 9_999_999_999_990n, max: 10_000_000_000_010n }),
      fc.bigInt({ min: 900_719_925_474_099n, max: 900_719_925_474_999n }),
    ),
    fc.nat({ max: 99 }),
  )
  .map(([whole, fraction]) => `${whole}.${fraction.toString().padStart(2, '0')}`);

const unrounded = fc
  .tuple(
    fc.oneof(
      fc.nat({ max: 1000 }).map(String),
      fc.constantFrom('9999999999999', '10000000000000', '12345678901234567890'),
    ),
    fc.stringMatching(/^([0-9]{1,8}|[0-9]{2}(5|49{1,5}|50{1,5}))$/),
  )
  .map(([whole, fraction]) => `${whole}.${fraction}`);

function text(value: bigint): string {
  const padded = value.toString().padStart(3, '0');
  return `${padded.slice(0, -2)}.${padded.slice(-2)}`;
}

describe('money', () => {
  it.each([
    ['0', '0.00'],
    ['0.000', '0.00'],
    ['00', '0.00'],
    ['12', '12.00'],
    ['12.5', '12.50'],
    ['012.50', '12.50'],
    ['12.500', '12.50'],
    ['0.004', '0.004'],
    ['1.0050', '1.005'],
    [digits34, `${digits34}.00`],
    [`99999999999999999999999999999999.99`, `99999999999999999999999999999999.99`],
    ['0.000000000000000000000000000000001', '0.000000000000000000000000000000001'],
  ])('reads %s as %s', (written, expected) => {
    expect(parseAmount(written)).toBe(expected);
  });

  it.each(['-1', '+1', '1.', '.5', '1e3', '1,000', ' 1', '1 ', '', 'NaN', 'Infinity', '0x10', '١'])(
    'refuses "%s"',
    (written) => {
      expect(() => parseAmount(written)).toThrow(AmountError);
    },
  );

  it('takes 34 digits and refuses the 35th', () => {
    expect(parseAmount('12345678901234567890123456789012.34')).toBe(
      '12345678901234567890123456789012.34',
    );
    expect(() => parseAmount('12345678901234567890123456789012.345')).toThrow(
      'has more than 34 digits',
    );
    expect(() => parseAmount(`${digits34}0`)).toThrow('has more than 34 digits');
  });

  it('a sum may pass 34 digits, exactly; a document cannot hold it', () => {
    const line = parseAmount('0.0003333333333333333333333333333');
    const most = parseAmount(digits34);
    expect(add(parseAmount('12345678.90'), line)).toBe('12345678.9003333333333333333333333333333');
    expect(sum([most, most])).toBe('19999999999999999999999999999999998.00');
    expect(add(parseAmount('0.000000000000000000000000000000001'), most)).toBe(
      `${digits34}.000000000000000000000000000000001`,
    );
    expect([most, line, parseAmount('12345678901234567890123456789012.34')].map(fits)).toEqual([
      true,
      true,
      true,
    ]);
    expect([add(most, line), sum([most, most])].map(fits)).toEqual([false, false]);
    expect(fits(add(parseAmount('99999999999999999999999999999999.99'), parseAmount('0.01')))).toBe(
      true,
    );
  });

  it('compares as numbers: 9 is below 10', () => {
    const [nine, ten] = [parseAmount('9'), parseAmount('10')];
    expect([compare(nine, ten), compare(ten, nine), compare(ten, ten)]).toEqual([-1, 1, 0]);
    expect(min(nine, ten)).toBe('9.00');
    expect(min(ten, nine)).toBe('9.00');
  });

  it('equal amounts are equal text, however they were written', () => {
    expect(parseAmount('1.5')).toBe(parseAmount('01.500'));
    expect(parseAmount('1.50')).toBe(parseAmount('01.50'));
    expect(parseAmount('1.50')).toBe(parseAmount('1.500'));
    expect(parseAmount('0.00')).toBe(parseAmount('00.000'));
  });

  it.each([
    ['0.004', '0.00'],
    ['0.005', '0.01'],
    ['0.0049999', '0.00'],
    ['0.015', '0.02'],
    ['0.025', '0.03'],
    ['0.995', '1.00'],
    ['1.005', '1.01'],
    ['2.675', '2.68'],
    ['10.00', '10.00'],
  ])('rounds a bill line of %s to %s', (line, rounded) => {
    expect(roundBillLine(parseAmount(line))).toBe(rounded);
  });

  it('rounds every bill line half up to two decimals', () => {
    fc.assert(
      fc.property(unrounded, (line) => {
        expect(cents(roundBillLine(parseAmount(line)))).toBe(roundedCents(line));
      }),
      { numRuns: 500 },
    );
  });

  it('adds, takes away and compares as whole cents do', () => {
    fc.assert(
      fc.property(money, money, (a, b) => {
        const [left, right] = [parseAmount(a), parseAmount(b)];
        const [x, y] = [cents(a), cents(b)];
        expect(add(left, right)).toBe(text(x + y));
        expect(compare(left, right)).toBe(x < y ? -1 : x > y ? 1 : 0);
        expect(cents(min(left, right))).toBe(x < y ? x : y);
        const [more, less] = x < y ? [right, left] : [left, right];
        expect(subtract(more, less)).toBe(text(x < y ? y - x : x - y));
        expect(subtract(add(left, right), right)).toBe(text(x));
      }),
      { numRuns: 300 },
    );
  });

  it('a sum is the sum, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(money, { maxLength: 9 }), (written) => {
        const expected = text(written.reduce((total, each) => total + cents(each), 0n));
        expect(sum(written.map(parseAmount))).toBe(expected);
        expect(sum(written.toReversed().map(parseAmount))).toBe(expected);
      }),
    );
  });

  it('a sum of many large amounts is exact', () => {
    const most = parseAmount('9999999999999.99');
    // 1,001 of them are more cents than a double can count one by one.
    expect(sum(Array.from({ length: 1001 }, () => most))).toBe('10009999999999989.99');
    expect(sum([...Array.from({ length: 1001 }, () => most), parseAmount('0.01')])).toBe(
      '10009999999999990.00',
    );
  });

  it('nothing is below zero: taking more than there is fails', () => {
    expect(() => subtract(parseAmount('1.00'), parseAmount('1.01'))).toThrow(AmountError);
    expect(() => subtract(zero, parseAmount('0.01'))).toThrow(AmountError);
    expect(() => subtract(parseAmount('9'), parseAmount('10000000000000000'))).toThrow(AmountError);
    expect(subtract(parseAmount('1.01'), parseAmount('1.01'))).toBe('0.00');
  });

  it('knows nothing from something', () => {
    expect(isZero(parseAmount('0.000'))).toBe(true);
    expect(isZero(parseAmount('0.001'))).toBe(false);
    expect(sum([])).toBe('0.00');
  });

  it('shows a balance with its sign', () => {
    expect(signedDifference(parseAmount('20'), parseAmount('30.5'))).toBe('-10.50');
    expect(signedDifference(parseAmount('30.5'), parseAmount('20'))).toBe('10.50');
    expect(signedDifference(zero, zero)).toBe('0.00');
  });

  it.each([
    ['0.05', '0.05'],
    ['999', '999.00'],
    ['1000', '1,000.00'],
    ['21474836.47', '21,474,836.47'],
    ['1234567.1234567', '1,234,567.1234567'],
  ])('shows %s to people as %s', (amount, shown) => {
    expect(formatAmount(parseAmount(amount))).toBe(shown);
  });

  it('counts minor units and decimals', () => {
    expect(minorUnits(parseAmount('21474836.47'))).toBe('2147483647');
    expect(minorUnits(parseAmount('0.01'))).toBe('1');
    expect(decimalPlaces(parseAmount('1'))).toBe(2);
    expect(decimalPlaces(parseAmount('0.0045'))).toBe(4);
  });
});
