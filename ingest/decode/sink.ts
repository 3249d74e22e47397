// Where every record ends: as an activity, skipped with a reason, or quarantined. Law 1 (nothing lost) is kept here and
// nowhere else: a decoder calls exactly one of these for each record it finds.
import type { Activity } from '../../detectors/model/activity.ts';

/** The wire format a record came in; the rows of the account. */
export type Format =
  | 'cloudtrail'
  | 'lambda-text'
  | 'lambda-json'
  | 'application-text'
  | 'application-json'
  | 'subscription'
  | 'emf'
  | 'apigateway-access'
  | 'apigateway-execution'
  | 'elb'
  | 'cloudfront'
  | 'waf'
  | 'vpcflow'
  | 'route53resolver'
  | 's3access'
  | 'unknown';

/** Why a record that was understood takes no part. None of these is an error. */
export type SkipReason =
  /** The same record was already taken, from this source or another. */
  | 'duplicate'
  /** CloudWatch Logs checking that a destination is alive. */
  | 'control-message'
  /** A CloudTrail digest or Insight file, an S3 test event: no record of what was done. */
  | 'not-activity'
  /** From a log group of a service that is not serverless (RDS, EKS, …). */
  | 'unrelated-log-group'
  /** From a log group of the user's own naming, and of no known format: the group is named in the account. */
  | 'unknown-log-group'
  /** NODATA or SKIPDATA in flow logs, a header or comment line, an empty line inside a record. */
  | 'no-data'
  /** A line that tells no time, in a source where no line before it did. */
  | 'no-time'
  /** Outside --since and --until. */
  | 'out-of-range'
  /** Its window was closed and learned by an earlier scan with the same state; rules still saw it. */
  | 'late';

/** Why a record could not be read. Each is shown with its place, never with its content beyond the first bytes. */
export type QuarantineReason =
  | 'not-json'
  | 'wrong-shape'
  | 'bad-base64'
  | 'bad-gzip'
  | 'too-large'
  | 'too-deep'
  | 'bad-time'
  | 'binary'
  | 'empty'
  | 'unreadable'
  | 'unknown-format';

/** A record's place: the source's name as the user gave it, and the line or the ordinal in it, from 1. */
export interface Place {
  readonly source: string;
  readonly line: number;
}

export interface Sink {
  /** `text`: of the log event it was read from, where CloudWatch's time stood by it: what other copies of the log tell as well. */
  activity(format: Format, activity: Activity, text?: string): void;
  skip(format: Format, reason: SkipReason, place: Place): void;
  /** Something worth naming that is no fate: how often it was met is counted. */
  notice?(format: Format, what: string): void;
  /** `detail` says what was wrong in a few words, without the payload. */
  quarantine(format: Format, reason: QuarantineReason, place: Place, detail: string): void;
}
