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
  /** As they came, while they are few: a client that comes now and then has one cell an event, and a map costs more than the event. */
  few: Entry[];
  byValue: Map<string, Entry[]> | undefined;
}

/** At most as many as every correlation keeps of a stretch, whatever it tells apart. */
const FEW = 2;

export const keyOf = (group: readonly string[], stretch: number): string => {
  let key = '';
  for (let place = 0; place < group.length; place++) key += `${group[place]}\u0000`;
  return key + stretch;
};

export const newCell = (key: string, group: readonly string[], stretch: number): Cell => ({
  key,
  group,
  stretch,
  few: [],
  byValue: undefined,
});

export const copyOf = (cell: Cell): Cell => ({
  ...cell,
  few: [...cell.few],
  byValue: cell.byValue && new Map([...cell.byValue].map(([value, entries]) => [value, [...entries]])),
});

/** Values in the order of their first coming, each with its events. */
export const valuesIn = ({ few, byValue }: Cell): Map<string, Entry[]> => byValue ?? Map.groupBy(few, ({ value }) => value);

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
    if (cell.few.length < FEW) {
      cell.few.push(entry);
      return undefined;
    }
    cell.byValue = valuesIn(cell);
    cell.few = [];
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
