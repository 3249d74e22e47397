// What the deployed path asks of its surroundings beside tables: queues, topic, bus, objects.
import type { EVENT_SOURCE, EventEntry } from '../../alerts/render/event.ts';
import type { SnsMessage } from '../../alerts/render/sns-message.ts';
import type { FilterUse } from '../../detectors/sigma/filter-uses.ts';
import type { QuarantineReason, SkipReason } from '../../ingest/decode/sink.ts';
import type { CANARY_DETAIL_TYPE } from '../names.ts';

export interface Queue {
  /** Resolves when all are accepted; rejects when one is not, others may have been. */
  send(messages: readonly string[]): Promise<void>;
}

/** What a subscriber gets; without a structure every subscriber gets the message as it is. */
export type Published = Pick<SnsMessage, 'Message' | 'MessageAttributes'> & Partial<SnsMessage>;

export interface Topic {
  /** Rejects when it was not taken; or when it was, and the answer was lost. */
  publish(message: Published): Promise<void>;
}

/** Says to who listens outside that the canary came out. */
export interface CanaryEntry {
  readonly Source: typeof EVENT_SOURCE;
  readonly DetailType: typeof CANARY_DETAIL_TYPE;
  readonly Detail: string;
}

export type BusEntry = EventEntry | CanaryEntry;

export interface Bus {
  /** Resolves, whatever happens, with the places of the entries that were not taken, each with the reason. */
  put(entries: readonly BusEntry[]): Promise<ReadonlyMap<number, string>>;
}

export interface Objects {
  /** Undefined: there is no such object (any more). */
  open(bucket: string, key: string): Promise<AsyncIterable<Buffer> | undefined>;
}

/** What is counted: the pipeline's own health, see docs/deploy.md. */
export interface Tally {
  folded(count: number): void;
  /** What a Sigma filter did with the matches of one unit. */
  filtered(use: FilterUse): void;
  skipped(reason: SkipReason, count: number): void;
  quarantined(reason: QuarantineReason, count: number): void;
}
