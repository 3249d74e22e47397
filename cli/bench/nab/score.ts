// The score of the Numenta Anomaly Benchmark, standard profile (Lavin & Ahmad 2015, section III): a window found is worth
// more the earlier, a window missed costs 1, and every row told outside of one up to 0.11.

const FALSE_ALARM = 0.11;
/** Rows that are never scored: the first 15 %, of at most 5,000 rows. */
const PROBATION = 0.15;
const PROBATION_OF = 5000;

/** `from` and `to`: first and last row. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** What each row is worth when told of: in a window, by its number, or outside of all. */
export interface Truth {
  readonly first: number;
  readonly windowOf: Int16Array;
  readonly worth: Float64Array;
  readonly windows: number;
  /** Windows as labelled, also those in rows that are never scored. */
  readonly labels: number;
}

const sigmoid = (position: number): number => (position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1);
const LARGEST = sigmoid(-1);

export const truthOf = (rows: number, windows: readonly Window[]): Truth => {
  const windowOf = new Int16Array(rows).fill(-1);
  const worth = new Float64Array(rows).fill(-1);
  for (const [number, { from, to }] of windows.entries()) {
    const width = to - from + 1;
    for (let row = from; row <= to; row++) {
      windowOf[row] = number;
      worth[row] = sigmoid(-(to - row + 1) / width) / LARGEST;
    }
    const next = windows[number + 1]?.from ?? rows;
    for (let row = to + 1; row < next; row++) worth[row] = sigmoid((row - to) / (width - 1));
  }
  const first = Math.ceil(Math.min(Math.floor(PROBATION * rows), PROBATION * PROBATION_OF));
  return {
    first,
    windowOf,
    worth,
    windows: new Set(windowOf.subarray(first).filter((number) => number >= 0)).size,
    labels: windows.length,
  };
};

export interface Scored {
  readonly truth: Truth;
  readonly scores: Float64Array;
}

/** Score out of 100 by the threshold that it is had with; `at` that of a threshold. */
export interface Curve {
  readonly best: { readonly threshold: number; readonly score: number };
  readonly at: (threshold: number) => number;
}

/** All thresholds at once: rows are told of from the surest on. */
export const curveOf = (files: readonly Scored[]): Curve => {
  const rows = files.flatMap(({ truth, scores }, file) =>
    [...scores.entries()]
      .filter(([row, score]) => row >= truth.first && score > 0)
      .map(([row, score]) => ({
        score,
        window: (truth.windowOf[row] ?? -1) < 0 ? '' : `${file} ${truth.windowOf[row]}`,
        worth: truth.worth[row] ?? 0,
      })),
  );
  rows.sort((a, b) => b.score - a.score);
  const windows = files.reduce((sum, { truth }) => sum + truth.windows, 0);
  const labels = files.reduce((sum, { truth }) => sum + truth.labels, 0);
  const normal = (raw: number): number => (100 * (raw + windows)) / (labels + windows);
  const found = new Map<string, number>();
  let raw = -windows;
  const steps = [{ threshold: Number.POSITIVE_INFINITY, score: normal(raw) }];
  for (const [index, { score, window, worth }] of rows.entries()) {
    const before = found.get(window) ?? -1;
    if (window === '') raw += FALSE_ALARM * worth;
    else if (worth > before) {
      raw += worth - before;
      found.set(window, worth);
    }
    if (rows[index + 1]?.score !== score) steps.push({ threshold: score, score: normal(raw) });
  }
  return {
    best: steps.reduce((best, step) => (step.score > best.score ? step : best)),
    at: (threshold) => steps.findLast((step) => step.threshold >= threshold)?.score ?? 0,
  };
};
