// Charts made of letters: recent windows as a sparkline, and the usual range beside the observed value on one scale.
import type { ChartSeries } from './chart-series.ts';

/** Eight heights in Unicode; in mail, where fonts differ, ASCII of growing weight. */
export const UNICODE_HEIGHTS = '▁▂▃▄▅▆▇█';
export const ASCII_HEIGHTS = '_.:-=+*#';

/** One letter for each window; a value above zero is never drawn lower than the second height. */
export const sparkline = (series: ChartSeries, heights: string): readonly string[] =>
  series.values.map((value) => {
    const height = Math.ceil((value / series.top) * (heights.length - 1));
    return heights[Math.min(heights.length - 1, height)] ?? ' ';
  });

export interface BarLetters {
  readonly free: string;
  readonly usual: string;
  readonly observed: string;
}
export const UNICODE_BAR: BarLetters = { free: '·', usual: '━', observed: '●' };
export const ASCII_BAR: BarLetters = { free: '.', usual: '=', observed: 'O' };

/** From zero to the top of the scale: the usual range as a stroke, the observed value as a mark. */
export const rangeBar = (series: ChartSeries, width: number, letters: BarLetters): string => {
  const place = (value: number): number => Math.min(width - 1, Math.round((value / series.top) * (width - 1)));
  const observed = place(series.values.at(-1) ?? 0);
  const low = place(series.usualLow);
  const high = place(series.usualHigh);
  return [...Array(width).keys()]
    .map((column) => (column === observed ? letters.observed : column >= low && column <= high ? letters.usual : letters.free))
    .join('');
};
