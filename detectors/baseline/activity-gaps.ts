// When a function is usually at work, and how long its pauses are: what a sudden silence is held against.
//
// Two ways, and the surer one speaks. By the hours: the chance that so many windows are empty at these hours, were windows
// independent, corrected by how much longer pauses lasted than that (batches come together). By the pauses: the logarithm of how long
// they lasted beyond an hour against Student's t, which knows a schedule of once a day to be late on the same day.
import { studentTail } from './tail-probability.ts';
import { HOURS_A_DAY, hourOfWindow, WINDOWS_A_DAY, WINDOWS_AN_HOUR } from './window-index.ts';

const SHARES = 0;
const VISITS = HOURS_A_DAY;
/** Index of the last window with an invocation; 0 for none. Windows since 1970 stay exact in single precision until 2129. */
const LAST_ACTIVE = 2 * HOURS_A_DAY;
const LONGEST = LAST_ACTIVE + 1;
/** Windows since then in which something else of the function was seen. */
const SIGNS_OF_LIFE = LAST_ACTIVE + 2;
/** Pauses that ended, up to where they are forgotten; means of how unlikely they were by the hours, and of their logarithm. */
const PAUSES = SIGNS_OF_LIFE + 1;
const UNLIKELY = PAUSES + 1;
const LOGARITHM = PAUSES + 2;
const SPREAD = PAUSES + 3;
/** How unlikely, by the hours, the pause that lasts is so far beyond its first hour: -ln of its chance. */
const SO_FAR = PAUSES + 4;
export const GAP_SLOTS = SO_FAR + 1;
/** What of the first four versions of the state is still read: they knew no pauses. */
export const FOURTH_GAP_SLOTS = PAUSES;

export type GapState = Float32Array;
export const newGaps = (): GapState => new Float32Array(GAP_SLOTS);

/** An hour's share is a plain mean of its first 300 windows (25 days) and then forgets at this rate. */
const SHARE_RATE = 1 / 300;
/** Less than an hour is no pause. */
export const LEAST_PAUSE = WINDOWS_AN_HOUR;
/** Means of the first hundred pauses, which then forget at this rate. */
const PAUSE_RATE = 1 / 100;
/** Before any was seen the hours are believed, as much as after so many pauses that lasted as they foretell. */
const PRIOR_PAUSES = 10;
/** No pause teaches more than this of the hours' error (-ln of a chance), nor lies further than so many standard deviations from the mean. */
const MOST_UNLIKELY = 60;
const WIDEST = 6;
/** Pauses that must have been seen before one is called late. */
const LEAST_PAUSES = 5;
/** Windows are whole: a pause is known to half of one. */
const GRAIN = 0.5;

const at = (state: GapState, slot: number): number => state[slot] ?? 0;

/** -ln of the chance that a window at an hour is empty, never surer than the windows seen allow (Laplace's rule of succession). */
const quietness = (state: GapState, hour: number): number => {
  const visits = at(state, VISITS + hour);
  return -Math.log(1 - (at(state, SHARES + hour) * visits) / (visits + 2));
};

/** -ln of the chance of so many empty windows up to and with one, were windows independent. */
const unlikely = (state: GapState, window: number, windows: number): number => {
  let sum = 0;
  // Each hour of the day holds about the same number of the empty windows once a day is full: no loop over years.
  const days = Math.floor(windows / WINDOWS_A_DAY);
  for (let hour = 0; days > 0 && hour < HOURS_A_DAY; hour++) sum += quietness(state, hour) * days * WINDOWS_AN_HOUR;
  for (let step = 0; step < windows % WINDOWS_A_DAY; step++) sum += quietness(state, hourOfWindow(window - step));
  return sum;
};

/** Logarithm of how long a pause lasted beyond its first hour. */
const logarithmOf = (windows: number): number => Math.log(windows - LEAST_PAUSE + 1);

const spreadOf = (state: GapState): number => Math.max(at(state, SPREAD), (GRAIN / Math.exp(at(state, LOGARITHM))) ** 2);

const learnPause = (state: GapState, windows: number): void => {
  const pauses = Math.min(1 / PAUSE_RATE, at(state, PAUSES) + 1);
  const most = pauses > 2 ? WIDEST * Math.sqrt(spreadOf(state)) : Number.POSITIVE_INFINITY;
  const off = Math.max(-most, Math.min(most, logarithmOf(windows) - at(state, LOGARITHM)));
  // The first tells the mean; of two, the second lies twice as far from it as each from their own.
  if (pauses > 1) state[SPREAD] = at(state, SPREAD) + ((off * off * (pauses - 1)) / pauses - at(state, SPREAD)) / (pauses - 1);
  state[LOGARITHM] = at(state, LOGARITHM) + off / pauses;
  state[UNLIKELY] = at(state, UNLIKELY) + (Math.min(MOST_UNLIKELY, at(state, SO_FAR)) - at(state, UNLIKELY)) / pauses;
  state[PAUSES] = pauses;
};

export const learnActivity = (state: GapState, window: number, active: boolean, otherwise: boolean): void => {
  const hour = hourOfWindow(window);
  const last = at(state, LAST_ACTIVE);
  const pause = window - last;
  if (!active && last > 0 && pause > LEAST_PAUSE) state[SO_FAR] = at(state, SO_FAR) + quietness(state, hour);
  const visits = Math.min(1 / SHARE_RATE, at(state, VISITS + hour) + 1);
  state[VISITS + hour] = visits;
  state[SHARES + hour] = at(state, SHARES + hour) + ((active ? 1 : 0) - at(state, SHARES + hour)) / visits;
  if (!active) {
    if (otherwise) state[SIGNS_OF_LIFE] = at(state, SIGNS_OF_LIFE) + 1;
    return;
  }
  if (last > 0 && pause > LEAST_PAUSE) learnPause(state, pause - 1);
  if (last > 0) state[LONGEST] = Math.max(at(state, LONGEST), pause - 1);
  state[LAST_ACTIVE] = window;
  state[SIGNS_OF_LIFE] = 0;
  state[SO_FAR] = 0;
};

/** Quiet windows learned one by one; longer quiet repeats the same hours and is learned as two days of it. */
const QUIET_STEPS = 2 * WINDOWS_A_DAY;

export const learnQuietActivity = (state: GapState, first: number, count: number): void => {
  const steps = Math.min(count, QUIET_STEPS);
  if (count > steps && at(state, LAST_ACTIVE) > 0) state[SO_FAR] = at(state, SO_FAR) + unlikely(state, first + count - 1, count - steps);
  for (let step = 0; step < steps; step++) learnActivity(state, first + step, false, false);
};

export interface GapReading {
  /** Empty windows up to and with the one asked about. */
  readonly windows: number;
  /** The longest run of empty windows ever seen to end. */
  readonly longest: number;
  /** How long those of an hour and more usually last. */
  readonly usual: number;
  /** -log10 of the chance that a silence lasts so long: by the hours' shares, and by how long pauses lasted. */
  readonly byHours: number;
  readonly byPauses: number;
  readonly lastActive: number;
  readonly signsOfLife: number;
}

const byHours = (state: GapState, window: number, windows: number): number => {
  const pauses = at(state, PAUSES);
  const longer = (pauses * at(state, UNLIKELY) + PRIOR_PAUSES) / (pauses + PRIOR_PAUSES);
  return unlikely(state, window, windows) / Math.max(1, longer) / Math.LN10;
};

const byPauses = (state: GapState, windows: number): number => {
  const pauses = at(state, PAUSES);
  if (pauses < LEAST_PAUSES || windows < LEAST_PAUSE) return 0;
  const off = logarithmOf(windows) - at(state, LOGARITHM);
  if (off <= 0) return 0;
  const deviations = off / Math.sqrt(spreadOf(state) * (1 + 1 / pauses));
  // A chance is one for a window of the clock: pauses that last long begin as rarely.
  const rarely = Math.min(WINDOWS_A_DAY, Math.exp(at(state, LOGARITHM)));
  return Math.log10(rarely) - Math.log10(studentTail(deviations, pauses - 1));
};

/** The silence that lasts up to and with a window. */
export const readGap = (state: GapState, window: number): GapReading => {
  const lastActive = at(state, LAST_ACTIVE);
  const windows = lastActive > 0 ? Math.max(0, window - lastActive) : 0;
  return {
    windows,
    longest: at(state, LONGEST),
    usual: Math.round(LEAST_PAUSE - 1 + Math.exp(at(state, LOGARITHM))),
    byHours: byHours(state, window, windows),
    byPauses: byPauses(state, windows),
    lastActive,
    signsOfLife: at(state, SIGNS_OF_LIFE),
  };
};
