// Until when something may be quiet: what is wrong with such a date, and whether it is over. For suppressions however they are written.
import { DAY_MS } from './time.ts';

/** What nobody looked at for a year is no decision any more. */
const LONGEST_DAYS = 366;

/** `expires`: ISO 8601, a day at least. Undefined when nothing is wrong with it. */
export const expiryFault = (expires: string | undefined, nowMs: number): string | undefined => {
  if (expires === undefined || !/^\d{4}-\d\d-\d\d/.test(expires) || Number.isNaN(Date.parse(expires)))
    return 'has no expiry date (expires: 2026-01-31)';
  return Date.parse(expires) - nowMs > LONGEST_DAYS * DAY_MS ? `expires more than ${LONGEST_DAYS} days from now` : undefined;
};

export const hasExpired = (expires: string, nowMs: number): boolean => Date.parse(expires) <= nowMs;
