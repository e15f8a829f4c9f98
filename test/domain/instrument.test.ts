import fc from 'fast-check';
import {
  byDrawOrder,
  drawable,
  isValidAt,
  meetsThreshold,
  type Instrument,
} from '../../domain/instrument.js';
import { parseAmount } from '../../domain/money.js';
import { end, instant } from '../support/domain-arbitraries.js';

const ten = parseAmount('10.00');
const voucher: Instrument = { kind: 'ordinary-voucher', id: 'v', balance: ten };
const card: Instrument = { kind: 'stored-value-card', id: 'c', balance: ten };

describe('instruments', () => {
  it.each([
    ['without dates', {}, true],
    ['expiring at the end', { expiresAt: instant('2026-11-22T16:00:00Z') }, true],
    ['expiring a millisecond earlier', { expiresAt: instant('2026-11-22T15:59:59.999Z') }, false],
    ['expiring a second earlier', { expiresAt: instant('2026-11-22T23:59:59+08:00') }, false],
    ['beginning at the end', { startsAt: instant('2026-11-23T00:00:00+08:00') }, false],
    ['beginning a millisecond earlier', { startsAt: instant('2026-11-22T15:59:59.999Z') }, true],
  ])('a voucher %s pays the day: %s', (_, dates, valid) => {
    expect(isValidAt({ ...voucher, ...dates }, end)).toBe(valid);
    expect(isValidAt({ ...voucher, kind: 'full-reduction-voucher', ...dates }, end)).toBe(valid);
  });

  it('of a card only the expiry is tested', () => {
    const later = instant('2027-01-01T00:00:00Z');
    expect(isValidAt({ ...card, startsAt: later }, end)).toBe(true);
    expect(isValidAt({ ...card, expiresAt: end }, end)).toBe(true);
    expect(isValidAt({ ...card, expiresAt: instant('2026-11-22T15:59:59Z') }, end)).toBe(false);
  });

  it('a threshold that is met exactly is met', () => {
    const asks = { ...voucher, kind: 'full-reduction-voucher' as const, minSpend: ten };
    expect(meetsThreshold(asks, parseAmount('10.00'))).toBe(true);
    expect(meetsThreshold(asks, parseAmount('9.99'))).toBe(false);
    expect(meetsThreshold(asks, parseAmount('9'))).toBe(false);
    expect(meetsThreshold(asks, parseAmount('100'))).toBe(true);
    expect(meetsThreshold(voucher, parseAmount('0'))).toBe(true);
    expect(meetsThreshold({ ...asks, minSpend: parseAmount('0') }, parseAmount('0'))).toBe(true);
  });

  it('draws by expiry, none last; then by start, none first; then by id', () => {
    const [soon, late] = [instant('2026-12-01T00:00:00Z'), instant('2027-01-01T00:00:00Z')];
    const ordered: Instrument[] = [
      { ...voucher, id: 'z', expiresAt: soon },
      { ...voucher, id: 'b', expiresAt: soon, startsAt: instant('2026-01-01T00:00:00Z') },
      { ...voucher, id: 'a', expiresAt: soon, startsAt: instant('2026-02-01T00:00:00Z') },
      { ...voucher, id: 'B', expiresAt: late },
      { ...voucher, id: 'a', expiresAt: late },
      { ...voucher, id: 'a10' },
      { ...voucher, id: 'a9' },
      { ...voucher, id: 'a', startsAt: instant('2026-01-01T00:00:00Z') },
    ];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(ordered, { minLength: ordered.length, maxLength: ordered.length }),
        (shuffled) => {
          expect(shuffled.toSorted(byDrawOrder)).toEqual(ordered);
        },
      ),
    );
  });

  it('only what has a balance, is valid and meets its threshold is drawn', () => {
    const all: Instrument[] = [
      { ...voucher, id: 'empty', balance: parseAmount('0') },
      { ...voucher, id: 'expired', expiresAt: instant('2026-11-22T15:59:59Z') },
      { ...voucher, id: 'future', startsAt: end },
      { ...voucher, id: 'dear', kind: 'full-reduction-voucher', minSpend: parseAmount('10.01') },
      { ...voucher, id: 'good' },
      { ...voucher, id: 'better', expiresAt: end },
    ];
    expect(drawable(all, { end, eligibleSpend: ten }).map(({ id }) => id)).toEqual([
      'better',
      'good',
    ]);
  });
});
