// Reads one source, item by item, whatever its format. Each item's records end in the sink, each exactly once.

import type { JsonObject } from '../../detectors/model/json.ts';
import { readGroupItem } from './group-item.ts';
import { readItem } from './item.ts';
import type { Sink } from './sink.ts';
import type { SourceHints, Surroundings } from './source.ts';
import { sourceState } from './source-state.ts';

export interface Reader {
  /** One item: a text line, or one JSON document or element of one, without its line end. `line` counts from 1. */
  item(text: string, line: number): void;
  /** The same for an item that `parseJson` has read. */
  value(value: JsonObject, text: string, line: number): void;
  /** How many records the items so far hold: as many fates must have been told. */
  received(): number;
  /** No more items. */
  end(): void;
}

export const openReader = (hints: SourceHints, surroundings: Surroundings, sink: Sink): Reader => {
  const source = sourceState(hints, surroundings, sink);
  const read = source.logGroup === undefined ? readItem : readGroupItem;
  return {
    item(text, line) {
      source.received++;
      read(source, text, { source: source.name, line });
    },
    value(value, text, line) {
      source.received++;
      read(source, text, { source: source.name, line }, value);
    },
    received: () => source.received,
    // Nothing is held back between items: what a header declared has no record of its own.
    end: () => undefined,
  };
};
