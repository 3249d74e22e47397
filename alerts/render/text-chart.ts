// Charts made of letters: recent windows as a sparkline, and the usual range beside the observed value on one scale.
import type { ChartSeries } from './chart-series.ts';

/** Eight heights, of one width in nearly every font. */
const HEIGHTS = '▁▂▃▄▅▆▇█';

/** One letter for each window; a value above zero is never drawn lower than the second height. */
export const sparkline = (series: ChartSeries): readonly string[] =>
  series.values.map((value) => {
    const height = Math.ceil((value / series.top) * (HEIGHTS.length - 1));
    return HEIGHTS[Math.min(HEIGHTS.length - 1, height)] ?? ' ';
  });

const FREE = '·';
const USUAL = '━';
const OBSERVED = '●';

/** From zero to the top of the scale: the usual range as a stroke, the observed value as a mark. */
export const rangeBar = (series: ChartSeries, width: number): string => {
  const place = (value: number): number => Math.min(width - 1, Math.round((value / series.top) * (width - 1)));
  const observed = place(series.values.at(-1) ?? 0);
  const low = place(series.usualLow);
  const high = place(series.usualHigh);
  return [...Array(width).keys()]
    .map((column) => (column === observed ? OBSERVED : column >= low && column <= high ? USUAL : FREE))
    .join('');
};
