// Time as every room counts it: milliseconds since the epoch, in event time. The clock is always an argument.
import type { Brand } from './brand.ts';

/** Milliseconds since 1970-01-01T00:00:00Z, finite, as CloudWatch Logs and OCSF count. */
export type Instant = Brand<number, 'Instant'>;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Years 2000 to 2100: what lies outside was never a log record's time, and would make a baseline skip a century. */
const EARLIEST_MS = 946_684_800_000;
const LATEST_MS = 4_102_444_800_000;

/** The only maker of instants from untrusted numbers; undefined when the number is no plausible time of a log record. */
export const instantOf = (milliseconds: number): Instant | undefined =>
  milliseconds >= EARLIEST_MS && milliseconds < LATEST_MS ? (Math.floor(milliseconds) as Instant) : undefined;

/** Start of the span of `spanMs` that holds the instant. */
export const startOf = (instant: Instant, spanMs: number): Instant => (instant - (instant % spanMs)) as Instant;

export const after = (instant: Instant, spanMs: number): Instant => (instant + spanMs) as Instant;

export const isoOf = (instant: Instant): string => new Date(instant).toISOString();
