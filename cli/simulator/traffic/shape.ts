// How many calls an hour a function expects at a moment, before chance has its say.
import { DAY_MS, hourOfDay, isWeekend } from '../calendar.ts';
import type { TrafficSpec } from '../function-spec.ts';

/** A wave a day with mean 1: highest at the peak hour, `1 - swing` times the mean at its lowest. */
const wave = (timeMs: number, peakHour: number, swing: number): number =>
  1 + swing * Math.cos((2 * Math.PI * (hourOfDay(timeMs) - peakHour)) / 24);

/** Keeps the week's mean at 1 when weekends differ from weekdays. */
const weekFactor = (timeMs: number, weekend: number): number => ((isWeekend(timeMs) ? weekend : 1) * 7) / (5 + 2 * weekend);

/** People sleep and work much alike: what a function of the deployed kind swings by. */
const COMMON_SWING = 0.6;

export const expectedPerHour = (traffic: TrafficSpec, timeMs: number, startMs: number): number => {
  switch (traffic.kind) {
    case 'steady':
    case 'sparse':
    case 'bursty':
    case 'rare-batch':
    case 'drifting':
      return traffic.perHour;
    case 'diurnal':
      return traffic.perHour * wave(timeMs, traffic.peakHour, traffic.swing);
    case 'weekly':
      return traffic.perHour * wave(timeMs, traffic.peakHour, traffic.swing) * weekFactor(timeMs, traffic.weekend);
    case 'growing':
      return traffic.perHour * (1 + traffic.dailyGrowth) ** ((timeMs - startMs) / DAY_MS);
    case 'deployed-weekly':
      return traffic.perHour * wave(timeMs, traffic.peakHour, COMMON_SWING);
    case 'cron':
      return (traffic.calls * 60) / traffic.everyMinutes;
    case 'called':
      return 0;
  }
};
