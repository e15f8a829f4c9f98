import type { Instrument } from '../../domain/instrument.js';
import type { SettlementLine } from '../../domain/settlement.js';
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

/** The vouchers and cards that paid anything. */
function payersOf({ before, deductions }: Settled): Instrument[] {
  return before.instruments.filter((each) =>
    deductions.some(({ kind, id }) => kind === each.kind && id === each.id),
  );
}

function orderFor({ method, restricted }: SettlementLine): readonly string[] {
  return documented[`${method} ${restricted ? 'restricted' : 'ordinary'}`];
}

describe('who pays', () => {
  it('no voucher of either kind ever pays a restricted line', () => {
    forAllSettlements(({ before, deductions }) => {
      const items = deductions
        .filter(({ kind }) => kind === 'ordinary-voucher' || kind === 'full-reduction-voucher')
        .map(({ line }) => before.lines[line]?.item);
      expect(items.filter((item) => item !== 'logs' && item !== 'traces')).toEqual([]);
    });
  });

  it('a workspace settled by cloud never touches cash and never leaves an overdraft', () => {
    forAllSettlements(({ before, after, deductions }) => {
      const paidInCash = deductions.filter(({ kind }) => kind === 'cash').map(({ line }) => line);
      const owed = after.due.flatMap((due, line) => (due === '0.00' ? [] : [line]));
      expect(
        [...paidInCash, ...owed].filter((line) => before.lines[line]?.method !== 'enterprise'),
      ).toEqual([]);
    });
  });

  it('a cloud account pays for its own workspaces and for nobody else', () => {
    forAllSettlements(({ before, deductions }) => {
      const pushed = deductions.filter(({ kind }) => kind === 'cloud-account');
      expect(pushed.map(({ line }) => before.lines[line]?.cloudAccount)).toEqual(
        pushed.map(({ id }) => id),
      );
    });
  });

  it('what has expired at the end of the day pays nothing', () => {
    forAllSettlements((settled) => {
      expect(
        payersOf(settled).filter(
          ({ expiresAt }) => expiresAt !== undefined && Date.parse(expiresAt) < endOfDay,
        ),
      ).toEqual([]);
    });
  });

  it('a voucher that is not valid before the end of the day pays nothing', () => {
    forAllSettlements((settled) => {
      expect(
        payersOf(settled).filter(
          ({ kind, startsAt }) =>
            kind !== 'stored-value-card' &&
            startsAt !== undefined &&
            Date.parse(startsAt) >= endOfDay,
        ),
      ).toEqual([]);
    });
  });

  it('a full-reduction voucher whose threshold is above the eligible spend pays nothing', () => {
    forAllSettlements((settled) => {
      const spend = eligibleCents(settled.before.lines);
      expect(payersOf(settled).filter(({ minSpend }) => cents(minSpend ?? '0.00') > spend)).toEqual(
        [],
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
      const passedOver = paid.flatMap(({ line, kind }) => {
        const order = orderFor(before.lines[line] ?? fail());
        if (kind !== 'overdraft' && !order.includes(kind)) return [`${kind} may not pay ${line}`];
        const place = kind === 'overdraft' ? order.length : order.indexOf(kind);
        return order.slice(0, place).filter(left);
      });
      expect(passedOver).toEqual([]);
    });
  });

  it('each kind is drawn by earliest expiry, then earliest start, then id', () => {
    forAllSettlements((settled) => {
      const { before, after, forfeits } = settled;
      const passedOver = payersOf(settled).flatMap((later) =>
        before.instruments.filter(
          (earlier) =>
            earlier.kind === later.kind &&
            drawnBefore(earlier, later) &&
            mayPayAtAll(earlier, settled) &&
            (balanceOf(after.instruments, earlier) !== '0.00' ||
              (earlier.kind === 'full-reduction-voucher' &&
                forfeits.some(({ id }) => id === earlier.id))),
        ),
      );
      expect(passedOver).toEqual([]);
    });
  });

  it('each kind pays the lines by site, workspace and place in the bill', () => {
    forAllSettlements(({ before, effects }) => {
      for (const { deductions, due } of effects.values()) {
        const passedOver = deductions.flatMap(({ kind, line }) =>
          before.lines
            .slice(0, line)
            .filter(
              (earlier, index) =>
                kind !== 'cloud-account' &&
                orderFor(earlier).includes(kind) &&
                due[index] !== '0.00',
            ),
        );
        expect(passedOver).toEqual([]);
      }
    });
  });

  it('the lines of a settlement stand by site, then workspace, by code point', () => {
    forAllSettlements(({ before }) => {
      const keys = before.lines.map(({ site, workspace }) => `${site} ${workspace}`);
      expect(keys.filter((key, index) => index > 0 && key < (keys[index - 1] ?? ''))).toEqual([]);
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

function fail(): never {
  throw new Error('a deduction of no line');
}
