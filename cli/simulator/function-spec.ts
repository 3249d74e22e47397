// What a function of the simulated account is: its traffic, its runtime, what it calls and what it writes.
import type { LogNormal } from './distributions.ts';

/** How calls come. Rates are means over a whole week at the start of the simulation. */
export type TrafficSpec =
  | { readonly kind: 'steady'; readonly perHour: number }
  /** One smooth wave a day: `swing` 0 is flat, 1 falls to nothing at night. */
  | { readonly kind: 'diurnal'; readonly perHour: number; readonly peakHour: number; readonly swing: number }
  /** A wave a day, and weekends at `weekend` times a weekday. */
  | { readonly kind: 'weekly'; readonly perHour: number; readonly peakHour: number; readonly swing: number; readonly weekend: number }
  /** By the clock, `calls` at a time. */
  | { readonly kind: 'cron'; readonly everyMinutes: number; readonly offsetMinutes: number; readonly calls: number }
  | { readonly kind: 'sparse'; readonly perHour: number }
  /** Most hours nothing; a share of the hours all at once. */
  | { readonly kind: 'rare-batch'; readonly perHour: number; readonly activeShare: number }
  /** Gamma-mixed Poisson by the hour: the smaller the shape, the burstier. */
  | { readonly kind: 'bursty'; readonly perHour: number; readonly shape: number }
  /** The level walks at random, by `dailySigma` in its logarithm. */
  | { readonly kind: 'drifting'; readonly perHour: number; readonly dailySigma: number }
  | { readonly kind: 'growing'; readonly perHour: number; readonly dailyGrowth: number }
  /** The level steps at every Monday's deployment, by `stepSigma` in its logarithm. */
  | {
      readonly kind: 'deployed-weekly';
      readonly perHour: number;
      readonly peakHour: number;
      readonly stepSigma: number;
      readonly deployHour: number;
    }
  /** Runs only when another function or an incident calls it. */
  | { readonly kind: 'called' };

/** A call to a service that an invocation may make. */
export type ResourceUse =
  | { readonly kind: 's3-read'; readonly bucket: string; readonly prefix: string; readonly chance: number; readonly bytes: LogNormal }
  | { readonly kind: 's3-write'; readonly bucket: string; readonly prefix: string; readonly chance: number; readonly bytes: LogNormal }
  | {
      readonly kind: 'table';
      readonly action: 'GetItem' | 'Query' | 'PutItem' | 'UpdateItem';
      readonly table: string;
      readonly chance: number;
    };

/** A host that a function inside a VPC talks to. */
interface Destination {
  readonly address: string;
  readonly port: number;
  readonly chance: number;
  readonly sentBytes: LogNormal;
  readonly receivedBytes: LogNormal;
}

interface Network {
  readonly subnet: string;
  readonly securityGroup: string;
  readonly destinations: readonly Destination[];
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `{id}` is replaced by a number. */
  readonly path: string;
  readonly weight: number;
}

export type Trigger =
  | { readonly kind: 'api'; readonly routes: readonly Route[] }
  | { readonly kind: 'queue' }
  | { readonly kind: 'schedule' }
  /** EventBridge, SNS or S3: Lambda keeps the event and retries it twice. */
  | { readonly kind: 'event' };

/** Another function that runs because this one did. */
interface Follower {
  readonly function: string;
  readonly chance: number;
  /** Only after requests with this method, for a function behind an API. */
  readonly method?: Route['method'];
}

export interface FunctionSpec {
  readonly name: string;
  readonly role: string;
  readonly runtime: 'nodejs22.x' | 'python3.13';
  readonly traffic: TrafficSpec;
  readonly trigger: Trigger;
  readonly logFormat: 'text' | 'json';
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly durationMs: LogNormal;
  readonly responseBytes: LogNormal;
  /** Share of invocations that fail with an unhandled error, on a good day. */
  readonly errorShare: number;
  readonly uses: readonly ResourceUse[];
  readonly followers: readonly Follower[];
  /** What the function prints; `{request}`, `{number}` and `{milliseconds}` are filled in. */
  readonly lines: readonly string[];
  /** Read once per cold start. */
  readonly secret?: string;
  readonly network?: Network;
  /** Deployed by the pipeline every week at this weekday (0 is Monday) and hour. */
  readonly deployed?: { readonly weekday: number; readonly hour: number };
}
