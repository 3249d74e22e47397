// Where the events of correlations wait that are past and by themselves too little to matter, outside of memory: a client that
// comes now and then has one in every few minutes of every day. What is read later may stand beside them, so none is forgotten;
// in the end those come back that may reach their threshold together.
import type { RecordId } from '../model/identity.ts';
import { type Cell, type Entry, entriesIn } from './correlation-cell.ts';
import { addPart, type Cells, canReach, countHeld, countIn, isCounted, largestHeld, mayReach, type PutAway } from './correlation-cells.ts';
import type { CorrelationEvent, EventFields } from './correlation-event.ts';

/** Cells of one group that were put away together, as JSON. */
export interface Bundle {
  readonly group: string;
  /** How much each stretch can give to a window. */
  readonly counts: string;
  readonly cells: string;
}

export interface CorrelationShelf {
  put(correlation: string, bundle: Bundle): void;
  /** All bundles, those of a group together, each with where it lies. */
  bundles(correlation: string): Iterable<Pick<Bundle, 'group' | 'counts'> & { readonly place: number }>;
  cellsAt(place: number): string;
}

type Counts = readonly (readonly [stretch: number, count: number])[];
/**
 * Lists, not objects: names would be half of what is written. Only matches of rules are put away: each counts once, its evidence is
 * its record, and its fields have the names that its rule's events have.
 */
type KeptEntry = readonly [value: string, ...event: readonly unknown[]];
type Kept = readonly (readonly [stretch: number, entries: readonly KeptEntry[]])[];

/** Names of the fields that the events of a rule have. */
export type NamesOf = (rule: string) => EventFields['names'];

const keptEntry = ({ value, event }: Entry): KeptEntry => [
  value,
  event.rule,
  event.id,
  event.time,
  event.fields.values,
  event.finding,
  event.functions,
  event.principals,
  event.accessKeys,
  event.addresses,
  event.account,
  event.region,
];

const entryOfKept = ([value, ...event]: KeptEntry, namesOf: NamesOf): Entry => {
  const [rule, id, time, values, finding, functions, principals, accessKeys, addresses, account, region] = event;
  return {
    value,
    amount: 1,
    event: {
      ...({ rule, id, time, functions, principals, accessKeys, addresses, account, region } as CorrelationEvent),
      fields: { names: namesOf(rule as string), values } as EventFields,
      finding: typeof finding === 'string' ? finding : undefined,
      evidence: [id as RecordId],
    },
  };
};

export const putOn =
  (shelf: CorrelationShelf, { correlation }: Pick<Cells, 'correlation'>): PutAway =>
  (far) => {
    for (const [group, cells] of Map.groupBy(far, (cell) => JSON.stringify(cell.group))) {
      const counts: Counts = cells.map((cell) => [cell.stretch, countIn(cell, correlation)]);
      const kept: Kept = cells.map((cell) => [cell.stretch, entriesIn(cell).map(keptEntry)]);
      shelf.put(correlation.id, { group, counts: JSON.stringify(counts), cells: JSON.stringify(kept) });
    }
  };

/** Takes back what may reach the threshold, with what came later or stands beside it. It stays on the shelf, too: twice is once. */
export const takeFrom = (shelf: CorrelationShelf, cells: Cells, namesOf: NamesOf): void => {
  const { correlation } = cells;
  if (!isCounted(cells)) return;
  const held = largestHeld(cells);
  let group = '';
  let counts = new Map<number, number>();
  let largest = 0;
  let places: number[] = [];
  const takeGroup = (): void => {
    // Of most groups no stretch is near the threshold, and none need look for its neighbours.
    if (counts.size === 0 || !canReach(2 * (largest + held), correlation)) return;
    const values = JSON.parse(group) as Cell['group'];
    const countAt = (stretch: number): number => (counts.get(stretch) ?? 0) + countHeld(cells, values, stretch);
    const reaching = new Set([...counts.keys()].filter((stretch) => mayReach(correlation, stretch, countAt)));
    if (reaching.size === 0) return;
    for (const place of places) {
      for (const [stretch, entries] of JSON.parse(shelf.cellsAt(place)) as Kept) {
        if (!reaching.has(stretch)) continue;
        const taken = entries.map((entry) => entryOfKept(entry, namesOf));
        addPart(cells, values, stretch, taken);
      }
    }
  };
  for (const bundle of shelf.bundles(correlation.id)) {
    if (bundle.group !== group) {
      takeGroup();
      group = bundle.group;
      counts = new Map();
      largest = 0;
      places = [];
    }
    places.push(bundle.place);
    for (const [stretch, count] of JSON.parse(bundle.counts) as Counts) {
      const sum = (counts.get(stretch) ?? 0) + count;
      counts.set(stretch, sum);
      largest = Math.max(largest, sum);
    }
  }
  takeGroup();
};
