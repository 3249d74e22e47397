// One function's windows that may still change, and those that are settled: assess all, learn what is settled.
//
// A window is assessed as soon as it is closed (its end and a grace ago), on a copy of the baseline, so that an alert does not
// wait; and again, and then learned, once it is settled (its end and a longer while ago), so that records which come in between
// are judged and learned in their place. What comes later still is assessed, and teaches nothing.
import type { Baseline } from '../baseline/baseline.ts';
import { copyOfBaseline } from '../baseline/copy-baseline.ts';
import { windowIndex, windowInstant } from '../baseline/window-index.ts';
import { assessSilence, assessWindow, type Context, learnWindow } from '../behaviours/assess.ts';
import type { Finding } from '../model/finding.ts';
import type { FunctionPartial } from '../model/partial.ts';
import type { Instant } from '../model/time.ts';

/** A finding and how much was known when it was made: of two copies the one of higher revision is right. */
export interface Revised {
  readonly finding: Finding;
  readonly revision: number;
}

export interface PendingWindow {
  readonly start: Instant;
  readonly partial: FunctionPartial;
  /** Units of delivery it is made of, by name. */
  readonly units: readonly string[];
}

export interface Clock {
  /** Windows that start before this are closed. */
  readonly closed: Instant;
  /** Windows that start before this are settled. */
  readonly settled: Instant;
}

/** Room below a window for its units, above them for whether it is settled. */
const WINDOW_STEP = 1_000_000;
const SETTLED_STEP = WINDOW_STEP / 2;

const revisionOf = (window: number, units: number, settled: boolean): number =>
  window * WINDOW_STEP + (settled ? SETTLED_STEP : 0) + Math.min(units, SETTLED_STEP - 1);

/** First window that is not learned yet; 0 for a new baseline. */
export const firstUnlearned = (baseline: Baseline): Instant =>
  baseline.lastWindow === undefined ? (0 as Instant) : windowInstant(baseline.lastWindow + 1);

/** Teaches `baseline` the settled windows. `windows` are closed, in order of time; some may have been learned before. */
export const assessPending = (
  baseline: Baseline,
  windows: readonly PendingWindow[],
  { closed, settled }: Clock,
  context: Context,
): readonly Revised[] => {
  const found: Revised[] = [];
  let current = baseline;
  for (const { start, partial, units } of windows) {
    const isSettled = start < settled;
    if (!isSettled && current === baseline) current = copyOfBaseline(baseline);
    const isLate = start < firstUnlearned(baseline);
    const verdict = assessWindow(current, start, partial, context);
    if (!isLate) learnWindow(current, start, partial, verdict, context);
    const revision = revisionOf(windowIndex(start), units.length, isSettled && !isLate);
    for (const finding of verdict.findings) found.push({ finding, revision });
  }
  for (const finding of assessSilence(current, closed, context))
    found.push({ finding, revision: revisionOf(windowIndex(closed), 0, true) });
  return found;
};
