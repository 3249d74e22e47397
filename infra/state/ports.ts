// What the deployed path asks of its surroundings beside tables: queues, topic, bus, objects.
import type { Mail } from '../../alerts/aws/alert-mail.ts';
import type { QuarantineReason, SkipReason } from '../../ingest/decode/sink.ts';

export interface Queue {
  /** Resolves when all are accepted; rejects when one is not, others may have been. */
  send(messages: readonly string[]): Promise<void>;
}

export interface Topic {
  publish(mail: Mail): Promise<void>;
}

export interface Bus {
  /** Each a JSON document; resolves when all are accepted. */
  put(details: readonly string[]): Promise<void>;
}

export interface Objects {
  /** Undefined: there is no such object (any more). */
  open(bucket: string, key: string): Promise<AsyncIterable<Buffer> | undefined>;
}

/** What is counted: the pipeline's own health, see docs/deploy.md. */
export interface Tally {
  folded(count: number): void;
  skipped(reason: SkipReason, count: number): void;
  quarantined(reason: QuarantineReason, count: number): void;
}
