// Made-up traffic, one kind a function, for measuring tails against. Nothing here is taken from real logs.

/** Uniform in [0, 1), the same for the same seed (mulberry32, public domain). */
export const randomOf = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const poisson = (random: () => number, mean: number): number => {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
};

/** Log-normal of mean 1. */
const lognormal = (random: () => number, sigma: number): number => Math.exp(sigma * normal(random) - (sigma * sigma) / 2);

/** Gamma of mean 1 by Marsaglia & Tsang (2000). */
const gammaOne = (random: () => number, shape: number): number => {
  if (shape < 1) return (gammaOne(random, shape + 1) * (shape + 1) * random() ** (1 / shape)) / shape;
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal(random);
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v) / shape;
  }
};

const KINDS = [
  'steady',
  'diurnal',
  'weekly',
  'cron',
  'sparse',
  'rare-batch',
  'bursty',
  'drifting',
  'growing',
  'deployed-weekly',
  'noisy',
] as const;
export type Kind = (typeof KINDS)[number];

const WINDOWS_A_DAY = 288;

export interface Windowed {
  readonly invocations: number;
  readonly bytesOut: number;
  readonly responseBytes: number;
  readonly logBytes: number;
  readonly errors: number;
  readonly initialisations: number;
  readonly version: string;
}

/** The traffic of one function, window after window from midnight on a Monday. Mean rates are 3 to 300 in five minutes, and for sparse functions a 300th of that. */
export const trafficOf = (kind: Kind, seed: number): (() => Windowed) => {
  const random = randomOf(seed);
  const rate = 3 * 100 ** random();
  const peak = 8 + 10 * random();
  const bytesEach = 2000 * 50 ** random();
  const spread = 0.2 + 0.5 * random();
  const cronHour = Math.floor(24 * random());
  const cronSize = 20 + Math.floor(400 * random());
  let window = 0;
  let level = 1;
  let version = 1;
  let perCall = 1;
  return () => {
    const hour = (window / 12) % 24;
    const day = Math.floor(window / WINDOWS_A_DAY);
    const sun = 1 + 0.8 * Math.cos(((hour - peak) / 24) * 2 * Math.PI);
    let mean = rate;
    if (kind === 'diurnal') mean = rate * sun;
    else if (kind === 'weekly') mean = rate * sun * (day % 7 >= 5 ? 0.2 : 1);
    else if (kind === 'cron') mean = Math.floor(hour) === cronHour && window % 12 === 0 ? cronSize : 0;
    else if (kind === 'sparse') mean = rate / 300;
    else if (kind === 'rare-batch') mean = rate * 0.2 * (random() < 0.01 ? 20 : 1);
    else if (kind === 'bursty') mean = rate * gammaOne(random, 0.3);
    else if (kind === 'drifting') {
      level = Math.min(5, Math.max(0.2, level * Math.exp(0.01 * normal(random))));
      mean = rate * level;
    } else if (kind === 'growing') mean = rate * sun * 1.01 ** day;
    else if (kind === 'deployed-weekly') {
      if (window > 0 && window % (7 * WINDOWS_A_DAY) === 2 * WINDOWS_A_DAY + 130) {
        version++;
        perCall *= lognormal(random, 0.3);
      }
      mean = rate * sun;
    } else if (kind === 'noisy') mean = rate * sun * lognormal(random, 0.4);
    const invocations = kind === 'cron' ? mean : poisson(random, mean);
    const bytes = (each: number): number =>
      invocations === 0 ? 0 : Math.round(invocations * each * perCall * lognormal(random, spread / Math.sqrt(invocations)));
    const result = {
      invocations,
      bytesOut: bytes(bytesEach),
      responseBytes: bytes(bytesEach / 3),
      logBytes: bytes(700),
      errors: poisson(random, 0.002 * invocations),
      initialisations: poisson(random, Math.min(5, 0.02 * invocations + (invocations > 0 ? 0.1 : 0))),
      version: `version:${version}`,
    };
    window++;
    return result;
  };
};
