// Numbers and times as a person reads them, the same on every machine.
import { type Instant, isoOf } from '../model/time.ts';

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Three significant digits at most: `4.2`, `610`, `0.05`. */
const short = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(value >= 10 ? 3 : 2)));

export const bytesInWords = (bytes: number): string => {
  let size = Math.max(0, bytes);
  let unit = 0;
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${short(unit === 0 ? Math.round(size) : size)} ${UNITS[unit]}`;
};

/** `12,345`; small means keep a digit or two: `0.4`. */
export const countInWords = (value: number): string => {
  if (value !== 0 && value < 10 && !Number.isInteger(value)) return short(value);
  const digits = String(Math.round(value));
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= 3) groups.unshift(digits.slice(Math.max(0, end - 3), end));
  return groups.join(',');
};

export const spanInWords = (milliseconds: number): string => {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 72 ? `${hours} hours` : `${countInWords(Math.round(hours / 24))} days`;
};

export const dayInWords = (instant: Instant): string => isoOf(instant).slice(0, 10);
/** `2026-03-02 14:05 UTC`. */
export const timeInWords = (instant: Instant): string => `${isoOf(instant).slice(0, 16).replace('T', ' ')} UTC`;

/** `a, b and c`. */
export const listInWords = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
