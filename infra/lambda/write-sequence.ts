// Events of a correlation, added to what was told before, and the findings that come of them.
import type { Revised } from '../../detectors/aws/assess-pending.ts';
import { mergedEventsText, type SequenceEvents, sequenceFindings } from '../../detectors/aws/sequence-events.ts';
import { DAY_MS, type Instant, isoOf, startOf } from '../../detectors/model/time.ts';
import type { LoadedRules } from '../../detectors/sigma/rule.ts';
import type { Table } from '../state/table.ts';
import { updateItem } from '../state/update-item.ts';
import { MATCHES_KEPT_MS } from './kept.ts';
import { AFTER_ALL, sliceCountKey, sliceKey, slicesOf, timeText } from './keys.ts';

export interface SequenceContext {
  readonly partials: Table;
  readonly loaded: LoadedRules;
  readonly now: () => Instant;
}

/** A day has at most 24 slices, and a finding reaches from one day into the next. */
const MOST_SLICES = 24 * 7;

/**
 * The count is raised after the events are written and before they are read again: so of two findings the one with the higher
 * count has seen everything the other has.
 */
export const writeSequence = async (found: SequenceEvents, context: SequenceContext): Promise<readonly Revised[]> => {
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
    timeText(day - 2 * DAY_MS - correlation.timespanMs),
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
