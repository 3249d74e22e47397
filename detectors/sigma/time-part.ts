// Sigma's |minute, |hour, |day, |week, |month, |year: a number out of a time, in UTC.
import { DAY_MS } from '../model/time.ts';

export const TIME_PARTS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
export type TimePart = (typeof TIME_PARTS)[number];

/** Numbers below this are seconds since the epoch (until the year 5138), those above are milliseconds. */
const SECONDS_BELOW = 1e11;

/** The longest ISO 8601 text with nanoseconds and an offset is 35 characters. */
const LONGEST_TIME = 40;

/** Milliseconds since the epoch of a time as ISO 8601 (UTC unless it says otherwise) or as epoch seconds or milliseconds; else NaN. */
export const millisecondsOf = (text: string): number => {
  if (text.length > LONGEST_TIME) return Number.NaN;
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return number < SECONDS_BELOW ? number * 1000 : number;
  // Without this, Date.parse reads local forms, whose meaning depends on the machine.
  return /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(/[zZ]$|[+-]\d\d:?\d\d$|^\d{4}-\d\d-\d\d$/.test(text) ? text : `${text}Z`) : Number.NaN;
};

/** ISO 8601: week 1 has the year's first Thursday. */
const weekOf = (date: Date): number => {
  const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  const thursday = midnight + (4 - (date.getUTCDay() || 7)) * DAY_MS;
  const january = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return 1 + Math.floor((thursday - january) / (7 * DAY_MS));
};

/** The part of a time given as ISO 8601 or as epoch seconds or milliseconds; NaN when the text is no time. */
export const timePart = (text: string, part: TimePart): number => {
  const date = new Date(millisecondsOf(text));
  if (Number.isNaN(date.getTime())) return Number.NaN;
  switch (part) {
    case 'minute':
      return date.getUTCMinutes();
    case 'hour':
      return date.getUTCHours();
    case 'day':
      return date.getUTCDate();
    case 'week':
      return weekOf(date);
    case 'month':
      return date.getUTCMonth() + 1;
    case 'year':
      return date.getUTCFullYear();
  }
};
