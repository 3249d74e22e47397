// Traffic follows the law that its specification names: mean, wave, weekend, burst, growth, and never smooth.
import { describe, expect, it } from 'vitest';
import type { TrafficSpec } from '../../cli/simulator/function-spec.ts';
import type { IncidentSpec, OrdinaryEvent } from '../../cli/simulator/incident-spec.ts';
import { type SeriesWindow, series } from '../../cli/simulator/series.ts';
import { START_MS } from './read-account.ts';
import { plainFunction } from './small-account.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const drawn = (
  traffic: TrafficSpec,
  days: number,
  events: readonly (IncidentSpec | OrdinaryEvent)[] = [],
  windowMs = HOUR_MS,
  seed = 4,
): SeriesWindow[] => [...series({ ...plainFunction, traffic }, { seed, startMs: START_MS, days, windowMs, events })];
const calls = (windows: readonly SeriesWindow[]): number[] => windows.map(({ invocations }) => invocations);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
/** 1 for a Poisson count; more for one that varies more. */
const dispersion = (values: readonly number[]): number => mean(values.map((value) => (value - mean(values)) ** 2)) / mean(values);

describe('traffic', () => {
  it.each<TrafficSpec>([
    { kind: 'steady', perHour: 12 },
    { kind: 'diurnal', perHour: 12, peakHour: 14, swing: 0.8 },
    { kind: 'weekly', perHour: 12, peakHour: 14, swing: 0.8, weekend: 0.4 },
    { kind: 'sparse', perHour: 0.5 },
    { kind: 'bursty', perHour: 12, shape: 0.3 },
    { kind: 'rare-batch', perHour: 4, activeShare: 0.05 },
  ])('of kind $kind has the mean it was given', (traffic) => {
    const found = mean(calls(drawn(traffic, 140)));
    const wanted = 'perHour' in traffic ? traffic.perHour : Number.NaN;
    expect(found / wanted).toBeGreaterThan(0.85);
    expect(found / wanted).toBeLessThan(1.15);
  });

  it('by the clock has exactly the runs of the clock', () => {
    const windows = calls(drawn({ kind: 'cron', everyMinutes: 180, offsetMinutes: 20, calls: 2 }, 7));
    expect(windows.map((count, hour) => count === (hour % 3 === 0 ? 2 : 0)).every(Boolean)).toBe(true);
  });

  it('is not smooth: even steady traffic varies more than Poisson, bursty traffic far more', () => {
    expect(dispersion(calls(drawn({ kind: 'steady', perHour: 60 }, 60)))).toBeGreaterThan(2);
    expect(dispersion(calls(drawn({ kind: 'sparse', perHour: 2 }, 60)))).toBeLessThan(1.3);
    expect(dispersion(calls(drawn({ kind: 'bursty', perHour: 20, shape: 0.3 }, 60)))).toBeGreaterThan(20);
  });

  it('dips at night and at weekends', () => {
    const windows = drawn({ kind: 'weekly', perHour: 40, peakHour: 14, swing: 0.7, weekend: 0.4 }, 56);
    const of = (wanted: (day: number, hour: number) => boolean): number =>
      mean(calls(windows.filter((_, index) => wanted(Math.floor(index / 24) % 7, index % 24))));
    expect(of((day) => day >= 5) / of((day) => day < 5)).toBeGreaterThan(0.36);
    expect(of((day) => day >= 5) / of((day) => day < 5)).toBeLessThan(0.44);
    expect(of((_, hour) => hour === 2) / of((_, hour) => hour === 14)).toBeLessThan(0.25);
  });

  it('that grows has grown, and traffic that drifts has wandered', () => {
    const grown = calls(drawn({ kind: 'growing', perHour: 30, dailyGrowth: 0.02 }, 60));
    expect(mean(grown.slice(-168)) / mean(grown.slice(0, 168))).toBeGreaterThan(2.3);
    const ends = [1, 2, 3, 4, 5, 6].map(
      (seed) => mean(calls(drawn({ kind: 'drifting', perHour: 30, dailySigma: 0.15 }, 60, [], HOUR_MS, seed)).slice(-168)) / 30,
    );
    expect(Math.max(...ends) / Math.min(...ends)).toBeGreaterThan(1.8);
  });

  it('that steps with deployments keeps its level between them', () => {
    const spec: TrafficSpec = { kind: 'deployed-weekly', perHour: 50, peakHour: 14, stepSigma: 0.8, deployHour: 9 };
    const windows = calls(drawn(spec, 35));
    const weeks = [0, 1, 2, 3, 4].map((week) => mean(windows.slice(week * 168 + 24, week * 168 + 168)));
    expect(dispersion(weeks)).toBeGreaterThan(2);
  });

  it('has one law whatever the window', () => {
    const traffic: TrafficSpec = { kind: 'diurnal', perHour: 24, peakHour: 14, swing: 0.8 };
    const fine = calls(drawn(traffic, 28, [], HOUR_MS / 12));
    const coarse = calls(drawn(traffic, 28, [], DAY_MS));
    expect(mean(fine) * 12 * 24).toBeGreaterThan(mean(coarse) * 0.95);
    expect(mean(fine) * 12 * 24).toBeLessThan(mean(coarse) * 1.05);
  });

  const steady: TrafficSpec = { kind: 'steady', perHour: 60 };
  const during = (events: readonly (IncidentSpec | OrdinaryEvent)[], pick: (window: SeriesWindow) => number): number => {
    const inside = (window: SeriesWindow): boolean => window.startMs >= START_MS + 5 * DAY_MS && window.startMs < START_MS + 6 * DAY_MS;
    const windows = drawn(steady, 10, events);
    return mean(windows.filter(inside).map(pick)) / mean(windows.filter((window) => window.startMs < START_MS + 5 * DAY_MS).map(pick));
  };
  const start = { function: 'front', startMs: START_MS + 5 * DAY_MS };
  const whole = { ...start, minutes: 1440 };

  it('is multiplied, silenced and swollen by incidents, in their time and by their size', () => {
    const count = (window: SeriesWindow) => window.invocations;
    expect(during([{ ...whole, kind: 'denial-of-wallet', factor: 10 }], count)).toBeCloseTo(10, -0.5);
    expect(during([{ ...whole, kind: 'silence' }], count)).toBe(0);
    expect(during([{ ...whole, kind: 'peak', factor: 1.6 }], count)).toBeCloseTo(1.6, 0);
    expect(during([{ ...start, kind: 'slow-exfiltration', days: 1, factor: 2 }], (window) => window.readBytes)).toBeCloseTo(2, 0);
    expect(
      during([{ ...whole, kind: 'flaky-dependency', errorShare: 0.5 }], (window) => window.errors / window.invocations),
    ).toBeGreaterThan(15);
    expect(during([], count)).toBeCloseTo(1, 0);
  });

  it('holds the bytes of an exfiltration between its start and its end', () => {
    const bytes = 5e9;
    const sum = (windows: readonly SeriesWindow[]): number => windows.reduce((total, { readBytes }) => total + readBytes, 0);
    const taken = sum(drawn(steady, 10, [{ ...start, kind: 'fast-exfiltration', minutes: 90, bytes }])) - sum(drawn(steady, 10));
    expect(taken / bytes).toBeGreaterThan(0.95);
    expect(taken / bytes).toBeLessThan(1.05);
  });

  it('creeps up by the day while a baseline is being poisoned, and stays where it got', () => {
    const windows = drawn(steady, 30, [{ ...start, kind: 'poisoning', days: 10, dailyGrowth: 0.1, of: 'calls' }]);
    const level = (day: number): number => mean(calls(windows.slice(day * 24, day * 24 + 48)));
    expect(level(9) / level(2)).toBeGreaterThan(1.3);
    expect(level(16) / level(2)).toBeGreaterThan(2.2);
    expect(level(26) / level(16)).toBeLessThan(1.2);
  });
});
