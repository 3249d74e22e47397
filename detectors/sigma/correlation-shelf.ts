// Where the events of correlations wait that are past and by themselves too little to matter, outside of memory: a client that
// comes now and then has one in every few minutes of every day. What is read later may stand beside them, so none is forgotten;
// in the end those come back that may reach their threshold together.
import { addPart, type Cell, type Cells, countHeld, countIn, type Entry, isCounted, mayReach, type PutAway } from './correlation-cells.ts';

/** Cells of one group that were put away together, as JSON. */
export interface Bundle {
  readonly group: string;
  /** How much each stretch can give to a window. */
  readonly counts: string;
  readonly cells: string;
}

export interface CorrelationShelf {
  put(correlation: string, bundle: Bundle): void;
  /** All bundles, those of a group together. */
  bundles(correlation: string): Iterable<Pick<Bundle, 'group' | 'counts'>>;
  /** The cells of all bundles of a group. */
  cellsOf(correlation: string, group: string): readonly string[];
}

type Counts = readonly (readonly [stretch: number, count: number])[];
type Kept = readonly (readonly [stretch: number, byValue: readonly (readonly [string, Entry[]])[]])[];

export const putOn =
  (shelf: CorrelationShelf, { correlation }: Pick<Cells, 'correlation'>): PutAway =>
  (far) => {
    for (const [group, cells] of Map.groupBy(far, (cell) => JSON.stringify(cell.group))) {
      const counts: Counts = cells.map((cell) => [cell.stretch, countIn(cell, correlation)]);
      const kept: Kept = cells.map(({ stretch, byValue }) => [stretch, [...byValue]]);
      shelf.put(correlation.id, { group, counts: JSON.stringify(counts), cells: JSON.stringify(kept) });
    }
  };

/** Takes back what may reach the threshold, with what came later or stands beside it. It stays on the shelf, too: twice is once. */
export const takeFrom = (shelf: CorrelationShelf, cells: Cells): void => {
  const { correlation } = cells;
  if (!isCounted(cells)) return;
  let group = '';
  let counts = new Map<number, number>();
  const takeGroup = (): void => {
    if (counts.size === 0) return;
    const values = JSON.parse(group) as Cell['group'];
    const countAt = (stretch: number): number => (counts.get(stretch) ?? 0) + countHeld(cells, values, stretch);
    const reaching = new Set([...counts.keys()].filter((stretch) => mayReach(correlation, stretch, countAt)));
    if (reaching.size === 0) return;
    for (const text of shelf.cellsOf(correlation.id, group)) {
      for (const [stretch, byValue] of JSON.parse(text) as Kept) {
        if (reaching.has(stretch)) addPart(cells, { group: values, stretch, byValue: new Map(byValue) });
      }
    }
  };
  for (const bundle of shelf.bundles(correlation.id)) {
    if (bundle.group !== group) {
      takeGroup();
      group = bundle.group;
      counts = new Map();
    }
    for (const [stretch, count] of JSON.parse(bundle.counts) as Counts) counts.set(stretch, (counts.get(stretch) ?? 0) + count);
  }
  takeGroup();
};
