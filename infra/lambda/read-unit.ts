// A unit's bytes or text through the reader. It is read twice (claims, then counting), so that nothing of a large object is held.
import { inflate } from '../../ingest/aws/inflate.ts';
import { readItems } from '../../ingest/aws/open-bytes.ts';
import type { Unit } from '../../ingest/aws/unit.ts';
import type { DeclaredFormat } from '../../ingest/decode/declared-format.ts';
import { openReader } from '../../ingest/decode/reader.ts';
import type { Sink } from '../../ingest/decode/sink.ts';
import type { Objects } from '../state/ports.ts';

/** Where objects are, and the formats that the configuration declares. */
interface Reading {
  readonly objects: Objects;
  readonly declared?: readonly DeclaredFormat[];
}

export const readUnit = async (unit: Unit, { objects, declared = [] }: Reading, sink: Sink): Promise<void> => {
  const { hints, content } = unit;
  const reader = openReader(hints, { inflate, declared }, sink);
  if (content.kind === 'text') {
    reader.item(content.text, 1);
    reader.end();
    return;
  }
  const bytes = await objects.open(content.bucket, content.key);
  if (bytes === undefined) {
    sink.quarantine('unknown', 'unreadable', { source: hints.name, line: 0 }, 'the object is gone');
    return;
  }
  await readItems(bytes, {
    item: (text, line) => reader.item(text, line),
    broken: (reason, line, detail) => sink.quarantine('unknown', reason, { source: hints.name, line }, detail),
  });
  reader.end();
};
