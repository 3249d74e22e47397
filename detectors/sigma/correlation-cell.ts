// The events of one group in one stretch of time, by what is told apart within it.
import type { CorrelationEvent } from './correlation-event.ts';

export interface Entry {
  readonly event: CorrelationEvent;
  /** What is told apart within a group: the counted value, or the rule. */
  readonly value: string;
  /** What is added up. */
  readonly amount: number;
}

export interface Cell {
  /** Group and stretch as one text. */
  readonly key: string;
  readonly group: readonly string[];
  readonly stretch: number;
  /**
   * While there are one or two, of which the order of coming is that by value, too: a client that comes now and then has one cell an
   * event, and a map costs more than the event. Made in their size: an array that grows has room for seventeen.
   */
  few: readonly Entry[];
  byValue: Map<string, Entry[]> | undefined;
}

const NONE: readonly Entry[] = [];

export const keyOf = (group: readonly string[], stretch: number): string => {
  let key = '';
  for (let place = 0; place < group.length; place++) key += `${group[place]}\u0000`;
  return key + stretch;
};

export const newCell = (key: string, group: readonly string[], stretch: number): Cell => ({
  key,
  group,
  stretch,
  few: NONE,
  byValue: undefined,
});

export const copyOf = (cell: Cell): Cell => ({
  ...cell,
  byValue: cell.byValue && new Map([...cell.byValue].map(([value, entries]) => [value, [...entries]])),
});

/** Values in the order of their first coming, each with its events. */
export const valuesIn = ({ few, byValue }: Cell): Map<string, Entry[]> => byValue ?? Map.groupBy(few, ({ value }) => value);

/** By value, in the order of their first coming. */
export const entriesIn = ({ few, byValue }: Cell): readonly Entry[] => (byValue === undefined ? few : [...byValue.values()].flat());

/** Takes the place of what the cell held. */
export const setValues = (cell: Cell, byValue: Map<string, Entry[]>): void => {
  if (cell.byValue === undefined) cell.few = [...byValue.values()].flat();
  else cell.byValue = byValue;
};

export const eventsIn = ({ few, byValue }: Cell): number => {
  if (byValue === undefined) return few.length;
  let size = 0;
  for (const entries of byValue.values()) size += entries.length;
  return size;
};

export const differentIn = ({ few, byValue }: Cell): number => {
  if (byValue !== undefined) return byValue.size;
  const [one, other] = few;
  return other === undefined || other.value === one?.value ? Math.min(few.length, 1) : 2;
};

/** Once the cell holds more than a few, it gives the events of the entry's value. */
export const addEntry = (cell: Cell, entry: Entry): Entry[] | undefined => {
  if (cell.byValue === undefined) {
    const [first, second] = cell.few;
    if (second === undefined) {
      cell.few = first === undefined ? [entry] : [first, entry];
      return undefined;
    }
    cell.byValue = valuesIn(cell);
    cell.few = NONE;
  }
  const known = cell.byValue.get(entry.value);
  if (known === undefined) {
    const entries = [entry];
    cell.byValue.set(entry.value, entries);
    return entries;
  }
  known.push(entry);
  return known;
};
