// A function's traffic: its expected rate times the chances of the day and the hour, drawn as Poisson counts.
import { DAY_MS, HOUR_MS, MINUTE_MS, weekday } from '../calendar.ts';
import { gamma, normal, poisson } from '../distributions.ts';
import type { TrafficSpec } from '../function-spec.ts';
import type { Random } from '../random.ts';
import { expectedPerHour } from './shape.ts';

/** The finest step in which a rate changes. */
const STEP_MS = 5 * MINUTE_MS;

/** Shape of the gamma that multiplies an hour's rate: its relative variance is 1 / shape. Real hours vary more than Poisson, by some 20 %. */
export const HOUR_SHAPE = 25;
/** Days differ by about 6 % for no reason that a log shows. */
const DAY_SIGMA = 0.06;

/** Schedulers are late by up to some seconds. */
const CRON_LATENESS_MS = 4000;

const MONDAY = 0;

/** What chance makes of an hour: a factor of its rate. */
export const drawHour = (traffic: TrafficSpec, random: Random): number => {
  switch (traffic.kind) {
    case 'bursty':
      return gamma(random, traffic.shape) / traffic.shape;
    case 'rare-batch':
      return random.chance(traffic.activeShare) ? (0.5 + gamma(random, 4) / 8) / traffic.activeShare : 0;
    case 'sparse':
      return 1;
    default:
      return gamma(random, HOUR_SHAPE) / HOUR_SHAPE;
  }
};

export class TrafficSource {
  readonly #traffic: TrafficSpec;
  readonly #random: Random;
  readonly #startMs: number;
  #hour = -1;
  #hourFactor = 1;
  #day = -1;
  #dayFactor = 1;
  #level = 1;

  constructor(traffic: TrafficSpec, random: Random, startMs: number) {
    this.#traffic = traffic;
    this.#random = random;
    this.#startMs = startMs;
  }

  /** Calls in [fromMs, toMs), which must lie within one hour; `factor` multiplies the rate. Ask in the order of time. */
  count(fromMs: number, toMs: number, factor: number): number {
    if (this.#traffic.kind === 'cron') return this.#cronRuns(fromMs, toMs).length * Math.round(this.#traffic.calls * factor);
    const perHour = expectedPerHour(this.#traffic, (fromMs + toMs) / 2, this.#startMs);
    if (perHour === 0) return 0;
    this.#enter(fromMs);
    return poisson(this.#random, (perHour * this.#level * this.#dayFactor * this.#hourFactor * factor * (toMs - fromMs)) / HOUR_MS);
  }

  /** Calls to expect in a stretch just counted, its day's chances known and its hour's not. */
  expected(fromMs: number, toMs: number): number {
    if (this.#traffic.kind === 'cron') return this.#cronRuns(fromMs, toMs).length * this.#traffic.calls;
    const perHour = expectedPerHour(this.#traffic, (fromMs + toMs) / 2, this.#startMs);
    return (perHour * this.#level * this.#dayFactor * (toMs - fromMs)) / HOUR_MS;
  }

  /** The chance of the hour last counted in. */
  get hourFactor(): number {
    return this.#hourFactor;
  }

  /** The moments of the calls in one hour, in order. `factorAt` multiplies the rate at a moment. */
  arrivals(fromMs: number, toMs: number, factorAt: (timeMs: number) => number): number[] {
    const times: number[] = [];
    if (this.#traffic.kind === 'cron') {
      for (const run of this.#cronRuns(fromMs, toMs)) {
        const calls = Math.round(this.#traffic.calls * factorAt(run));
        for (let call = 0; call < calls; call += 1) times.push(Math.floor(run + this.#random.next() * CRON_LATENESS_MS));
      }
    } else {
      for (let step = fromMs; step < toMs; step += STEP_MS) {
        const end = Math.min(step + STEP_MS, toMs);
        const calls = this.count(step, end, factorAt(step));
        for (let call = 0; call < calls; call += 1) times.push(Math.floor(this.#random.between(step, end)));
      }
    }
    return times.sort((a, b) => a - b);
  }

  #cronRuns(fromMs: number, toMs: number): number[] {
    if (this.#traffic.kind !== 'cron') return [];
    const every = this.#traffic.everyMinutes * MINUTE_MS;
    const offset = this.#traffic.offsetMinutes * MINUTE_MS;
    const runs: number[] = [];
    for (let run = Math.ceil((fromMs - offset) / every) * every + offset; run < toMs; run += every) runs.push(run);
    return runs;
  }

  /** Draws the chances of a new day and a new hour, once each. The rate in the specification holds at the start. */
  #enter(timeMs: number): void {
    const traffic = this.#traffic;
    const day = Math.floor(timeMs / DAY_MS);
    if (day !== this.#day) {
      this.#dayFactor = Math.exp(DAY_SIGMA * normal(this.#random));
      if (this.#day !== -1 && traffic.kind === 'drifting') this.#moveLevel(traffic.dailySigma);
      this.#day = day;
    }
    const hour = Math.floor(timeMs / HOUR_MS);
    if (hour !== this.#hour) {
      this.#hourFactor = drawHour(this.#traffic, this.#random);
      const deployed = traffic.kind === 'deployed-weekly' && weekday(timeMs) === MONDAY && hour % 24 === traffic.deployHour;
      if (deployed && this.#hour !== -1) this.#moveLevel(traffic.stepSigma);
      this.#hour = hour;
    }
  }

  #moveLevel(sigma: number): void {
    this.#level *= Math.exp(sigma * normal(this.#random));
  }
}
