// What cuts bytes into items, and what takes them.
import type { JsonObject } from '../../detectors/model/json.ts';
import type { QuarantineReason } from '../decode/sink.ts';

export interface ItemSink {
  /** One item and its line (or ordinal in a document), from 1. */
  item(text: string, line: number): void;
  /** The same for an item that was parsed already, where the sink takes such; `value` is what `parseJson` gives for the text. */
  value?(value: JsonObject, text: string, line: number): void;
  /** What could not be cut into items. */
  broken(reason: QuarantineReason, line: number, detail: string): void;
}

export interface Splitter {
  /** The bytes are on loan: what is not told at once is copied. */
  push(chunk: Buffer): void;
  end(): void;
}
