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

/** What every reader needs. */
export interface RunEdges {
  readonly clock: Clock;
  /** Ends the run at the next page; the last checkpoint stands. */
  readonly signal: AbortSignal;
}

export interface HistoryEdges extends RunEdges {
  readonly logs: CloudWatchLogsClient;
  readonly trail: CloudTrailClient;
  readonly storage: S3Client;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/**
 * How every client is made; credentials, region and endpoint come from the environment and the profile, as the AWS
 * CLI takes them. The SDK waits at most 20 s between two tries, so eight last up to about a minute and a half: longer than
 * a burst of somebody else's requests, and short enough to tell a person that it does not work. `adaptive` slows down
 * after a throttle. A connection that says nothing for a minute is taken for dead, and the request tried again.
 */
export const CLIENT = {
  maxAttempts: 8,
  retryMode: 'adaptive',
  requestHandler: { connectionTimeout: 10_000, socketTimeout: 60_000 },
} as const;
