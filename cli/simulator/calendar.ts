// Dates as AWS's logs write them. Everything is UTC.

export const SECOND_MS = 1000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-03-02T08:15:00.123Z`. */
export const iso = (timeMs: number): string => new Date(timeMs).toISOString();

/** `2026-03-02T08:15:00Z`, as CloudTrail writes it: whole seconds. */
export const isoSeconds = (timeMs: number): string => `${iso(timeMs).slice(0, 19)}Z`;

/** `2026/03/02`. */
export const datePath = (timeMs: number): string => iso(timeMs).slice(0, 10).replaceAll('-', '/');

/** `20260302T0815Z`. */
export const fileTime = (timeMs: number): string => `${iso(timeMs).slice(0, 16).replaceAll('-', '').replace(':', '')}Z`;

/** `02/Mar/2026:08:15:00 +0000`, the common log format. */
export const commonLogTime = (timeMs: number): string => {
  const date = new Date(timeMs);
  return `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${iso(timeMs).slice(11, 19)} +0000`;
};

/** `Mar 2, 2026, 8:15:00 AM`, how CloudTrail copies dates out of a service's answer. */
export const spokenTime = (timeMs: number): string => {
  const date = new Date(timeMs);
  const hours = date.getUTCHours();
  const clock = `${hours % 12 === 0 ? 12 : hours % 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hours < 12 ? 'AM' : 'PM'}`;
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}, ${clock}`;
};

/** Hour of the day with its fraction, 0 to 24. */
export const hourOfDay = (timeMs: number): number => (timeMs % DAY_MS) / HOUR_MS;

/** 0 is Monday. The epoch was a Thursday. */
export const weekday = (timeMs: number): number => (Math.floor(timeMs / DAY_MS) + 3) % 7;

export const isWeekend = (timeMs: number): boolean => weekday(timeMs) >= 5;
