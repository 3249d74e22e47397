// Which groups of a correlation an event belongs to: one for each combination of its group-by values.
import { type CorrelationEvent, fieldOfEvent } from './correlation-event.ts';
import type { CorrelationRule } from './rule.ts';

/** Combinations of group-by values that one event takes part in. */
const MOST_GROUPS_OF_EVENT = 16;

/** The event's own name for a field that the correlation asks for: rules may call it differently. */
export const fieldFor = (correlation: CorrelationRule, name: string, rule: string): string =>
  correlation.aliases.get(name)?.get(rule) ?? name;

export const valuesFor = (correlation: CorrelationRule, name: string, event: CorrelationEvent): readonly string[] =>
  fieldOfEvent(event.fields, fieldFor(correlation, name, event.rule));

const NO_GROUPS: readonly (readonly string[])[] = [];

const combinations = (correlation: CorrelationRule, event: CorrelationEvent): readonly (readonly string[])[] => {
  let groups: readonly (readonly string[])[] = [[]];
  for (const name of correlation.groupBy) {
    const values = valuesFor(correlation, name, event);
    groups = groups.flatMap((group) => values.map((value) => [...group, value])).slice(0, MOST_GROUPS_OF_EVENT);
  }
  return groups;
};

/** None when the event lacks a value to group by. Nearly every event has one to group by, which makes one group. */
export const groupsOfEvent = (correlation: CorrelationRule, event: CorrelationEvent): readonly (readonly string[])[] => {
  const [only, second] = correlation.groupBy;
  if (only === undefined || second !== undefined) return combinations(correlation, event);
  const values = valuesFor(correlation, only, event);
  return values.length === 0 ? NO_GROUPS : values.length === 1 ? [values] : combinations(correlation, event);
};
