// What reading an account touches beside its arguments: the clients, the clock, a wish to stop. Given by tests, made here else.
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { S3Client } from '@aws-sdk/client-s3';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds on a clock that never goes back. */
  elapsed(): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface HistoryEdges {
  readonly logs: CloudWatchLogsClient;
  readonly trail: CloudTrailClient;
  readonly storage: S3Client;
  readonly clock: Clock;
  /** Ends the run at the next page; the last checkpoint stands. */
  readonly signal: AbortSignal;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/**
 * The SDK waits at most 20 s between two tries, so eight last up to about a minute: longer than a burst of somebody
 * else's requests, and short enough to tell a person that it does not work. `adaptive` slows down after a throttle.
 */
export const RETRIES = { maxAttempts: 8, retryMode: 'adaptive' } as const;

/** A connection that says nothing for so long is taken for dead, and the request tried again. */
export const PATIENCE = { connectionTimeout: 10_000, socketTimeout: 60_000 } as const;
