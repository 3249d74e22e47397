// When a correlation holds: a window of its timespan slides over the events of one group, in event time.
import type { Entry } from './correlation-cell.ts';
import { byTime } from './correlation-cells.ts';
import type { Expression } from './expression.ts';
import type { CorrelationRule, Threshold } from './rule.ts';

/** A stretch of events at each of which the correlation held; `firing` is the event at which it first did. */
export interface Episode {
  readonly firing: Entry;
  /** In order of time, from the first of the first window to the last at which it held. */
  readonly entries: readonly Entry[];
}

const meetsOne = (value: number, { operator, amount }: Threshold): boolean => {
  switch (operator) {
    case 'gt':
      return value > amount;
    case 'gte':
      return value >= amount;
    case 'lt':
      return value < amount;
    case 'lte':
      return value <= amount;
    case 'eq':
      return value === amount;
    case 'neq':
      return value !== amount;
  }
};

const meets = (value: number, thresholds: readonly Threshold[]): boolean => thresholds.every((threshold) => meetsOne(value, threshold));

const holdsFor = (expression: Expression, rules: ReadonlyMap<string, number>): boolean => {
  switch (expression.kind) {
    case 'all':
      return expression.of.every((part) => holdsFor(part, rules));
    case 'any':
      return expression.of.some((part) => holdsFor(part, rules));
    case 'not':
      return !holdsFor(expression.of, rules);
    case 'exists':
      return rules.has(expression.field);
    case 'field':
    case 'like-field':
    case 'keyword':
      return false;
  }
};

/** What a window holds, kept up to date as events enter and leave it. */
interface Window {
  enter(entry: Entry): void;
  leave(entry: Entry): void;
  holds(): boolean;
}

const countWindow = ({ thresholds }: CorrelationRule): Window => {
  let count = 0;
  return { enter: () => count++, leave: () => count--, holds: () => meets(count, thresholds) };
};

const distinctWindow = ({ thresholds, expression }: CorrelationRule): Window => {
  const values = new Map<string, number>();
  return {
    enter: ({ value }) => values.set(value, (values.get(value) ?? 0) + 1),
    leave: ({ value }) => {
      const left = (values.get(value) ?? 1) - 1;
      if (left === 0) values.delete(value);
      else values.set(value, left);
    },
    holds: () => (expression === undefined ? meets(values.size, thresholds) : holdsFor(expression, values)),
  };
};

const sumWindow = ({ thresholds, type }: CorrelationRule): Window => {
  let sum = 0;
  let count = 0;
  const move = (amount: number, step: number): void => {
    sum += step * amount;
    count += step;
  };
  return {
    enter: ({ amount }) => move(amount, 1),
    leave: ({ amount }) => move(amount, -1),
    holds: () => count > 0 && meets(type === 'value_sum' ? sum : sum / count, thresholds),
  };
};

/** Between the two nearest ranks, as most tools interpolate; the percentile 50 is the median. */
const percentileWindow = ({ thresholds, percentile }: CorrelationRule): Window => {
  const sorted: number[] = [];
  const placeOf = (amount: number): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? 0) < amount) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    enter: ({ amount }) => sorted.splice(placeOf(amount), 0, amount),
    leave: ({ amount }) => sorted.splice(placeOf(amount), 1),
    holds: () => {
      const rank = ((sorted.length - 1) * percentile) / 100;
      const below = sorted[Math.floor(rank)];
      const above = sorted[Math.ceil(rank)];
      return below !== undefined && above !== undefined && meets(below + (above - below) * (rank - Math.floor(rank)), thresholds);
    },
  };
};

/**
 * How many of the rules matched in the file's order within the timespan, at each event. `starts[length][rule]` is the
 * latest beginning of a chain of that length that ends with the rule. Records of one second count as in order: CloudTrail
 * tells no smaller time.
 */
const chainLengths = (entries: readonly Entry[], { rules, timespanMs }: CorrelationRule): readonly number[] => {
  const starts: number[][] = rules.map(() => rules.map(() => Number.NEGATIVE_INFINITY));
  return entries.map(({ event }) => {
    const place = rules.indexOf(event.rule);
    for (let length = 0; length <= place; length++) {
      const row = starts[length];
      if (row === undefined) continue;
      const shorter = starts[length - 1]?.slice(0, place) ?? [];
      row[place] = Math.max(
        row[place] ?? Number.NEGATIVE_INFINITY,
        length === 0 ? event.time : Math.max(Number.NEGATIVE_INFINITY, ...shorter),
      );
    }
    const longest = starts.findLastIndex((row) => row.some((start) => start >= event.time - timespanMs));
    return longest + 1;
  });
};

const windowOf = (correlation: CorrelationRule): Window => {
  switch (correlation.type) {
    case 'event_count':
      return countWindow(correlation);
    case 'value_count':
    case 'temporal':
    case 'temporal_ordered':
      return distinctWindow(correlation);
    case 'value_sum':
    case 'value_avg':
      return sumWindow(correlation);
    case 'value_percentile':
    case 'value_median':
      return percentileWindow(correlation);
  }
};

/** In order of time; at one time in the order of the correlation's rules. */
const inOrder = (entries: readonly Entry[], { rules }: CorrelationRule): readonly Entry[] => {
  const places = new Map(rules.map((rule, place) => [rule, place]));
  const place = ({ event }: Entry): number => places.get(event.rule) ?? 0;
  return entries.toSorted((one, other) => one.event.time - other.event.time || place(one) - place(other) || byTime(one, other));
};

/** All episodes of one group. A window includes both its ends. */
export const episodesOf = (unordered: readonly Entry[], correlation: CorrelationRule): readonly Episode[] => {
  const entries = inOrder(unordered, correlation);
  const chains = correlation.type === 'temporal_ordered' ? chainLengths(entries, correlation) : undefined;
  const window = windowOf(correlation);
  const episodes: { firing: Entry; entries: Entry[] }[] = [];
  let open: { firing: Entry; entries: Entry[] } | undefined;
  let first = 0;
  for (const [at, entry] of entries.entries()) {
    window.enter(entry);
    for (
      let oldest = entries[first];
      oldest !== undefined && oldest.event.time < entry.event.time - correlation.timespanMs;
      oldest = entries[first]
    ) {
      window.leave(oldest);
      first++;
    }
    const holds = chains === undefined ? window.holds() : meets(chains[at] ?? 0, correlation.thresholds);
    if (!holds) open = undefined;
    else if (open !== undefined) open.entries.push(entry);
    else {
      open = { firing: entry, entries: entries.slice(first, at + 1) };
      episodes.push(open);
    }
  }
  return episodes;
};
