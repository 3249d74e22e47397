// What correlations need of matches that come unit by unit: each event under its correlation, group and slice of time, few
// enough of them to keep, and enough to know every window.
import type { Activity } from '../model/activity.ts';
import type { Finding } from '../model/finding.ts';
import { hash53, stableId } from '../model/hash.ts';
import { atLeast, type Severity } from '../model/severity.ts';
import { DAY_MS, HOUR_MS, type Instant, startOf } from '../model/time.ts';
import { newCorrelator } from '../sigma/correlate.ts';
import { keptAtEachEnd } from '../sigma/correlation-cells.ts';
import {
  type CorrelationEvent,
  entriesOfFields,
  eventFields,
  eventOfFinding,
  eventOfMatch,
  eventReaders,
  withoutFinding,
} from '../sigma/correlation-event.ts';
import { fieldFor, groupsOfEvent, valuesFor } from '../sigma/correlation-groups.ts';
import type { Derivations } from '../sigma/record-view.ts';
import type { CorrelationRule, DetectionRule, LoadedRules } from '../sigma/rule.ts';
import { sequenceGravity } from '../sigma/sequence-gravity.ts';
import type { Revised } from './assess-pending.ts';

/** The events of one group of one correlation in one slice of time. */
export interface SequenceEvents {
  readonly correlation: CorrelationRule;
  readonly group: string;
  readonly slice: Instant;
  readonly events: readonly KeptEvent[];
}

/** A finding that is an event may be found again with more known: the later copy counts. A match is what it is. */
type KeptEvent = CorrelationEvent & { readonly revision: number };

/** Timespans in a slice: an item of few stretches stays small, and a day is read with few items. */
const TIMESPANS_A_SLICE = 8;
const sliceMs = ({ timespanMs }: CorrelationRule): number => Math.min(DAY_MS, Math.max(HOUR_MS, TIMESPANS_A_SLICE * timespanMs));
/** Events of a slice, at half a kilobyte each, in an item of at most 400 kB: the earliest. */
const MOST_EVENTS = 400;

/** Different values kept of one stretch: above every threshold that the rules of the project count to, and little to store. */
const LEAST_VALUES = 64;

export interface SequenceCollector {
  /** `hiddenUpTo`: a filter hides the match, from the correlations that are no graver. */
  addMatch(rule: DetectionRule, activity: Activity, hiddenUpTo?: Severity): void;
  /** A finding of a detector that is no rule. */
  addFinding(finding: Revised): void;
  collected(): readonly SequenceEvents[];
}

export const collectSequences = (loaded: LoadedRules, derivations: Derivations): SequenceCollector => {
  const usersOf = new Map<string, CorrelationRule[]>();
  for (const correlation of loaded.correlations)
    for (const rule of correlation.rules) usersOf.set(rule, [...(usersOf.get(rule) ?? []), correlation]);
  const readers = new Map(
    [...usersOf].map(([rule, users]) => {
      const names = users.flatMap((user) => [...user.groupBy, ...user.valueFields].map((name) => fieldFor(user, name, rule)));
      return [rule, eventReaders(new Set(names), derivations)] as const;
    }),
  );
  const found = new Map<string, { correlation: CorrelationRule; group: string; slice: Instant; events: KeptEvent[] }>();
  const add = (event: KeptEvent, hiddenUpTo?: Severity): void => {
    for (const correlation of usersOf.get(event.rule) ?? []) {
      if (hiddenUpTo !== undefined && atLeast(hiddenUpTo, sequenceGravity(correlation, loaded.correlations))) continue;
      const slice = startOf(event.time, sliceMs(correlation));
      for (const values of groupsOfEvent(correlation, event)) {
        const group = stableId(...values);
        const key = `${correlation.id} ${group} ${slice}`;
        const known = found.get(key);
        if (known === undefined) found.set(key, { correlation, group, slice, events: [event] });
        else known.events.push(event);
      }
    }
  };
  return {
    addMatch(rule, activity, hiddenUpTo) {
      const fields = readers.get(rule.id);
      if (fields === undefined) return;
      const event = eventOfMatch(rule, activity, fields);
      add({ ...(hiddenUpTo === undefined ? event : withoutFinding(event)), revision: 0 }, hiddenUpTo);
    },
    addFinding({ finding, revision }) {
      const event = usersOf.has(finding.detector) ? eventOfFinding(finding) : undefined;
      if (event !== undefined) add({ ...event, revision });
    },
    collected: () => [...found.values()],
  };
};

const inOrder = (one: KeptEvent, other: KeptEvent): number =>
  one.time - other.time || (one.id < other.id ? -1 : one.id > other.id ? 1 : one.rule < other.rule ? -1 : 1);

/** Of each stretch and value the earliest and the latest, of each stretch the values of smallest hash: whatever the order of arrival. */
const bounded = (correlation: CorrelationRule, events: readonly KeptEvent[]): readonly KeptEvent[] => {
  const atEachEnd = keptAtEachEnd(correlation);
  const mostValues = Math.max(LEAST_VALUES, ...correlation.thresholds.map(({ amount }) => 2 * Math.ceil(amount)));
  const stretches = new Map<number, Map<string, KeptEvent[]>>();
  for (const event of events) {
    const stretch = Math.floor(event.time / correlation.timespanMs);
    const values = stretches.get(stretch) ?? new Map<string, KeptEvent[]>();
    stretches.set(stretch, values);
    const value =
      correlation.type === 'value_count'
        ? correlation.valueFields.map((name) => valuesFor(correlation, name, event).join('\u0001')).join('\u0000')
        : event.rule;
    values.set(value, [...(values.get(value) ?? []), event]);
  }
  return [...stretches.values()]
    .flatMap((values) =>
      [...values]
        .map(([value, mine]) => [hash53(value), mine] as const)
        .sort(([one], [other]) => one - other)
        .slice(0, mostValues)
        .flatMap(([, mine]) => {
          const sorted = mine.toSorted(inOrder);
          return sorted.length <= 2 * atEachEnd ? sorted : [...sorted.slice(0, atEachEnd), ...sorted.slice(-atEachEnd)];
        }),
    )
    .sort(inOrder)
    .slice(0, MOST_EVENTS);
};

type EventState = Omit<KeptEvent, 'fields'> & { readonly fields: readonly (readonly [string, readonly string[]])[] };

const eventsFrom = (text: string | undefined): readonly KeptEvent[] =>
  text === undefined ? [] : (JSON.parse(text) as readonly EventState[]).map((event) => ({ ...event, fields: eventFields(event.fields) }));

/** The stored events with the new ones among them. */
export const mergedEventsText = (before: string | undefined, { correlation, events }: SequenceEvents): string => {
  const unique = new Map<string, KeptEvent>();
  for (const event of [...eventsFrom(before), ...events]) {
    const name = `${event.rule} ${event.id}`;
    const known = unique.get(name);
    if (known === undefined || event.revision >= known.revision) unique.set(name, event);
  }
  return JSON.stringify(bounded(correlation, [...unique.values()]).map((event) => ({ ...event, fields: entriesOfFields(event.fields) })));
};

/** Findings of the events in the slices given, which are of one correlation and one group. */
export const sequenceFindings = (loaded: LoadedRules, correlation: CorrelationRule, slices: readonly string[]): readonly Finding[] => {
  const correlator = newCorrelator({ rules: loaded.rules, correlations: [correlation] });
  for (const slice of slices) for (const event of eventsFrom(slice)) correlator.add(event);
  return correlator.findings();
};
