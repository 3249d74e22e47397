// What to expect of a window: several forecasts of an hour, weighed by how well each foretold the hours before.
//
// A window of a few calls tells forecasts apart hardly at all, the sum of an hour does: errors are the deviances of hours. Weights
// are the forecasts' posterior chances when the size of errors is not known (Raftery et al. 2010, dynamic model averaging): the
// error to the power of minus half the hours remembered. An hour moves the forecasts when the next is over, so that an incident
// of an hour is not measured against itself.
import { closesHour, DAYS_A_WEEK, HOURS_A_DAY, hourOfWindow, WINDOWS_A_DAY, WINDOWS_AN_HOUR } from './window-index.ts';

const MEANS = 0;
/** For each weekday, means of what came and of what the hours alone made expect: their ratio is the weekday's factor. */
const DAY_CAME = HOURS_A_DAY;
const DAY_EXPECTED = DAY_CAME + DAYS_A_WEEK;
const LEVEL = DAY_EXPECTED + DAYS_A_WEEK;
const LONG = LEVEL + 1;
/** As a weekday's, of the last days whatever they are called. */
const LATE_CAME = LEVEL + 2;
const LATE_EXPECTED = LEVEL + 3;
const ERRORS = LEVEL + 4;
const FORECASTS = 7;
/** Of this hour's windows and of the next hour's first: what to expect of each; and of those of the hour before. */
const NOW = ERRORS + FORECASTS;
const BEFORE = NOW + 1;
/** The hour being seen: windows and their sum; then the hour before, which waits, and which it is. */
const OPEN_WINDOWS = NOW + 2;
const OPEN_SUM = NOW + 3;
const WAITING_WINDOWS = NOW + 4;
const WAITING_SUM = NOW + 5;
export const FORECAST_SLOTS = NOW + 6;

export type ForecastState = Float32Array;
export const newForecast = (): ForecastState => new Float32Array(FORECAST_SLOTS);

/** Half-lives of 5.8 and 58 hours, in windows. */
const LEVEL_RATE = 0.01;
const LONG_RATE = 0.001;
/** An hour's mean is a plain mean of its first 200 windows (17 days) and then forgets at this rate. */
const HOUR_RATE = 0.005;
/** Half of a weekday's factor is its last day. */
const DAY_RATE = 12 / 400;
/** The last days' factor forgets by 1/e in so many hours. */
const LATE_RATE = 1 / 24;
/** Errors are remembered for two weeks: a weekday has been seen twice. */
const ERROR_HOURS = 336;
/** An error teaches at most so many times the largest (10 standard deviations), so that freaks do not reweigh the forecasts. */
const ERROR_CLAMP = 100;
/** Nothing is called less likely than by the factor by which a forecast of nothing would be. */
const LEAST_SHARE = 1e-6;
const LEAST_ERROR = 1e-9;
/** A factor is believed within these: a day that is a hundred times another is a schedule, not a rhythm. */
const LEAST_FACTOR = 0.01;
const LARGEST_FACTOR = 10;
/** Weights of the hours beside an hour when its mean is smoothed (two moving means of three). */
const BESIDE = [3, 2, 1] as const;
const BESIDE_SUM = 9;

const at = (state: ForecastState, slot: number): number => state[slot] ?? 0;

/** Hours since the epoch that a window lies in. */
const hourIndex = (window: number): number => Math.floor(window / WINDOWS_AN_HOUR);
const weekdayOf = (hour: number): number => Math.floor(hour / HOURS_A_DAY) % DAYS_A_WEEK;

const factorOf = (state: ForecastState, came: number, expected: number): number =>
  at(state, expected) > 0 ? Math.min(LARGEST_FACTOR, Math.max(LEAST_FACTOR, at(state, came) / at(state, expected))) : 1;

const meanAt = (state: ForecastState, hour: number): number => at(state, MEANS + ((hour + HOURS_A_DAY) % HOURS_A_DAY));

const candidates = (state: ForecastState, hour: number): readonly number[] => {
  const own = meanAt(state, hour);
  let smooth = BESIDE[0] * own;
  for (let away = 1; away < BESIDE.length; away++)
    smooth += (BESIDE[away] ?? 0) * (meanAt(state, hour - away) + meanAt(state, hour + away));
  smooth /= BESIDE_SUM;
  const weekday = factorOf(state, DAY_CAME + weekdayOf(hour), DAY_EXPECTED + weekdayOf(hour));
  const late = factorOf(state, LATE_CAME, LATE_EXPECTED);
  return [own, own * weekday, at(state, LEVEL), at(state, LONG), smooth, smooth * weekday, smooth * late];
};

const blended = (state: ForecastState, hour: number): number => {
  const forecasts = candidates(state, hour);
  let best = Number.POSITIVE_INFINITY;
  for (let index = 0; index < FORECASTS; index++) best = Math.min(best, at(state, ERRORS + index));
  let sum = 0;
  let weights = 0;
  for (let index = 0; index < FORECASTS; index++) {
    const weight = ((best + LEAST_ERROR) / (at(state, ERRORS + index) + LEAST_ERROR)) ** (ERROR_HOURS / 2);
    sum += weight * (forecasts[index] ?? 0);
    weights += weight;
  }
  return Math.max(0, sum / weights);
};

/** What a window is expected to bring. */
export const expectedOf = (state: ForecastState): number => at(state, NOW);

/** What the hour that ends with a window is expected to bring. */
export const expectedHour = (state: ForecastState, window: number): number => {
  const now = (window % WINDOWS_AN_HOUR) + 1;
  return now * at(state, NOW) + (WINDOWS_AN_HOUR - now) * at(state, BEFORE);
};

/** How much of a usual day comes before a window. */
export const shareOfDay = (state: ForecastState, window: number): number => {
  const now = hourOfWindow(window);
  let before = (at(state, MEANS + now) * (window % WINDOWS_AN_HOUR)) / WINDOWS_AN_HOUR;
  let all = 0;
  for (let hour = 0; hour < HOURS_A_DAY; hour++) {
    all += at(state, MEANS + hour);
    if (hour < now) before += at(state, MEANS + hour);
  }
  return all > 0 ? before / all : 0;
};

const move = (state: ForecastState, slot: number, rate: number, value: number): void => {
  state[slot] = at(state, slot) + rate * (value - at(state, slot));
};

/** How far a mean moves by `windows` at once that would each move it at `rate`, or by their share of all it has seen. */
const rateOf = (rate: number, windows: number, seen: number): number =>
  Math.min(1, Math.max(1 - (1 - rate) ** windows, windows / Math.max(1, seen)));

/** Of a Poisson: what a forecast of a mean is to be scored by when counts are as uneven as they are large (Gneiting 2011). */
const deviance = (came: number, expected: number): number => {
  if (came <= 0) return expected;
  const least = Math.max(expected, LEAST_SHARE * came);
  return came * Math.log(came / least) - (came - least);
};

const learnErrors = (state: ForecastState, forecasts: readonly number[], windows: number, hours: number): void => {
  let largest = 0;
  for (let index = 0; index < FORECASTS; index++) largest = Math.max(largest, at(state, ERRORS + index));
  const most = largest > 0 ? ERROR_CLAMP * largest : Number.POSITIVE_INFINITY;
  for (let index = 0; index < FORECASTS; index++) {
    const error = deviance(at(state, WAITING_SUM), windows * (forecasts[index] ?? 0));
    move(state, ERRORS + index, Math.max(1 / ERROR_HOURS, 1 / hours), Math.min(error, most));
  }
};

/** An hour is learned, when the next is over. `points` are the windows learned before it. */
const learnHour = (state: ForecastState, hour: number, points: number): void => {
  const windows = at(state, WAITING_WINDOWS);
  if (windows === 0) return;
  const forecasts = candidates(state, hour);
  // Of the first day there is nothing to foretell from.
  const hours = Math.floor((points - WINDOWS_A_DAY) / WINDOWS_AN_HOUR) + 1;
  if (hours > 0) learnErrors(state, forecasts, windows, hours);
  const mean = at(state, WAITING_SUM) / windows;
  const weekday = weekdayOf(hour);
  if (hours > 0) {
    move(state, DAY_CAME + weekday, DAY_RATE, mean);
    move(state, DAY_EXPECTED + weekday, DAY_RATE, forecasts[0] ?? 0);
    move(state, LATE_CAME, LATE_RATE, mean);
    move(state, LATE_EXPECTED, LATE_RATE, forecasts[4] ?? 0);
  }
  move(state, MEANS + (hour % HOURS_A_DAY), rateOf(HOUR_RATE, windows, visitsBefore(points) + windows), mean);
  move(state, LEVEL, rateOf(LEVEL_RATE, windows, points + windows), mean);
  move(state, LONG, rateOf(LONG_RATE, windows, points + windows), mean);
};

/** Windows of an hour of the day among so many. */
const visitsBefore = (points: number): number => Math.floor(points / WINDOWS_A_DAY) * WINDOWS_AN_HOUR;

/** Learns a window's value; `points` are the windows learned before. */
export const learnForecast = (state: ForecastState, window: number, value: number, points: number): void => {
  state[OPEN_WINDOWS] = at(state, OPEN_WINDOWS) + 1;
  state[OPEN_SUM] = at(state, OPEN_SUM) + value;
  if (!closesHour(window)) return;
  const hour = hourIndex(window);
  learnHour(state, hour - 1, points + 1 - at(state, OPEN_WINDOWS) - at(state, WAITING_WINDOWS));
  state[WAITING_WINDOWS] = at(state, OPEN_WINDOWS);
  state[WAITING_SUM] = at(state, OPEN_SUM);
  state[OPEN_WINDOWS] = 0;
  state[OPEN_SUM] = 0;
  state[BEFORE] = at(state, NOW);
  state[NOW] = blended(state, hour + 1);
};

/** From the first three versions of the state, whose forecasts were of the same means. */
export const forecastOf = (means: Float32Array, days: Float32Array, level: number, long: number): ForecastState => {
  const state = newForecast();
  state.set(means, MEANS);
  state.set(days, DAY_CAME);
  state[LEVEL] = level;
  state[LONG] = long;
  state[NOW] = level;
  state[BEFORE] = level;
  return state;
};
