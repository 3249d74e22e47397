// Windows counted from the epoch: the arithmetic of time in every memory.
import { type Instant, MINUTE_MS } from '../model/time.ts';

/** Five minutes: long enough for a count to mean something, short enough to page before an exfiltration ends. */
export const WINDOW_MS = 5 * MINUTE_MS;
export const WINDOWS_AN_HOUR = 12;
export const HOURS_A_DAY = 24;
export const DAYS_A_WEEK = 7;
export const WINDOWS_A_DAY = WINDOWS_AN_HOUR * HOURS_A_DAY;

export const windowIndex = (instant: Instant): number => Math.floor(instant / WINDOW_MS);
export const windowInstant = (index: number): Instant => (index * WINDOW_MS) as Instant;
/** UTC. */
export const hourOfWindow = (index: number): number => Math.floor(index / WINDOWS_AN_HOUR) % HOURS_A_DAY;
/** Whether a window is the last of its hour. */
export const closesHour = (index: number): boolean => index % WINDOWS_AN_HOUR === WINDOWS_AN_HOUR - 1;
