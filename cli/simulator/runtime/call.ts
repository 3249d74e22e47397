// One call of a function that waits for its time, with what an incident makes of it.
import type { Random } from '../random.ts';
import type { Failure, Level } from '../records/application-lines.ts';
import type { Caller } from '../records/data-events.ts';
import type { RecordPlace, TrailCall } from '../records/trail-record.ts';

/** An HTTP request as API Gateway hands it on. */
export interface ApiRequest {
  readonly address: string;
  readonly userAgent: string;
  readonly method: string;
  readonly routeKey: string;
  readonly path: string;
  /** With its question mark, or empty: API Gateway does not log it, the function's own lines may. */
  readonly query: string;
}

/** A call to AWS with the function's own credentials. */
export interface OwnCall {
  /** The service's name in the SDK's user agent. */
  readonly service: string;
  readonly make: (caller: Caller, place: RecordPlace, random: Random) => TrailCall;
}

/** What one call does instead of, or beside, what the function ordinarily does. */
export interface Script {
  readonly status?: number;
  readonly responseBytes?: number;
  readonly durationMs?: number;
  readonly failure?: Failure;
  readonly lines?: readonly { readonly level: Level; readonly message: string }[];
  readonly reads?: readonly { readonly bucket: string; readonly key: string; readonly bytes: number }[];
  readonly transfers?: readonly {
    readonly address: string;
    readonly port: number;
    readonly sentBytes: number;
    readonly receivedBytes: number;
  }[];
  readonly calls?: readonly OwnCall[];
}

export interface Call {
  readonly timeMs: number;
  readonly function: string;
  readonly requestId: string;
  readonly random: Random;
  /** 0 the first time, then the retries. */
  readonly attempt: number;
  /** The AWS service that calls the function. */
  readonly invoker: string;
  readonly request?: ApiRequest;
  readonly script?: Script;
}
