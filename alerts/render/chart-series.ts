// The windows a chart draws: the recent ones with the observed one last, and the scale that holds them and the usual band.
import type { BaselineView } from '../../detectors/model/finding.ts';

/** BaselineView promises at most this many recent windows. */
const RECENT_LIMIT = 48;

export interface ChartSeries {
  /** Finite and never negative, oldest first; the last is the observed one. */
  readonly values: readonly number[];
  readonly usualLow: number;
  readonly usualHigh: number;
  /** Top of the scale, above zero; the bottom is zero, so that heights compare honestly. */
  readonly top: number;
}

const drawable = (value: number): number => (Number.isFinite(value) ? Math.max(0, value) : 0);

export const chartSeries = (baseline: BaselineView): ChartSeries => {
  const recent = baseline.recent.slice(-RECENT_LIMIT).map(drawable);
  const observed = drawable(baseline.observed);
  const values = recent.at(-1) === observed ? recent : [...recent, observed];
  const usualHigh = drawable(baseline.usualHigh);
  return { values, usualLow: drawable(baseline.usualLow), usualHigh, top: Math.max(...values, usualHigh) || 1 };
};

/** Fewer windows than this show no course, only one bar. */
const FEWEST_WINDOWS = 4;

export const isWorthDrawing = (series: ChartSeries): boolean => series.values.length >= FEWEST_WINDOWS;

export const isUsual = (series: ChartSeries, value: number): boolean => value >= series.usualLow && value <= series.usualHigh;
