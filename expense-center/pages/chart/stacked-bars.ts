/** Where the bars of a chart stand: geometry alone, for which amounts may be rounded. */

export interface Series {
  name: string;
  /** One for each bar. */
  values: readonly number[];
}

export interface Bar {
  index: number;
  parts: { series: number; y: number; height: number }[];
  x: number;
  width: number;
}

export interface BarChart {
  width: number;
  height: number;
  plot: { left: number; top: number; right: number; bottom: number };
  bars: Bar[];
  /** From zero up. */
  ticks: { value: number; y: number }[];
}

const size = { width: 520, height: 220 };
const plot = { left: 48, top: 10, right: 502, bottom: 190 };
const barShare = 0.72;

export function stackedBars(series: readonly Series[], count: number): BarChart {
  const totals = Array.from({ length: count }, (_, index) =>
    series.reduce((total, { values }) => total + (values[index] ?? 0), 0),
  );
  const step = niceStep(Math.max(...totals, 0));
  const top = step * Math.max(1, Math.ceil(Math.max(...totals, 0) / step));
  const yOf = (value: number): number => plot.bottom - (value / top) * (plot.bottom - plot.top);
  const slot = (plot.right - plot.left) / count;
  return {
    ...size,
    plot,
    bars: totals.map((_, index) => ({
      index,
      x: plot.left + slot * (index + (1 - barShare) / 2),
      width: slot * barShare,
      parts: partsOf(series, index, yOf),
    })),
    ticks: Array.from({ length: Math.round(top / step) + 1 }, (_, tick) => ({
      value: tick * step,
      y: yOf(tick * step),
    })),
  };
}

function partsOf(
  series: readonly Series[],
  index: number,
  yOf: (value: number) => number,
): Bar['parts'] {
  let below = 0;
  return series.flatMap(({ values }, number) => {
    const value = values[index] ?? 0;
    if (value <= 0) return [];
    const [from, to] = [yOf(below), yOf(below + value)];
    below += value;
    return [{ series: number, y: to, height: from - to }];
  });
}

/** 1, 2 or 5 times a power of ten, so that three to six lines cover the highest bar. */
function niceStep(highest: number): number {
  if (highest <= 0) return 1;
  const rough = highest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const times = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10;
  return times * power;
}
