// A unit's own records → what is to be written about it: partials, matches of rules, events of correlations.

import { type FoundGroup, groupsOfMatches } from '../../detectors/aws/rule-matches.ts';
import { collectSequences, type SequenceEvents } from '../../detectors/aws/sequence-events.ts';
import { WINDOW_MS } from '../../detectors/baseline/baseline.ts';
import { derivedFields } from '../../detectors/derived-fields.ts';
import type { Activity } from '../../detectors/model/activity.ts';
import type { FunctionId } from '../../detectors/model/identity.ts';
import { emptyPartial, type FunctionPartial } from '../../detectors/model/partial.ts';
import type { Severity } from '../../detectors/model/severity.ts';
import { DAY_MS, type Instant, startOf } from '../../detectors/model/time.ts';
import { type FilterUse, newFilterTally } from '../../detectors/sigma/filter-uses.ts';
import type { DetectionRule } from '../../detectors/sigma/rule.ts';
import { addMatch, newRuleMatches } from '../../detectors/sigma/rule-findings.ts';
import type { Unit } from '../../ingest/aws/unit.ts';
import { isCorrection } from '../../ingest/decode/cloudtrail.ts';
import type { QuarantineReason, Sink, SkipReason } from '../../ingest/decode/sink.ts';
import { fold } from '../../ingest/fold/fold.ts';
import { withSubject } from '../../ingest/fold/relabel.ts';
import { newRunBook, type Take } from '../../ingest/runs/run-book.ts';
import type { IsOwn } from './claim-records.ts';
import type { IngestContext } from './ingest-context.ts';
import { PARTIALS_KEPT_MS } from './kept.ts';
import { readUnit } from './read-unit.ts';

export interface FoldedUnit {
  readonly cells: ReadonlyMap<FunctionId, ReadonlyMap<Instant, FunctionPartial>>;
  readonly groups: readonly FoundGroup[];
  readonly sequences: readonly SequenceEvents[];
  /** What the Sigma filters did. */
  readonly filters: readonly FilterUse[];
  readonly folded: number;
  readonly skipped: ReadonlyMap<SkipReason, number>;
  readonly quarantined: ReadonlyMap<QuarantineReason, number>;
}

/** A clock may be wrong by hours; a record from the day after tomorrow would push every baseline ahead. */
const FUTURE_ALLOWED_MS = DAY_MS;

export const foldUnit = async (unit: Unit, isOwn: IsOwn, context: IngestContext): Promise<FoldedUnit> => {
  const now = context.now();
  const cells = new Map<FunctionId, Map<Instant, FunctionPartial>>();
  const derived = derivedFields(context.settings);
  const matches = newRuleMatches(derived);
  const sequences = collectSequences(context.loaded, derived);
  const filters = newFilterTally(context.loaded);
  const skipped = new Map<SkipReason, number>();
  const quarantined = new Map<QuarantineReason, number>();
  let folded = 0;
  const increment = <Reason>(counts: Map<Reason, number>, reason: Reason): void => {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  };
  const cell = (function_: FunctionId, instant: Instant): FunctionPartial => {
    const window = startOf(instant, WINDOW_MS);
    const windows = cells.get(function_) ?? new Map<Instant, FunctionPartial>();
    cells.set(function_, windows);
    const partial = windows.get(window) ?? emptyPartial();
    windows.set(window, partial);
    return partial;
  };
  const hide = (rule: DetectionRule, activity: Activity, upTo: Severity): void => sequences.addMatch(rule, withSubject(activity), upTo);
  const matchRules = (activity: Activity): void => {
    const matched = context.matcher.matchActivity(activity, filters.watch(activity, hide));
    if (matched.length === 0) return;
    const subject = withSubject(activity);
    for (const rule of matched) {
      addMatch(matches, rule, subject);
      sequences.addMatch(rule, subject);
    }
  };
  const take: Take = (_source, _format, activity): void => {
    matchRules(activity);
    // The other partials of its window may be forgotten already: judged alone it would mean nothing.
    if (activity.time < now - PARTIALS_KEPT_MS) {
      increment(skipped, 'late');
      return;
    }
    fold(activity, cell);
    folded++;
  };
  const runs = newRunBook(take);
  const sink: Sink = {
    activity(format, activity) {
      if (activity.time > now + FUTURE_ALLOWED_MS) {
        increment(quarantined, 'bad-time');
        return;
      }
      if (!isOwn(activity)) {
        if (activity.kind === 'api-call' && isCorrection(activity.record)) matchRules(activity);
        increment(skipped, 'duplicate');
        return;
      }
      if (activity.service === 'lambda') runs.add(unit.key, format, activity);
      else take(unit.key, format, activity);
    },
    skip: (_format, reason) => increment(skipped, reason),
    quarantine: (_format, reason) => increment(quarantined, reason),
  };
  await readUnit(unit, context, sink);
  runs.end();
  return {
    cells,
    groups: groupsOfMatches(matches),
    sequences: sequences.collected(),
    filters: filters.uses(now),
    folded,
    skipped,
    quarantined,
  };
};
