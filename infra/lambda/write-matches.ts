// Matches of rules and events of correlations, each added to what earlier units told, and the findings that come of it.
import type { Revised } from '../../detectors/aws/assess-pending.ts';
import { groupFrom, mergedGroupText } from '../../detectors/aws/group-state.ts';
import { type FoundGroup, findingOfGroup } from '../../detectors/aws/rule-matches.ts';
import { mergedEventsText, type SequenceEvents, sequenceFindings } from '../../detectors/aws/sequence-events.ts';
import { DAY_MS, isoOf, startOf } from '../../detectors/model/time.ts';
import { updateItem } from '../state/update-item.ts';
import type { IngestContext } from './ingest-context.ts';
import { MATCHES_KEPT_MS } from './kept.ts';
import { AFTER_ALL, groupKey, sliceCountKey, sliceKey, slicesOf, timeText } from './keys.ts';

export const writeGroup = async (found: FoundGroup, context: IngestContext): Promise<readonly Revised[]> => {
  const expires = context.now() + MATCHES_KEPT_MS;
  const stored = await updateItem(context.partials, groupKey(found.rule.id, found.id), (before) => ({
    body: mergedGroupText(before, found.group),
    expires,
  }));
  return findingOfGroup({ ...found, group: groupFrom(stored.body) }, context.settings).map((finding) => ({
    finding,
    revision: stored.version,
  }));
};

/** A day has at most 24 slices, and a finding reaches from one day into the next. */
const MOST_SLICES = 24 * 5;

/**
 * The count is raised after the events are written and before they are read again: so of two findings the one with the higher
 * count has seen everything the other has.
 */
export const writeSequence = async (found: SequenceEvents, context: IngestContext): Promise<readonly Revised[]> => {
  const { correlation, group, slice } = found;
  const expires = context.now() + MATCHES_KEPT_MS;
  await updateItem(context.partials, sliceKey(correlation.id, group, slice), (before) => ({
    body: mergedEventsText(before, found),
    expires,
  }));
  const { version } = await updateItem(context.partials, sliceCountKey(correlation.id, group), (before) => ({
    body: String(Number(before ?? 0) + 1),
    expires,
  }));
  const day = startOf(slice, DAY_MS);
  const slices = await context.partials.query(
    slicesOf(correlation.id, group),
    timeText(day - 2 * DAY_MS),
    `${timeText(day + 2 * DAY_MS)}${AFTER_ALL}`,
    MOST_SLICES,
  );
  const findings = sequenceFindings(
    context.loaded,
    correlation,
    slices.map(({ body }) => body),
  );
  // What began earlier or later may lack events that were not read.
  const days = new Set([day - DAY_MS, day].map((time) => isoOf(time as typeof day).slice(0, 10)));
  return findings.filter(({ time }) => days.has(time.slice(0, 10))).map((finding) => ({ finding, revision: version }));
};
