// One unit of delivery, from its records to what is written of it. Every write is repeatable: whatever is interrupted is done
// again by the redelivery, and comes to the same.
import type { Revised } from '../../detectors/aws/assess-pending.ts';
import { WINDOW_MS } from '../../detectors/baseline/baseline.ts';
import { hash53 } from '../../detectors/model/hash.ts';
import { partialState } from '../../detectors/model/partial.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { inParallel } from '../../ingest/aws/history/in-parallel.ts';
import type { Unit } from '../../ingest/aws/unit.ts';
import type { Item } from '../state/table.ts';
import { claimRecords } from './claim-records.ts';
import { packFindings } from './finding-message.ts';
import { type FoldedUnit, foldUnit } from './fold-unit.ts';
import type { IngestContext } from './ingest-context.ts';
import { PARTIALS_KEPT_MS } from './kept.ts';
import { DUE_SHARDS, dueKey, partialKey } from './keys.ts';
import { writeGroup } from './write-group.ts';
import { writeSequence } from './write-sequence.ts';

/** Groups and sequences of one unit written at once; each is a read and a write. */
const AT_ONCE = 8;

/** What is kept of a unit that could not be read, within SQS's 1 MiB. */
const KEPT_CHARACTERS = 200_000;

const partialItems = (unit: Unit, { cells }: FoldedUnit, expires: number): readonly Item[] =>
  [...cells].flatMap(([function_, windows]) =>
    [...windows].map(([window, partial]) => ({
      ...partialKey(function_, window, unit.key),
      body: JSON.stringify(partialState(partial)),
      version: 0,
      expires,
    })),
  );

/** Asks for each window that changed to be looked at once it is closed: written after its partials, so that it finds them. */
const dueItems = (unit: Unit, { cells }: FoldedUnit, graceMs: number, expires: number): readonly Item[] =>
  [...cells].flatMap(([function_, windows]) =>
    [...windows.keys()].map((window) => ({
      ...dueKey(hash53(function_) % DUE_SHARDS, (window + WINDOW_MS + graceMs) as Instant, function_, window),
      body: unit.key,
      version: 0,
      expires,
    })),
  );

const original = (unit: Unit, reasons: ReadonlyMap<string, number>): string => {
  const { content } = unit;
  const told = { unit: unit.key, source: unit.hints.name, reasons: Object.fromEntries(reasons) };
  if (content.kind === 'object') return JSON.stringify({ ...told, bucket: content.bucket, key: content.key });
  return JSON.stringify({ ...told, cut: content.text.length > KEPT_CHARACTERS, text: content.text.slice(0, KEPT_CHARACTERS) });
};

export const ingestUnit = async (unit: Unit, context: IngestContext): Promise<void> => {
  const isOwn = await claimRecords(unit, context);
  const folded = await foldUnit(unit, isOwn, context);
  const expires = context.now() + PARTIALS_KEPT_MS;
  await context.partials.putAll(partialItems(unit, folded, expires));
  const found: Revised[] = [];
  await inParallel(folded.groups, AT_ONCE, async (group) => {
    found.push(...(await writeGroup(group, context)));
  });
  await inParallel(folded.sequences, AT_ONCE, async (sequence) => {
    found.push(...(await writeSequence(sequence, context)));
  });
  if (found.length > 0) await context.findings.send(packFindings(found));
  if (folded.quarantined.size > 0) await context.quarantine.send([original(unit, folded.quarantined)]);
  await context.partials.putAll(dueItems(unit, folded, context.graceMs, expires));
  context.tally.folded(folded.folded);
  for (const use of folded.filters) if (use.hid + use.wouldHide + use.tooGrave > 0) context.tally.filtered(use);
  for (const [reason, count] of folded.skipped) context.tally.skipped(reason, count);
  for (const [reason, count] of folded.quarantined) context.tally.quarantined(reason, count);
};
