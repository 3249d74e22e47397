// Records by their ids, read again from the logs they came from: a finding names them and holds none of their content.
import { createReadStream } from 'node:fs';
import type { JsonObject } from '../detectors/model/json.ts';
import { findFiles } from '../ingest/aws/files.ts';
import { inflate } from '../ingest/aws/inflate.ts';
import { readItems } from '../ingest/aws/open-bytes.ts';
import type { DeclaredFormat } from '../ingest/decode/declared-format.ts';
import { openReader } from '../ingest/decode/reader.ts';
import type { Format, Sink } from '../ingest/decode/sink.ts';
import { hintsOf, unreadableReason } from './source-files.ts';

export interface FoundRecord {
  readonly id: string;
  readonly format: Format;
  /** The path it was read from. */
  readonly source: string;
  readonly record: JsonObject;
}

/** Each id once, however many files hold it, in the order of the ids asked for. Unreadable files are told and passed over. */
export const findRecords = async (
  ids: readonly string[],
  paths: readonly string[],
  onBroken: (source: string, line: number, reason: string, detail: string) => void,
  declared: readonly DeclaredFormat[] = [],
): Promise<readonly FoundRecord[]> => {
  const wanted = new Set(ids);
  const found = new Map<string, FoundRecord>();
  for (const file of findFiles(paths)) {
    if (found.size === wanted.size) break;
    if (file.kind !== 'file') {
      onBroken(file.path, 0, 'unreadable', file.reason);
      continue;
    }
    const sink: Sink = {
      activity(format, { id, record }) {
        if (wanted.has(id) && !found.has(id)) found.set(id, { id, format, source: file.path, record });
      },
      skip: () => {},
      quarantine: (_format, reason, place, detail) => onBroken(file.path, place.line, reason, detail),
    };
    const hints = hintsOf(file.path);
    const reader = openReader(hints, { inflate, declared }, sink);
    try {
      await readItems(createReadStream(file.path, { highWaterMark: 256 * 1024 }), {
        item: (text, line) => reader.item(text, line),
        broken: (reason, line, detail) => onBroken(file.path, line, reason, detail),
      });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      onBroken(file.path, 0, 'unreadable', unreadableReason(error));
    }
    reader.end();
  }
  return ids.flatMap((id) => found.get(id) ?? []);
};
