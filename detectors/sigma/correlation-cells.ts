// The events of one correlation, by group and by stretch of time as long as its timespan, in bounded memory.
//
// A window touches at most two neighbouring stretches: an end of the one and a beginning of the other. So of each
// stretch only the earliest and the latest events are needed to know whether a threshold was reached, and the result
// does not depend on the order or repetition of arrival. What is past, or of a log read before, and too little to reach the
// threshold is put away (`correlation-shelf.ts`); where there is no shelf, it goes when there are too many. Groups beyond the
// bound are dropped by largest hash.
import { hash53 } from '../model/hash.ts';
import { HOUR_MS } from '../model/time.ts';
import {
  addEntry,
  type Cell,
  differentIn,
  type Entry,
  entriesIn,
  eventsIn,
  keyOf,
  newCell,
  setValues,
  valuesIn,
} from './correlation-cell.ts';
import type { CorrelationEvent } from './correlation-event.ts';
import type { CorrelationRule } from './rule.ts';

export type PutAway = (far: readonly Cell[]) => void;

export interface Cells {
  readonly correlation: CorrelationRule;
  readonly cells: Map<string, Cell>;
  size: number;
  /** The stretch of the event that was added last: where in time the reading is. */
  stretch: number;
  /** Cells whose key hashes to this or above were dropped. */
  ceiling: number;
  /** Whether only matches of rules are counted: what else there is comes after all of them, to cells long past. */
  readonly ofRulesOnly: boolean;
  /** Takes what is far; without it, that is dropped when there are too many. */
  readonly putAway: PutAway | undefined;
  /** With more events than this, room is made. */
  roomFor: number;
}

/** One past the largest hash53. */
export const NO_CEILING = 2 ** 53;

/** Events of one correlation, at about 650 bytes each: some 25 MB for one that is attacked. */
const MOST_EVENTS = 30_000;
/** Compacting late saves sorting at every event. */
const BEFORE_COMPACTING = 1.25 * MOST_EVENTS;

/** Events that wait before they are looked through for what is far, some 2 MB: looking late costs little for each. */
const BEFORE_PUTTING_AWAY = 3_000;

/** Records come in order of time but for so much: S3 delivers access logs within a few hours. */
const LATENESS_MS = 6 * HOUR_MS;

export const newCells = (correlation: CorrelationRule, ofRulesOnly: boolean, putAway?: PutAway): Cells => ({
  correlation,
  cells: new Map(),
  size: 0,
  stretch: 0,
  ceiling: NO_CEILING,
  ofRulesOnly,
  putAway,
  roomFor: putAway === undefined ? BEFORE_COMPACTING : BEFORE_PUTTING_AWAY,
});

const largestAmount = ({ thresholds }: CorrelationRule): number => Math.max(0, ...thresholds.map(({ amount }) => Math.ceil(amount)));

/** How many of the earliest, and of the latest, events of one value a stretch keeps. Below twice this, all are there. */
export const keptAtEachEnd = (correlation: CorrelationRule): number => {
  switch (correlation.type) {
    case 'event_count':
      return largestAmount(correlation) + 1;
    // First and last sight of a value say for every window whether it is in; the rest is for the finding's evidence.
    case 'value_count':
      return 4;
    case 'temporal':
      return 16;
    case 'temporal_ordered':
      return 64;
    case 'value_sum':
    case 'value_avg':
    case 'value_percentile':
    case 'value_median':
      return 500;
  }
};

/** Values told apart in a stretch: more than the threshold of them reach it, whichever they are. */
const keptValues = (correlation: CorrelationRule): number =>
  correlation.type === 'value_count' ? largestAmount(correlation) + 2 : Number.POSITIVE_INFINITY;

const isBefore = (one: CorrelationEvent, other: CorrelationEvent): boolean =>
  one.time < other.time || (one.time === other.time && (one.id < other.id || (one.id === other.id && one.rule < other.rule)));

export const byTime = (one: Entry, other: Entry): number =>
  isBefore(one.event, other.event) ? -1 : isBefore(other.event, one.event) ? 1 : 0;

const compacted = (entries: readonly Entry[], atEachEnd: number): Entry[] => {
  const unique: Entry[] = [];
  for (const entry of entries.toSorted(byTime)) {
    const last = unique.at(-1)?.event;
    if (last?.id !== entry.event.id || last.rule !== entry.event.rule) unique.push(entry);
  }
  return unique.length <= 2 * atEachEnd ? unique : [...unique.slice(0, atEachEnd), ...unique.slice(-atEachEnd)];
};

const compactCell = (cell: Cell, correlation: CorrelationRule): number => {
  if (cell.few.length === 1) return 1;
  const byValue = valuesIn(cell);
  const limit = keptValues(correlation);
  if (byValue.size > limit) {
    const hashes = [...byValue.keys()].map((value) => [hash53(value), value] as const).sort((one, other) => one[0] - other[0]);
    for (const [, value] of hashes.slice(limit)) byValue.delete(value);
  }
  let size = 0;
  for (const [value, entries] of byValue) {
    const kept = compacted(entries, keptAtEachEnd(correlation));
    byValue.set(value, kept);
    size += kept.length;
  }
  setValues(cell, byValue);
  return size;
};

/** How many events, or different values, the cell can give to a window. */
export const countIn = (cell: Cell | undefined, { type }: CorrelationRule): number =>
  cell === undefined ? 0 : type === 'value_count' ? differentIn(cell) : eventsIn(cell);

export const canReach = (count: number, { thresholds }: CorrelationRule): boolean =>
  thresholds.every(({ operator, amount }) => (operator === 'gte' ? count >= amount : operator === 'gt' ? count > amount : true));

/** Whether a correlation's cells can be told by their counts alone to be too little. */
export const isCounted = ({ ofRulesOnly, correlation }: Cells): boolean =>
  ofRulesOnly && (correlation.type === 'event_count' || correlation.type === 'value_count');

/** The most that a cell holds. */
export const largestHeld = ({ cells, correlation }: Cells): number => {
  let largest = 0;
  for (const cell of cells.values()) largest = Math.max(largest, countIn(cell, correlation));
  return largest;
};

/** Whether a cell may reach the threshold, given how much each stretch of its group can give to a window. */
export const mayReach = (correlation: CorrelationRule, stretch: number, countAt: (stretch: number) => number): boolean =>
  canReach(countAt(stretch) + Math.max(countAt(stretch - 1), countAt(stretch + 1)), correlation);

/** How much of the group's stretch is in memory. */
export const countHeld = ({ cells, correlation }: Cells, group: readonly string[], stretch: number): number =>
  countIn(cells.get(keyOf(group, stretch)), correlation);

/**
 * Puts away what is far from where the reading is and, with its neighbours, too little to reach the threshold: it is past, or of a
 * log that was read before this one.
 */
const putFarAway = (cells: Cells): void => {
  if (!isCounted(cells)) return;
  const { correlation, putAway } = cells;
  const near = 2 + Math.ceil(LATENESS_MS / correlation.timespanMs);
  // Of most groups no stretch is near the threshold, and none need look for its neighbours.
  const largest = largestHeld(cells);
  const countAt = (group: Cell['group']) => (stretch: number) => countHeld(cells, group, stretch);
  const gone: Cell[] = [];
  for (const cell of cells.cells.values()) {
    if (Math.abs(cell.stretch - cells.stretch) <= near) continue;
    const isTooLittle = !canReach(countIn(cell, correlation) + largest, correlation);
    if (isTooLittle || !mayReach(correlation, cell.stretch, countAt(cell.group))) gone.push(cell);
  }
  putAway?.(gone);
  for (const cell of gone) {
    cells.cells.delete(cell.key);
    cells.size -= eventsIn(cell);
  }
};

/** Brings the cells to what they would be had every event come once and in order; those of largest hash go beyond the bound. */
const compactWithin = (cells: Cells): void => {
  const hashes = [...cells.cells.keys()].map((key) => [hash53(key), key] as const).sort((one, other) => one[0] - other[0]);
  cells.size = 0;
  for (const [hash, key] of hashes) {
    const cell = cells.cells.get(key);
    const size = cell === undefined ? 0 : compactCell(cell, cells.correlation);
    if (cells.size + size > MOST_EVENTS) cells.ceiling = Math.min(cells.ceiling, hash);
    if (hash >= cells.ceiling) cells.cells.delete(key);
    else cells.size += size;
  }
};

export const compactCells = (cells: Cells): void => {
  if (cells.size > MOST_EVENTS) putFarAway(cells);
  compactWithin(cells);
};

/** Adds what was put away of a cell. */
export const addPart = (cells: Cells, group: Cell['group'], stretch: number, entries: readonly Entry[]): void => {
  const key = keyOf(group, stretch);
  if (hash53(key) >= cells.ceiling) return;
  const cell = cells.cells.get(key) ?? newCell(key, group, stretch);
  cells.cells.set(key, cell);
  for (const entry of entries) addEntry(cell, entry);
  cells.size += entries.length;
  if (cells.size > BEFORE_COMPACTING) compactWithin(cells);
};

const makeRoom = (cells: Cells): void => {
  if (cells.putAway !== undefined) {
    putFarAway(cells);
    cells.roomFor = Math.min(cells.size + BEFORE_PUTTING_AWAY, BEFORE_COMPACTING);
  }
  if (cells.size > BEFORE_COMPACTING) compactCells(cells);
};

/** What an event was added to, when it is much more than is kept. The event itself is not yet in the cells' size. */
const trim = (cells: Cells, cell: Cell, entries: Entry[]): void => {
  const atEachEnd = keptAtEachEnd(cells.correlation);
  if (entries.length === 1) {
    if (valuesIn(cell).size > 2 * keptValues(cells.correlation)) cells.size -= eventsIn(cell) - compactCell(cell, cells.correlation);
  } else if (entries.length > 4 * atEachEnd + 16) {
    const kept = compacted(entries, atEachEnd);
    cells.size -= entries.length - kept.length;
    valuesIn(cell).set((entries[0] as Entry).value, kept);
  }
};

export const addToCells = (cells: Cells, group: readonly string[], entry: Entry): void => {
  const stretch = Math.floor(entry.event.time / cells.correlation.timespanMs);
  cells.stretch = stretch;
  const key = keyOf(group, stretch);
  if (cells.ceiling !== NO_CEILING && hash53(key) >= cells.ceiling) return;
  let cell = cells.cells.get(key);
  if (cell === undefined) {
    cell = newCell(key, group, stretch);
    cells.cells.set(key, cell);
  }
  const entries = addEntry(cell, entry);
  if (entries !== undefined) trim(cells, cell, entries);
  cells.size++;
  if (cells.size > cells.roomFor) makeRoom(cells);
};

/** Drops stretches that end before the instant. */
export const forgetCells = (cells: Cells, before: number): void => {
  for (const [key, cell] of cells.cells) {
    if ((cell.stretch + 1) * cells.correlation.timespanMs > before) continue;
    cells.size -= eventsIn(cell);
    cells.cells.delete(key);
  }
};

/** Each group with its events; groups in the order of their values. The cells must be compacted. */
export const groupsOf = (cells: Cells): readonly (readonly [group: readonly string[], entries: readonly Entry[]])[] => {
  const groups = new Map<string, [readonly string[], Entry[]]>();
  for (const cell of cells.cells.values()) {
    const { group } = cell;
    const key = group.join('\u0000');
    const known = groups.get(key) ?? [group, []];
    groups.set(key, known);
    known[1].push(...entriesIn(cell));
  }
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, group]) => group);
};
