// The parts of a fleet that figures are given for: by the kind of its traffic, and by how often a function is called.
import type { FunctionRun } from './baselines-run.ts';

export interface Group {
  readonly name: string;
  readonly runs: readonly FunctionRun[];
}

export interface Grouping {
  readonly by: string;
  readonly groups: readonly Group[];
}

/** Calls an hour, a mean of all days: where a class begins. */
const RATES: readonly (readonly [name: string, from: number])[] = [
  ['less than 1 an hour', 0],
  ['1 to 6 an hour', 1],
  ['6 to 60 an hour', 6],
  ['60 to 600 an hour', 60],
  ['more than 600 an hour', 600],
];

/** Without the parts that no function belongs to. */
export const groupingsOf = (runs: readonly FunctionRun[]): readonly Grouping[] => {
  const kinds = [...new Set(runs.map(({ kind }) => kind))].sort();
  const rates = RATES.map(([name, from], index) => {
    const below = RATES[index + 1]?.[1] ?? Number.POSITIVE_INFINITY;
    return { name, runs: runs.filter(({ perHour }) => perHour >= from && perHour < below) };
  });
  return [
    { by: 'kind', groups: kinds.map((name) => ({ name, runs: runs.filter(({ kind }) => kind === name) })) },
    { by: 'rate', groups: rates.filter((group) => group.runs.length > 0) },
  ];
};
