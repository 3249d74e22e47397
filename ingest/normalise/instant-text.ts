// Times as log records write them: ISO 8601 with and without offset, Common Log Format, and epochs told apart by magnitude.
import { type Instant, instantOf } from '../../detectors/model/time.ts';

const digit = (text: string, at: number): number => {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
};
const two = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);
const four = (text: string, at: number): number => two(text, at) * 100 + two(text, at + 2);

const MINUTES_OF_OFFSET = /^([+-])(\d\d):?(\d\d)?$/;

const offsetMs = (text: string): number => {
  if (text === '' || text === 'Z' || text === 'z' || text === ' UTC') return 0;
  const match = MINUTES_OF_OFFSET.exec(text.trim());
  if (match === null) return Number.NaN;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
};

/** A day after the end of its month is no date; `Date.UTC` would roll it over. */
const utcMs = (year: number, month: number, day: number, hour: number, minute: number, second: number): number => {
  // A leap second (60) is given to the minute after, as the epoch does.
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 23 && minute <= 59 && second <= 60)) return Number.NaN;
  if (day > 28 && new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return Number.NaN;
  return Date.UTC(year, month - 1, day, hour, minute, second);
};

/** End of the digits that start at `at`. */
const digitsEnd = (text: string, at: number): number => {
  let end = at;
  while (end < text.length && !Number.isNaN(digit(text, end))) end++;
  return end;
};

/** `2026-01-02T03:04:05`, with a fraction of any length and any offset; without an offset it is UTC. */
export const isoInstant = (text: string): Instant | undefined => {
  if (text.length < 19 || text.length > 40) return undefined;
  const separator = text.charCodeAt(10);
  if (separator !== 84 && separator !== 32) return undefined;
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return undefined;
  let ms = utcMs(four(text, 0), two(text, 5), two(text, 8), two(text, 11), two(text, 14), two(text, 17));
  let at = 19;
  const mark = text.charCodeAt(at);
  if (mark === 46 || mark === 44) {
    const start = at + 1;
    at = digitsEnd(text, start);
    for (let place = start, worth = 100; place < at && worth >= 1; place++, worth /= 10) ms += digit(text, place) * worth;
  }
  if (!(at === text.length - 1 && text.charCodeAt(at) === 90)) ms -= offsetMs(text.slice(at));
  return instantOf(ms);
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `06/Feb/2019:00:00:38 +0000`, without its brackets. */
export const commonLogInstant = (text: string): Instant | undefined => {
  if (text.length < 20 || text.length > 27) return undefined;
  const month = MONTHS.indexOf(text.slice(3, 6)) + 1;
  const ms = utcMs(four(text, 7), month, two(text, 0), two(text, 12), two(text, 15), two(text, 18));
  return instantOf(ms - offsetMs(text.slice(20).trim()));
};

/** Each unit's epochs of the years 2000 to 2100 keep clear of the next unit's: seconds to 4e9, milliseconds from 9e11. */
export const epochInstant = (value: number): Instant | undefined => {
  if (value < 1e11) return instantOf(value * 1000);
  if (value < 1e14) return instantOf(value);
  if (value < 1e17) return instantOf(value / 1000);
  return instantOf(value / 1e6);
};

/** Any of the above, as text or number; undefined when it is no plausible time. */
export const anyInstant = (value: unknown): Instant | undefined => {
  if (typeof value === 'number') return epochInstant(value);
  if (typeof value !== 'string') return undefined;
  const found = isoInstant(value) ?? commonLogInstant(value);
  if (found !== undefined) return found;
  return /^\d{9,20}(\.\d{1,9})?$/.test(value) ? epochInstant(Number(value)) : undefined;
};
