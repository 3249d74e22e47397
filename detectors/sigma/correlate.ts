// Sigma correlations over the matches of rules and the findings of other detectors, in event time.
import type { Activity } from '../model/activity.ts';
import type { Finding } from '../model/finding.ts';
import { atLeast, type Severity } from '../model/severity.ts';
import { DAY_MS, type Instant, startOf } from '../model/time.ts';
import { copyOf, type Entry } from './correlation-cell.ts';
import { addToCells, type Cells, compactCells, forgetCells, groupsOf, NO_CEILING, newCells } from './correlation-cells.ts';
import {
  type CorrelationEvent,
  entriesOfFields,
  eventFields,
  eventOfFinding,
  eventOfMatch,
  eventReaders,
  withoutFinding,
} from './correlation-event.ts';
import { fieldFor, groupsOfEvent, valuesFor } from './correlation-groups.ts';
import { type CorrelationShelf, putOn, takeFrom } from './correlation-shelf.ts';
import { type Episode, episodesOf } from './correlation-window.ts';
import { type Derivations, NO_DERIVATIONS } from './record-view.ts';
import type { CorrelationRule, DetectionRule, LoadedRules, RuleHeader } from './rule.ts';
import { sequenceFinding, sequenceId } from './sequence-finding.ts';
import { sequenceGravity } from './sequence-gravity.ts';

export interface Correlator {
  /**
   * A match of a detection rule. Does nothing when no correlation uses the rule. `hiddenUpTo`: a filter hides the match, from
   * the correlations that are no graver.
   */
  addMatch(rule: DetectionRule, activity: Activity, hiddenUpTo?: Severity): void;
  /** A finding of a detector that is no rule. */
  addFinding(finding: Finding): void;
  add(event: CorrelationEvent): void;
  /** All findings of the events so far, sorted by time, then id. Events may be added afterwards. */
  findings(): readonly Finding[];
  /**
   * Frees what no finding of the instant's day or later needs; findings of earlier days may then be missing or smaller.
   * The caller knows how late records come, and gives an instant before which none will.
   */
  forget(before: Instant): void;
  /** Ids of correlations that had more groups than they can keep: for some of their groups they are blind. */
  saturated(): readonly string[];
}

/** Undefined when the event lacks the value that is counted or added up. */
const entryOf = (correlation: CorrelationRule, event: CorrelationEvent): Entry | undefined => {
  if (correlation.type === 'event_count') return { event, value: '', amount: 1 };
  if (correlation.type === 'temporal' || correlation.type === 'temporal_ordered') return { event, value: event.rule, amount: 1 };
  const [only = '', ...more] = correlation.valueFields;
  if (correlation.type === 'value_count' && more.length === 0) {
    const texts = valuesFor(correlation, only, event);
    return texts.length === 0 ? undefined : { event, value: texts.length === 1 ? (texts[0] as string) : texts.join('\u0001'), amount: 1 };
  }
  const values = correlation.valueFields.map((name) => valuesFor(correlation, name, event));
  if (values.every((texts) => texts.length === 0)) return undefined;
  if (correlation.type === 'value_count') return { event, value: values.map((texts) => texts.join('\u0001')).join('\u0000'), amount: 1 };
  const amount = Number(values.flat()[0] || Number.NaN);
  return Number.isFinite(amount) ? { event, value: '', amount } : undefined;
};

const addTo = (cells: Cells, event: CorrelationEvent): void => {
  const entry = entryOf(cells.correlation, event);
  if (entry !== undefined) for (const group of groupsOfEvent(cells.correlation, event)) addToCells(cells, group, entry);
};

/** Every field that a correlation, or one that builds on it, reads of its events. */
const fieldsByRule = (correlations: readonly CorrelationRule[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const fields = new Map<string, Set<string>>();
  const add = (rule: string, names: Iterable<string>): boolean => {
    const known = fields.get(rule) ?? new Set<string>();
    fields.set(rule, known);
    const before = known.size;
    for (const name of names) known.add(name);
    return known.size > before;
  };
  for (let grew = true; grew; ) {
    grew = false;
    for (const correlation of correlations) {
      for (const rule of correlation.rules) {
        const own = [...correlation.groupBy, ...correlation.valueFields].map((name) => fieldFor(correlation, name, rule));
        if (add(rule, [...own, ...(fields.get(correlation.id) ?? [])])) grew = true;
      }
    }
  }
  return fields;
};

/** What is built on comes before what builds on it: the loader has seen to it that there is no circle. */
const bottomUp = (correlations: readonly CorrelationRule[]): readonly CorrelationRule[] => {
  const ids = new Set(correlations.map((correlation) => correlation.id));
  const done = new Set<string>();
  const ordered: CorrelationRule[] = [];
  while (ordered.length < correlations.length) {
    const ready = correlations.filter(({ id, rules }) => !done.has(id) && rules.every((rule) => !ids.has(rule) || done.has(rule)));
    if (ready.length === 0) throw new Error('correlations that build on each other in a circle');
    for (const correlation of ready) done.add(correlation.id);
    ordered.push(...ready);
  }
  return ordered;
};

/** How far back an event can be that a window ending now is made of, through every correlation built upon another. */
const horizonOf = (correlation: CorrelationRule, all: readonly CorrelationRule[]): number =>
  correlation.timespanMs + Math.max(0, ...all.filter((user) => user.rules.includes(correlation.id)).map((user) => horizonOf(user, all)));

/** A correlation that fires, as an event for the correlations that build on it. */
const firingEvent = (correlation: CorrelationRule, group: readonly string[], episode: Episode): CorrelationEvent => {
  const { event } = episode.firing;
  const finding = sequenceId(correlation, group, episode);
  return {
    ...event,
    rule: correlation.id,
    id: `${finding} ${event.id}`,
    // What it is grouped by stands before what its event has of the same name.
    fields: eventFields([
      ...correlation.groupBy.map((name, place): [string, readonly string[]] => [name, [group[place] ?? '']]),
      ...entriesOfFields(event.fields),
    ]),
    finding: correlation.referencedOnly ? undefined : finding,
    evidence: episode.entries.flatMap((entry) => entry.event.evidence).slice(0, 10),
  };
};

const byDay = (
  correlation: CorrelationRule,
  group: readonly string[],
  episodes: readonly Episode[],
): readonly [Episode, ...Episode[]][] => {
  const days = new Map<string, [Episode, ...Episode[]]>();
  for (const episode of episodes) {
    const id = sequenceId(correlation, group, episode);
    const known = days.get(id);
    if (known === undefined) days.set(id, [episode]);
    else known.push(episode);
  }
  return [...days.values()];
};

/** The stored events and, for a correlation of correlations, the firings below: those are made anew each time. */
const withFirings = (stored: Cells, firings: readonly CorrelationEvent[]): Cells => {
  if (firings.length === 0) return stored;
  const all: Cells = { ...stored, cells: new Map([...stored.cells].map(([key, cell]) => [key, copyOf(cell)])) };
  for (const event of firings) addTo(all, event);
  compactCells(all);
  return all;
};

/** `derivations` are those of the matcher: a correlation may group by a derived field. `shelf`: where there is room outside of memory. */
export const newCorrelator = (
  loaded: Pick<LoadedRules, 'rules' | 'correlations'>,
  derivations: Derivations = NO_DERIVATIONS,
  shelf?: CorrelationShelf,
): Correlator => {
  const ordered = bottomUp(loaded.correlations);
  const matched = new Set(loaded.rules.map(({ id }) => id));
  const stored = ordered.map((correlation) =>
    newCells(
      correlation,
      correlation.rules.every((rule) => matched.has(rule)),
      shelf === undefined ? undefined : putOn(shelf, { correlation }),
    ),
  );
  const known = new Map<string, RuleHeader>([...loaded.rules, ...loaded.correlations].map((rule) => [rule.id, rule]));
  const usersOf = new Map<string, Cells[]>();
  for (const cells of stored) for (const rule of cells.correlation.rules) usersOf.set(rule, [...(usersOf.get(rule) ?? []), cells]);
  const readers = new Map([...fieldsByRule(ordered)].map(([rule, names]) => [rule, eventReaders(names, derivations)]));

  const namesOf = (rule: string): readonly string[] => readers.get(rule)?.names ?? [];

  const add = (event: CorrelationEvent): void => {
    for (const cells of usersOf.get(event.rule) ?? []) addTo(cells, event);
  };
  return {
    add,
    addMatch: (rule, activity, hiddenUpTo) => {
      const fields = readers.get(rule.id);
      if (fields === undefined) return;
      if (hiddenUpTo === undefined) return add(eventOfMatch(rule, activity, fields));
      const graver = (usersOf.get(rule.id) ?? []).filter(({ correlation }) => !atLeast(hiddenUpTo, sequenceGravity(correlation, ordered)));
      if (graver.length === 0) return;
      const event = withoutFinding(eventOfMatch(rule, activity, fields));
      for (const cells of graver) addTo(cells, event);
    },
    addFinding: (finding) => {
      const event = usersOf.has(finding.detector) ? eventOfFinding(finding) : undefined;
      if (event !== undefined) add(event);
    },
    findings: () => {
      const findings: Finding[] = [];
      const firings = new Map<string, CorrelationEvent[]>();
      for (const cells of stored) {
        const { correlation } = cells;
        if (shelf !== undefined) takeFrom(shelf, cells, namesOf);
        compactCells(cells);
        const below = correlation.rules.flatMap((rule) => firings.get(rule) ?? []);
        const mine: CorrelationEvent[] = [];
        for (const [group, entries] of groupsOf(withFirings(cells, below))) {
          const episodes = episodesOf(entries, correlation);
          mine.push(...episodes.map((episode) => firingEvent(correlation, group, episode)));
          if (!correlation.referencedOnly) {
            for (const day of byDay(correlation, group, episodes)) findings.push(sequenceFinding(correlation, group, day, known));
          }
        }
        firings.set(correlation.id, mine);
      }
      return findings.sort((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : one.id < other.id ? -1 : 1));
    },
    forget: (before) => {
      for (const cells of stored) forgetCells(cells, startOf(before, DAY_MS) - horizonOf(cells.correlation, ordered));
    },
    saturated: () => stored.filter((cells) => cells.ceiling !== NO_CEILING).map((cells) => cells.correlation.id),
  };
};
