// Upper tails of the distributions that counts and amounts are held against, accurate far out.
//
// simple-statistics has log-gamma but no incomplete gamma or beta function; both are computed here by the series and
// continued fractions of Press et al., Numerical Recipes, 3rd edition, 6.2 and 6.4 (modified Lentz).
import { gammaln } from 'simple-statistics';

/** Relative accuracy asked of a series: a p-value is read in decades, four digits are plenty. */
const ACCURACY = 1e-8;
/** Terms before a series is taken as it stands: reached only when shape and value are both above about 10^4. */
const MOST_TERMS = 400;
/** Keeps a continued fraction's denominators from zero. */
const TINY = 1e-300;

/** Nothing is called less likely than this: beyond, a parametric tail says nothing. */
export const SMALLEST_PROBABILITY = 1e-60;

const held = (probability: number): number =>
  probability > 1 ? 1 : probability > SMALLEST_PROBABILITY ? probability : SMALLEST_PROBABILITY;

const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

const lowerSeries = (shape: number, value: number): number => {
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; n < MOST_TERMS; n++) {
    term *= value / (shape + n);
    sum += term;
    if (term < sum * ACCURACY) break;
  }
  return sum * Math.exp(shape * Math.log(value) - value - gammaln(shape));
};

const upperFraction = (shape: number, value: number): number => {
  let b = value + 1 - shape;
  let c = 1 / TINY;
  let d = 1 / away(b);
  let h = d;
  for (let n = 1; n < MOST_TERMS; n++) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / away(a * d + b);
    c = away(b + a / c);
    const factor = d * c;
    h *= factor;
    if (Math.abs(factor - 1) < ACCURACY) break;
  }
  return h * Math.exp(shape * Math.log(value) - value - gammaln(shape));
};

/** P(X >= value) of a gamma of this mean and variance: amounts such as bytes. */
export const gammaTail = (value: number, mean: number, variance: number): number => {
  if (value <= 0) return 1;
  if (mean <= 0 || variance <= 0) return value > mean ? SMALLEST_PROBABILITY : 1;
  const shape = (mean * mean) / variance;
  const scaled = (value * mean) / variance;
  return held(scaled < shape + 1 ? 1 - lowerSeries(shape, scaled) : upperFraction(shape, scaled));
};

/** P(X >= count) of a Poisson. */
export const poissonTail = (count: number, mean: number): number => {
  if (count <= 0) return 1;
  if (mean <= 0) return SMALLEST_PROBABILITY;
  return held(mean < count + 1 ? lowerSeries(count, mean) : 1 - upperFraction(count, mean));
};

const betaFraction = (a: number, b: number, x: number): number => {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const factor = d * c;
    h *= factor;
    if (Math.abs(factor - 1) < ACCURACY) break;
  }
  return h;
};

/** The regularised incomplete beta function I_x(a, b). */
const betaShare = (a: number, b: number, x: number): number => {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(a, b, x)) / a : 1 - (front * betaFraction(b, a, 1 - x)) / b;
};

/** P(T >= value) of Student's t with so many degrees of freedom, for a value above 0. */
export const studentTail = (value: number, freedom: number): number =>
  value <= 0 ? 1 : held(betaShare(freedom / 2, 0.5, freedom / (freedom + value * value)) / 2);

/** Below this dispersion a negative binomial is a Poisson to the accuracy asked for. */
const POISSON_DISPERSION = 1e-6;

/** P(X >= count) of a negative binomial with variance mean + dispersion * mean²: counts. */
export const negativeBinomialTail = (count: number, mean: number, dispersion: number): number => {
  if (count <= 0) return 1;
  if (mean <= 0) return SMALLEST_PROBABILITY;
  if (dispersion < POISSON_DISPERSION) return poissonTail(count, mean);
  // Far above the count's grain the two agree, and the fraction below would need too many terms.
  if (count > 20_000) return gammaTail(count, mean, mean + dispersion * mean * mean);
  const ratio = dispersion * mean;
  return held(betaShare(count, 1 / dispersion, ratio / (1 + ratio)));
};
