// How unlikely a value is by the Pareto tail that the largest values so far make likely (Hill 1975). Parametric tails know
// nothing of sizes that vary a thousandfold; a few order statistics do.

/** A handful of order statistics tells a tail's index to a third or so: indices beyond these are taken as these. */
const LEAST_INDEX = 1;
const LARGEST_INDEX = 16;

/** -log10 of the chance of `value`; 0 within what was seen. `kept` largest values lie falling in `state` from `start`, out of `count`. */
export const hillDecades = (state: Float32Array, start: number, kept: number, count: number, value: number): number => {
  const least = state[start + kept - 1] ?? 0;
  if (value <= least || least <= 0) return 0;
  let logs = 0;
  for (let rank = 0; rank < kept - 1; rank++) logs += Math.log((state[start + rank] ?? least) / least);
  const index = Math.max(LEAST_INDEX, Math.min(LARGEST_INDEX, (kept - 1) / Math.max(logs, Number.MIN_VALUE)));
  return Math.log10(Math.max(1, count / kept)) + index * Math.log10(value / least);
};
