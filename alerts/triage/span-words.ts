// Spans and moments of time as a person says them, the same in every language setting.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../detectors/model/time.ts';

const plural = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** `4 minutes`, `2 hours`, `3 days`: from one and a half of a unit on, in that unit, rounded. */
export const spanWords = (spanMs: number): string => {
  if (spanMs < 1.5 * MINUTE_MS) return plural(Math.max(0, Math.round(spanMs / 1000)), 'second');
  if (spanMs < 1.5 * HOUR_MS) return plural(Math.round(spanMs / MINUTE_MS), 'minute');
  if (spanMs < 1.5 * DAY_MS) return plural(Math.round(spanMs / HOUR_MS), 'hour');
  return plural(Math.round(spanMs / DAY_MS), 'day');
};

/** `2025-03-04T10:02:11.000Z` → `2025-03-04 10:02 UTC`; what is no such time stays as it is. */
export const momentWords = (iso: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(iso) ? `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC` : iso;
