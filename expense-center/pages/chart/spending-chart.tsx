import type { VNode } from 'preact';
import type { Day } from '../../../domain/billing-cycle.js';
import { moneyText } from '../parts/money.js';
import { sayWord } from '../texts/say.js';
import type { AccountVisit } from '../visit.js';
import { stackedBars, type BarChart } from './stacked-bars.js';
import type { SpendingSeries } from './spending-series.js';

export interface SpendingChartProps {
  visit: AccountVisit;
  /** Of the texts that name the series. */
  kind: 'payer' | 'item';
  title: string;
  days: readonly Day[];
  series: readonly SpendingSeries[];
}

/** Days as stacked bars, with their figures as a table for whoever does not see them. */
export function SpendingChart(props: SpendingChartProps): VNode {
  const { visit, kind, title, series } = props;
  const nameOf = (name: string): string => sayWord(visit.say, kind, name);
  return (
    <figure class="chart">
      <figcaption>
        <h3>{title}</h3>
      </figcaption>
      <Bars {...props} nameOf={nameOf} />
      <ul class="legend">
        {series.map(({ name, total }, index) => (
          <li key={name}>
            <span class={`swatch ${colour(kind, name, index)}`} aria-hidden="true" />
            <span class="legend-name">{nameOf(name)}</span>
            <span class="money">{moneyText(total, visit.account.currency)}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}

/** A payer keeps its colour whoever else paid; items go by their rank. */
function colour(kind: SpendingChartProps['kind'], name: string, index: number): string {
  return kind === 'payer' ? `payer-${name}` : name === 'others' ? 'item-others' : `item-${index}`;
}

function Bars({
  visit,
  kind,
  title,
  days,
  series,
  nameOf,
}: SpendingChartProps & { nameOf: (name: string) => string }): VNode {
  const chart = stackedBars(
    series.map(({ name, amounts }) => ({ name, values: amounts.map(Number) })),
    days.length,
  );
  return (
    <svg viewBox={`0 0 ${chart.width} ${chart.height}`} role="img" aria-label={title}>
      <Axes chart={chart} days={days} />
      {chart.bars.map(({ index, x, width, parts }) => (
        <g key={index}>
          {parts.map(({ series: number, y, height }) => {
            const of = series[number];
            return (
              of && (
                <rect
                  key={of.name}
                  class={colour(kind, of.name, number)}
                  x={round(x)}
                  y={round(y)}
                  width={round(width)}
                  height={round(height)}
                >
                  <title>
                    {`${days[index] ?? ''} · ${nameOf(of.name)} · ${moneyText(of.amounts[index] ?? '0.00', visit.account.currency)}`}
                  </title>
                </rect>
              )
            );
          })}
        </g>
      ))}
    </svg>
  );
}

const daysBetweenLabels = 7;

function Axes({ chart, days }: { chart: BarChart; days: readonly Day[] }): VNode {
  const { plot, ticks, bars } = chart;
  // Counted from the newest day back, which is always named.
  const named = bars.filter(({ index }) => (days.length - 1 - index) % daysBetweenLabels === 0);
  return (
    <g class="axes" aria-hidden="true">
      {ticks.map(({ value, y }) => (
        <g key={value}>
          <line x1={plot.left} x2={plot.right} y1={round(y)} y2={round(y)} />
          <text x={plot.left - 8} y={round(y + 4)} text-anchor="end">
            {value.toLocaleString('en-US')}
          </text>
        </g>
      ))}
      {named.map(({ index, x, width }) => (
        <text key={index} x={round(x + width / 2)} y={plot.bottom + 20} text-anchor="middle">
          {days[index]?.slice(5)}
        </text>
      ))}
    </g>
  );
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}
