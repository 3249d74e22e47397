// What was done: one activity for one record, in the same words whatever AWS service wrote it down.
import type { FunctionId, RecordId } from './identity.ts';
import type { JsonObject } from './json.ts';
import type { PlainLine } from './plain-line.ts';
import type { Instant } from './time.ts';

/** Sigma's `logsource.service` (product `aws`) of the record an activity was read from. */
export type LogService = 'cloudtrail' | 'lambda' | 'apigateway' | 'elb' | 'cloudfront' | 'waf' | 'vpcflow' | 'route53resolver' | 's3access';

interface ActivityOf<Kind extends string> {
  readonly kind: Kind;
  readonly id: RecordId;
  readonly time: Instant;
  /** The function that did it (or, for an HTTP request, that answered it); undefined when no record says so. */
  readonly function: FunctionId | undefined;
  /** Account and region of the log that the record was in; empty or absent when nothing around the record tells. */
  readonly account?: string;
  readonly region?: string;
  readonly service: LogService;
  /** The record in AWS's own names: what rules match on. */
  readonly record: JsonObject;
}

/** One invocation ended: a REPORT line or a `platform.report` event. */
export interface Invocation extends ActivityOf<'invocation'> {
  /** The log stream, which is one execution environment's own; empty or absent when nothing around the record tells. */
  readonly stream?: string;
  /** The line is Lambda's own in its plain form, and its record is made when it is asked for. */
  readonly plain?: PlainLine;
  readonly requestId: string | undefined;
  readonly outcome: 'success' | 'error' | 'timeout' | 'out-of-memory';
  readonly durationMs: number;
  readonly billedMs: number;
  readonly memorySizeMb: number;
  readonly maxMemoryUsedMb: number;
  /** Init (or SnapStart restore) time, when this invocation paid for one. */
  readonly initMs: number | undefined;
  readonly logBytes: number;
}

/** A line that the function or the platform wrote into the function's log and that ends no invocation. */
export interface LogLine extends ActivityOf<'log-line'> {
  /** As an invocation's. */
  readonly stream?: string;
  /** As an invocation's. */
  readonly plain?: PlainLine;
  /** Of a plain start: the version that ran. */
  readonly version?: string | undefined;
  readonly origin: 'application' | 'platform';
  readonly requestId: string | undefined;
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | undefined;
  /** Class of the error the line tells of: `TypeError`, `Runtime.ExitError`. */
  readonly errorClass: string | undefined;
  /** Hosts and addresses the line says the function called, from structured fields only. */
  readonly hosts: readonly string[];
  /** Bytes the line says were sent to the one host it names; absent when it says nothing, or names several. */
  readonly sentBytes?: number;
  readonly logBytes: number;
  /** The line goes on with the message of the line before: an export cuts messages at their line ends. */
  readonly continues?: true;
}

/** One CloudTrail record of an API call (an aggregated record is not one call and is not one of these). */
export interface ApiCall extends ActivityOf<'api-call'> {
  /** `s3:GetObject`: service prefix and event name without its API date. */
  readonly action: string;
  /** Role ARN, user ARN, service or account that acted: stable over sessions. Empty when the record does not say. */
  readonly principal: string;
  /** Session name for an assumed role. */
  readonly sessionName: string | undefined;
  readonly accessKeyId: string | undefined;
  /** Address or AWS service name; not always an IP. */
  readonly sourceAddress: string | undefined;
  readonly userAgent: string | undefined;
  readonly account: string;
  readonly region: string;
  /** ARNs, or names qualified by the service when AWS gives no ARN. */
  readonly resources: readonly string[];
  readonly outcome: 'success' | 'denied' | 'error';
  readonly write: boolean;
  /** Set when an AWS service made the call for somebody: it is not the function's own doing. */
  readonly invokedBy: string | undefined;
  /** A VPC endpoint let the call pass: the service's own record of the same call, where its events are logged, counts it. */
  readonly passedEndpoint?: true;
  /** Bytes the service sent to the caller, and got from it, where data events tell (S3). */
  readonly bytesToCaller: number;
  readonly bytesFromCaller: number;
  /** The function this call changes (UpdateFunctionCode and its like), with what it changes. */
  readonly changes: { readonly function: FunctionId; readonly what: string } | undefined;
  /** The function this call runs (an Invoke data event). */
  readonly invokes: FunctionId | undefined;
}

/** Traffic between two addresses over one aggregation interval: a flow-log record. */
export interface Connection extends ActivityOf<'connection'> {
  readonly interfaceId: string;
  readonly direction: 'egress' | 'ingress' | 'unknown';
  /** The address at the other end from the interface, and its port. */
  readonly peer: string;
  readonly peerPort: number;
  readonly bytes: number;
  readonly packets: number;
  readonly accepted: boolean;
}

export interface DnsQuery extends ActivityOf<'dns-query'> {
  readonly name: string;
  readonly type: string;
  readonly answered: boolean;
}

/** One request at an API Gateway, load balancer, CloudFront distribution or function URL. */
export interface HttpRequest extends ActivityOf<'http-request'> {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly responseBytes: number;
  readonly client: string | undefined;
  readonly requestId: string | undefined;
}

/** Bytes and processor time of one invocation or minute as an agent or metric saw them (Lambda Insights, EMF). */
export interface Usage extends ActivityOf<'usage'> {
  readonly requestId: string | undefined;
  readonly cpuMs: number;
  readonly maxMemoryUsedMb: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

export type Activity = Invocation | LogLine | ApiCall | Connection | DnsQuery | HttpRequest | Usage;
