// What is asked of an account's history, and where it goes.
import type { Instant } from '../../../detectors/model/time.ts';
import type { SourceHints } from '../../decode/source.ts';
import type { ItemSink } from '../item-sink.ts';
import type { Checkpoint } from './checkpoint.ts';

export interface HistoryRequest {
  /** `cloudwatch-logs:GROUP-OR-PATTERN`, `cloudtrail:` or `s3://bucket/prefix`. */
  readonly source: string;
  readonly since: Instant | undefined;
  /** Not included. Undefined: up to now. */
  readonly until: Instant | undefined;
  /** The last one that was given, by whatever source: what it covers is not read again. */
  readonly checkpoint: Checkpoint | undefined;
}

export interface HistoryHooks {
  /** Opens a place to put the items of one log group, trail or object. */
  open(hints: SourceHints): ItemSink & { end(): void };
  progress(text: string): void;
  /**
   * A point reached: every item before it was handed over. Keep it only together with what those items came to, or a
   * break in between would lose them.
   */
  checkpoint(point: Checkpoint): void;
  /** A source, or a group or object of it, that could not be read, in a sentence that says what to do. The others go on. */
  failed(source: string, reason: string): void;
}

/** What every reader is given. */
export interface Wanted {
  readonly since: Instant | undefined;
  readonly until: Instant | undefined;
}
