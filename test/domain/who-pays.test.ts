import type { Instrument } from '../../domain/instrument.js';
import type { Settled } from '../support/domain-books.js';
import { cents, eligibleCents } from '../support/domain-cents.js';
import { balanceOf, forAllSettlements } from '../support/domain-runs.js';

/** The documented deduction order, written out again: the table in domain/ is what is judged. */
const documented = {
  'enterprise ordinary': [
    'ordinary-voucher',
    'full-reduction-voucher',
    'stored-value-card',
    'cash',
  ],
  'enterprise restricted': ['stored-value-card', 'cash'],
  'cloud ordinary': [
    'ordinary-voucher',
    'full-reduction-voucher',
    'stored-value-card',
    'cloud-account',
  ],
  'cloud restricted': ['stored-value-card', 'cloud-account'],
} as const;

const endOfDay = Date.parse('2026-11-22T16:00:00.000Z');

function mayPayAtAll(instrument: Instrument, { before }: Settled): boolean {
  const { kind, startsAt, expiresAt, minSpend } = instrument;
  if (expiresAt !== undefined && Date.parse(expiresAt) < endOfDay) return false;
  if (kind !== 'stored-value-card' && startsAt !== undefined && Date.parse(startsAt) >= endOfDay)
    return false;
  return (
    kind !== 'full-reduction-voucher' || cents(minSpend ?? '0.00') <= eligibleCents(before.lines)
  );
}

function payersOf({ before, deductions }: Settled): { instrument: Instrument; line: number }[] {
  return deductions.flatMap(({ kind, id, line }) =>
    before.instruments
      .filter((each) => each.kind === kind && each.id === id)
      .map((instrument) => ({ instrument, line })),
  );
}

describe('who pays', () => {
  it('no voucher of either kind ever pays a restricted line', () => {
    forAllSettlements(({ before, deductions }) => {
      for (const { line, kind } of deductions)
        if (kind === 'ordinary-voucher' || kind === 'full-reduction-voucher')
          expect(before.lines[line]?.item).toMatch(/^(logs|traces)$/);
    });
  });

  it('a workspace settled by cloud never touches cash and never leaves an overdraft', () => {
    forAllSettlements(({ before, after, deductions }) => {
      for (const { line, kind } of deductions)
        if (before.lines[line]?.method === 'cloud') expect(kind).not.toBe('cash');
      before.lines.forEach(({ method }, line) => {
        if (method === 'cloud') expect(after.due[line]).toBe('0.00');
      });
    });
  });

  it('a cloud account pays for its own workspaces and for nobody else', () => {
    forAllSettlements(({ before, deductions }) => {
      for (const { line, kind, id } of deductions)
        if (kind === 'cloud-account') expect(before.lines[line]?.cloudAccount).toBe(id);
    });
  });

  it('what has expired at the end of the day pays nothing', () => {
    forAllSettlements((settled) => {
      for (const { instrument } of payersOf(settled))
        if (instrument.expiresAt !== undefined)
          expect(Date.parse(instrument.expiresAt)).toBeGreaterThanOrEqual(endOfDay);
    });
  });

  it('a voucher that is not valid before the end of the day pays nothing', () => {
    forAllSettlements((settled) => {
      for (const { instrument } of payersOf(settled))
        if (instrument.kind !== 'stored-value-card' && instrument.startsAt !== undefined)
          expect(Date.parse(instrument.startsAt)).toBeLessThan(endOfDay);
    });
  });

  it('a full-reduction voucher whose threshold is above the eligible spend pays nothing', () => {
    forAllSettlements((settled) => {
      for (const { instrument } of payersOf(settled))
        expect(cents(instrument.minSpend ?? '0.00')).toBeLessThanOrEqual(
          instrument.kind === 'full-reduction-voucher' ? eligibleCents(settled.before.lines) : 0n,
        );
    });
  });

  it('nobody pays a line while somebody before it in the deduction order has anything left', () => {
    forAllSettlements((settled) => {
      const { before, after, deductions, forfeits } = settled;
      const left = (kind: string): boolean =>
        kind === 'cash'
          ? after.cash !== '0.00'
          : before.instruments.some(
              (each) =>
                each.kind === kind &&
                mayPayAtAll(each, settled) &&
                (balanceOf(after.instruments, each) !== '0.00' ||
                  (kind === 'full-reduction-voucher' && forfeits.some(({ id }) => id === each.id))),
            );
      const paid = [
        ...deductions,
        ...after.due.flatMap((due, line) => (due === '0.00' ? [] : [{ line, kind: 'overdraft' }])),
      ];
      for (const { line, kind } of paid) {
        const { method = 'enterprise', restricted } = before.lines[line] ?? {};
        const order: readonly string[] =
          documented[`${method} ${restricted ? 'restricted' : 'ordinary'}`];
        const place = kind === 'overdraft' ? order.length : order.indexOf(kind);
        expect(place).toBeGreaterThanOrEqual(0);
        expect(order.slice(0, place).filter(left)).toEqual([]);
      }
    });
  });

  it('each kind is drawn by earliest expiry, then earliest start, then id', () => {
    forAllSettlements((settled) => {
      const { before, after, deductions, forfeits } = settled;
      const paid = (each: Instrument): boolean =>
        deductions.some(({ kind, id }) => kind === each.kind && id === each.id);
      for (const later of before.instruments.filter(paid))
        for (const earlier of before.instruments)
          if (
            earlier.kind === later.kind &&
            drawnBefore(earlier, later) &&
            mayPayAtAll(earlier, settled)
          ) {
            expect(balanceOf(after.instruments, earlier)).toBe('0.00');
            if (earlier.kind === 'full-reduction-voucher')
              expect(forfeits.map(({ id }) => id)).not.toContain(earlier.id);
          }
    });
  });

  it('each kind pays the lines by site, workspace and place in the bill', () => {
    forAllSettlements(({ before, effects }) => {
      for (const { deductions, due } of effects.values())
        for (const { kind, line } of deductions) {
          const { method } = before.lines[line] ?? {};
          before.lines.slice(0, line).forEach((earlier, index) => {
            const order: readonly string[] =
              documented[`${earlier.method} ${earlier.restricted ? 'restricted' : 'ordinary'}`];
            if (order.includes(kind) && kind !== 'cloud-account')
              expect({ method, due: due[index] }).toEqual({ method, due: '0.00' });
          });
        }
    });
  });

  it('the lines of a settlement stand by site, then workspace, by code point', () => {
    forAllSettlements(({ before }) => {
      const keys = before.lines.map(({ site, workspace }) => `${site} ${workspace}`);
      expect(keys).toEqual([...keys].sort());
    });
  });
});

function drawnBefore(a: Instrument, b: Instrument): boolean {
  const expiry = instantKey(a.expiresAt, Infinity) - instantKey(b.expiresAt, Infinity);
  if (instantKey(a.expiresAt, Infinity) !== instantKey(b.expiresAt, Infinity)) return expiry < 0;
  const [start, other] = [instantKey(a.startsAt, -Infinity), instantKey(b.startsAt, -Infinity)];
  return start === other ? a.id < b.id : start < other;
}

function instantKey(text: string | undefined, absent: number): number {
  return text === undefined ? absent : Date.parse(text);
}
