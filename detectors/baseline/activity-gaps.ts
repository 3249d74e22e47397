// When a function is usually at work, and how long it has ever been silent: what a sudden silence is held against.
import { calibrated, learnSurprise, SECOND_SURPRISE_SLOTS, SURPRISE_SLOTS } from './past-surprises.ts';
import { HOURS_A_DAY, hourOfWindow, WINDOWS_A_DAY } from './window-index.ts';

const SHARES = 0;
const VISITS = HOURS_A_DAY;
/** Index of the last window with an invocation; 0 for none. Windows since 1970 stay exact in single precision until 2129. */
const LAST_ACTIVE = 2 * HOURS_A_DAY;
const LONGEST = LAST_ACTIVE + 1;
/** Windows since then in which something else of the function was seen. */
const SIGNS_OF_LIFE = LAST_ACTIVE + 2;
/** How surprising the silences were that ended. */
const SURPRISES = SIGNS_OF_LIFE + 1;
export const FIRST_GAP_SLOTS = SURPRISES;
export const SECOND_GAP_SLOTS = SURPRISES + SECOND_SURPRISE_SLOTS;
export const GAP_SLOTS = SURPRISES + SURPRISE_SLOTS;

export type GapState = Float32Array;
export const newGaps = (): GapState => new Float32Array(GAP_SLOTS);

/** An hour's share is a plain mean of its first 300 windows (25 days) and then forgets at this rate. */
const SHARE_RATE = 1 / 300;

const at = (state: GapState, slot: number): number => state[slot] ?? 0;

export const learnActivity = (state: GapState, window: number, active: boolean, otherwise: boolean): void => {
  const hour = hourOfWindow(window);
  const visits = Math.min(1 / SHARE_RATE, at(state, VISITS + hour) + 1);
  state[VISITS + hour] = visits;
  state[SHARES + hour] = at(state, SHARES + hour) + ((active ? 1 : 0) - at(state, SHARES + hour)) / visits;
  if (!active) {
    if (otherwise) state[SIGNS_OF_LIFE] = at(state, SIGNS_OF_LIFE) + 1;
    return;
  }
  const last = at(state, LAST_ACTIVE);
  if (last > 0 && window - last > 1) learnSurprise(state, SURPRISES, modelDecades(state, window - 1, window - last - 1), false);
  if (last > 0) state[LONGEST] = Math.max(at(state, LONGEST), window - last - 1);
  state[LAST_ACTIVE] = window;
  state[SIGNS_OF_LIFE] = 0;
};

/** Quiet windows learned one by one; longer quiet repeats the same hours and is learned as two days of it. */
const QUIET_STEPS = 2 * WINDOWS_A_DAY;

export const learnQuietActivity = (state: GapState, first: number, count: number): void => {
  for (let step = 0; step < Math.min(count, QUIET_STEPS); step++) learnActivity(state, first + step, false, false);
};

export interface GapReading {
  /** Empty windows up to and with the one asked about. */
  readonly windows: number;
  /** The longest run of empty windows ever seen to end. */
  readonly longest: number;
  /** -log10 of the chance that a silence lasts so long, by the hours' shares and corrected by the silences before. */
  readonly decades: number;
  readonly lastActive: number;
  readonly signsOfLife: number;
}

/** -log10 of the chance of so many empty windows up to and with one, were windows independent. */
const modelDecades = (state: GapState, window: number, windows: number): number => {
  let decades = 0;
  // Each hour of the day holds about the same number of the empty windows once a day is full: no loop over years.
  const days = Math.floor(windows / WINDOWS_A_DAY);
  const rest = windows % WINDOWS_A_DAY;
  const quietness = (hour: number): number => {
    const visits = at(state, VISITS + hour);
    // Never surer than the windows seen allow (Laplace's rule of succession).
    const share = (at(state, SHARES + hour) * visits) / (visits + 2);
    return -Math.log10(1 - share);
  };
  for (let hour = 0; days > 0 && hour < HOURS_A_DAY; hour++) decades += quietness(hour) * days * (WINDOWS_A_DAY / HOURS_A_DAY);
  for (let step = 0; step < rest; step++) decades += quietness(hourOfWindow(window - step));
  return decades;
};

/** The silence that lasts up to and with a window. */
export const readGap = (state: GapState, window: number): GapReading => {
  const lastActive = at(state, LAST_ACTIVE);
  const windows = lastActive > 0 ? Math.max(0, window - lastActive) : 0;
  const decades = calibrated(state, SURPRISES, modelDecades(state, window, windows));
  return { windows, longest: at(state, LONGEST), decades, lastActive, signsOfLife: at(state, SIGNS_OF_LIFE) };
};
