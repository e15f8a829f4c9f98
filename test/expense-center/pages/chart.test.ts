import { timeLeft } from '../../../expense-center/pages/time-left.js';
import {
  seriesByItem,
  seriesByPayer,
} from '../../../expense-center/pages/chart/spending-series.js';
import { stackedBars } from '../../../expense-center/pages/chart/stacked-bars.js';
import { parseInstant, type Instant } from '../../../domain/instant.js';
import { nothingPaid } from '../../../domain/line-amounts.js';
import { parseAmount } from '../../../domain/money.js';
import type { DaySpending } from '../../../ledger/reads/daily-spending.js';

function instant(text: string): Instant {
  const at = parseInstant(text);
  if (at === undefined) throw new Error(`no instant: ${text}`);
  return at;
}

function spending(day: string, items: Record<string, string>, cash: string): DaySpending {
  return {
    day,
    total: parseAmount(cash),
    ...nothingPaid(),
    cash: parseAmount(cash),
    items: Object.entries(items).map(([item, amount]) => ({ item, amount: parseAmount(amount) })),
  };
}

describe('the chart of spending', () => {
  it('stacks the series of a day from zero up, below a round number', () => {
    const { bars, ticks, plot } = stackedBars(
      [
        { name: 'a', values: [30, 0] },
        { name: 'b', values: [10, 0] },
      ],
      2,
    );
    expect(ticks.map(({ value }) => value)).toEqual([0, 10, 20, 30, 40]);
    const [first, second] = bars;
    expect(first?.parts.map(({ height }) => height)).toEqual([135, 45]);
    expect(first?.parts[0]?.y).toBe(plot.bottom - 135);
    expect(second?.parts).toEqual([]);
  });

  it('shows the largest items and all others together, to the cent', () => {
    const items = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`item-${index}`, `${10 - index}.01`]),
    );
    const series = seriesByItem([spending('2026-11-22', items, '54.09')]);
    expect(series.map(({ name, total }) => [name, total])).toEqual([
      ['item-0', '10.01'],
      ['item-1', '9.01'],
      ['item-2', '8.01'],
      ['item-3', '7.01'],
      ['item-4', '6.01'],
      ['item-5', '5.01'],
      ['others', '9.03'],
    ]);
  });

  it('leaves out who paid nothing', () => {
    const days = [spending('2026-11-21', {}, '0.00'), spending('2026-11-22', {}, '7.50')];
    expect(seriesByPayer(days)).toEqual([
      { name: 'cash', amounts: ['0.00', '7.50'], total: '7.50' },
    ]);
  });
});

describe('the time that is left', () => {
  it('counts full days and hours until the lock, and is over with it', () => {
    const lock = instant('2026-11-15T08:00:00Z');
    expect(timeLeft(lock, instant('2026-11-12T18:30:00Z'))).toEqual({ days: 2, hours: 13 });
    expect(timeLeft(lock, instant('2026-11-15T07:59:59Z'))).toEqual({ days: 0, hours: 0 });
    expect(timeLeft(lock, lock)).toBeUndefined();
  });
});
