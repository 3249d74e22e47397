// Where the events of correlations wait that are past and by themselves too little to matter, outside of memory: a client that
// comes now and then has one in every few minutes of every day. What is read later may stand beside them, so none is forgotten;
// in the end those come back that may reach their threshold together.
import { addPart, type Cell, type Cells, countHeld, type Entry, isCounted, mayReach, type PutAway } from './correlation-cells.ts';

export interface Shelved {
  /** A group's values, as JSON. */
  readonly group: string;
  readonly stretch: number;
  readonly count: number;
}

export interface CorrelationShelf {
  /** Keeps a cell, or more of it than was kept before. */
  put(correlation: string, shelved: Shelved, entries: string): void;
  /** All cells, each with the sum of its counts, by group and in order of time. */
  cells(correlation: string): Iterable<Shelved>;
  /** What was kept of a cell. */
  entriesOf(correlation: string, shelved: Shelved): readonly string[];
}

export const putOn =
  (shelf: CorrelationShelf, correlation: string): PutAway =>
  ({ group, stretch, byValue }, count) =>
    shelf.put(correlation, { group: JSON.stringify(group), stretch, count }, JSON.stringify([...byValue]));

/** Takes back what may reach the threshold, with what came later or stands beside it. It stays on the shelf, too: twice is once. */
export const takeFrom = (shelf: CorrelationShelf, cells: Cells): void => {
  const { correlation } = cells;
  if (!isCounted(cells)) return;
  const take = (shelved: Shelved): boolean => {
    const group = JSON.parse(shelved.group) as readonly string[];
    const beside = [before, next].filter((other) => other?.group === shelved.group);
    const shelvedAt = (stretch: number): number => [...beside, shelved].find((one) => one?.stretch === stretch)?.count ?? 0;
    if (!mayReach(correlation, shelved.stretch, (at) => countHeld(cells, group, at) + shelvedAt(at))) return false;
    for (const text of shelf.entriesOf(correlation.id, shelved)) {
      const cell: Cell = { group, stretch: shelved.stretch, byValue: new Map(JSON.parse(text) as [string, Entry[]][]) };
      addPart(cells, cell);
    }
    return true;
  };
  let before: Shelved | undefined;
  let current: Shelved | undefined;
  let next: Shelved | undefined;
  const step = (following: Shelved | undefined): void => {
    next = following;
    // What is taken counts among what is in memory.
    before = current !== undefined && take(current) ? undefined : current;
    current = next;
  };
  for (const shelved of shelf.cells(correlation.id)) step(shelved);
  step(undefined);
};
