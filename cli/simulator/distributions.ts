// Draws from the distributions that traffic, sizes and delays follow.
import type { Random } from './random.ts';

/** An amount that is log-normal: half of the draws lie under the median; sigma is the deviation of its logarithm. */
export interface LogNormal {
  readonly median: number;
  readonly sigma: number;
}

/** Standard normal, by Box and Muller. */
export const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

export const logNormal = (random: Random, { median, sigma }: LogNormal): number => median * Math.exp(sigma * normal(random));

export const logNormalMean = ({ median, sigma }: LogNormal): number => median * Math.exp((sigma * sigma) / 2);

export const exponential = (random: Random, mean: number): number => -mean * Math.log(1 - random.next());

/** Gamma with the given shape and scale 1 (its mean is the shape), by Marsaglia and Tsang 2000. */
export const gamma = (random: Random, shape: number): number => {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
};

/** log(n!) by Stirling's series; the error is under 1e-9 from n = 10, and only such n get here. */
const logFactorial = (n: number): number =>
  (n + 0.5) * Math.log(n + 1) - (n + 1) + 0.9189385332046727 + 1 / (12 * (n + 1)) - 1 / (360 * (n + 1) ** 3);

/** Below this mean, counting uniform draws is faster than rejection (Hörmann 1993 needs at least 10). */
const SMALL_MEAN = 12;

const smallPoisson = (random: Random, mean: number): number => {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = 1 - random.next(); product > limit; product *= 1 - random.next()) count += 1;
  return count;
};

/** Poisson count: multiplication for small means, transformed rejection (PTRS, Hörmann 1993) for large ones. */
export const poisson = (random: Random, mean: number): number => {
  if (mean <= 0) return 0;
  if (mean < SMALL_MEAN) return smallPoisson(random, mean);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const vr = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random.next() - 0.5;
    const v = 1 - random.next();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= vr) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    if (Math.log(v) + Math.log(inverseAlpha) - Math.log(a / (us * us) + b) <= count * Math.log(mean) - mean - logFactorial(count))
      return count;
  }
};

/** Sum of `count` log-normal draws: drawn one by one while they are few, by the central limit when they are many. */
export const logNormalSum = (random: Random, count: number, amount: LogNormal): number => {
  const fewEnoughToDraw = 24;
  if (count > fewEnoughToDraw) {
    const mean = logNormalMean(amount);
    const deviation = mean * Math.sqrt(Math.exp(amount.sigma * amount.sigma) - 1);
    return Math.max(0, count * mean + Math.sqrt(count) * deviation * normal(random));
  }
  let sum = 0;
  for (let index = 0; index < count; index += 1) sum += logNormal(random, amount);
  return sum;
};
