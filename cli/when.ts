// What a user writes for a time: ISO 8601, or a span back from now.
import { DAY_MS, HOUR_MS, type Instant, instantOf, MINUTE_MS } from '../detectors/model/time.ts';

const UNITS: ReadonlyMap<string, number> = new Map([
  ['m', MINUTE_MS],
  ['h', HOUR_MS],
  ['d', DAY_MS],
  ['w', 7 * DAY_MS],
]);

export const parseWhen = (text: string, now: Instant): Instant | 'unreadable' => {
  const span = /^(\d{1,6})([mhdw])$/.exec(text);
  if (span !== null) return instantOf(now - Number(span[1]) * (UNITS.get(span[2] ?? '') ?? 0)) ?? 'unreadable';
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)) return 'unreadable';
  const [day = ''] = text.split('T');
  // Date takes 30 February for 2 March.
  if (Number.isNaN(Date.parse(day)) || new Date(day).toISOString().slice(0, 10) !== day) return 'unreadable';
  // Without an offset a time is UTC here, as in every AWS log; Date would take it for local time.
  return instantOf(Date.parse(/T/.test(text) && !/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? `${text}Z` : text)) ?? 'unreadable';
};
