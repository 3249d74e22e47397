// The picture of one finding in a mail: two bars that begin at the same edge, so that they compare in any font; and the course of late.
import type { BaselineView } from '../../detectors/model/finding.ts';
import { amountWords, countWords, rangeWords } from './amount.ts';
import { chartSeries, isWorthDrawing } from './chart-series.ts';
import { cut, inMail } from './inert.ts';
import { sparkline } from './text-chart.ts';

/** A telephone's line holds so many of these and a few words behind them. */
const WIDTH = 20;
const LATELY = 20;
const NAME_CHARACTERS = 150;
const BLOCK = '\u2587';
/** Of what is nearly nothing beside the other. */
const SLIVER = '\u258f';

const bar = (value: number, top: number): string => {
  const blocks = Math.round((value / top) * WIDTH);
  return blocks > 0 ? BLOCK.repeat(blocks) : SLIVER;
};

const name = (text: string): string => cut(inMail(text), NAME_CHARACTERS);

export const mailChart = (baseline: BaselineView | null): readonly string[] => {
  if (baseline === null) return [];
  const series = chartSeries(baseline);
  const { measure, usualLow, usualHigh, observed, samples, since } = baseline;
  const now = series.values.at(-1) ?? 0;
  const top = Math.max(now, series.usualHigh) || 1;
  return [
    '',
    `${name(measure)}:`,
    `${bar(series.usualHigh, top)} usual ${rangeWords(usualLow, usualHigh, measure)} (${name(baseline.bucket)})`,
    `${bar(now, top)} now ${amountWords(observed, measure)}`,
    ...(isWorthDrawing(series) ? [`${sparkline(series).slice(-LATELY).join('')} lately`] : []),
    `Learned from ${countWords(samples)} windows since ${name(since.slice(0, 10))}.`,
  ];
};
