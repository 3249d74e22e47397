// Random numbers and the distributions drawn from them.
import { describe, expect, it } from 'vitest';
import { gamma, logNormal, logNormalMean, logNormalSum, poisson } from '../../cli/simulator/distributions.ts';
import { logEventId, uuid } from '../../cli/simulator/identifiers.ts';
import { seeded } from '../../cli/simulator/random.ts';

const moments = (draws: readonly number[]): { readonly mean: number; readonly variance: number } => {
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  return { mean, variance: draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / (draws.length - 1) };
};

const drawn = (count: number, draw: () => number) => moments(Array.from({ length: count }, draw));

describe('random numbers', () => {
  it('are the same for the same seed and label, and others for another', () => {
    const first = (seed: number, label: string) => Array.from({ length: 4 }, seeded(seed, label).next.bind(seeded(seed, label)));
    expect(first(1, 'a')).toEqual(first(1, 'a'));
    expect(first(1, 'a')).not.toEqual(first(2, 'a'));
    expect(first(1, 'a')).not.toEqual(first(1, 'b'));
  });

  it('are uniform enough for the eye of a chi-square', () => {
    const random = seeded(3, 'bins');
    const bins = new Array<number>(64).fill(0);
    for (let draw = 0; draw < 64_000; draw += 1) {
      const bin = random.below(64);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // 63 degrees of freedom: 1 in 10,000 lies above 111.
    expect(chiSquare).toBeLessThan(111);
  });

  it.each([0.3, 4, 30, 700])('Poisson counts of mean %d have that mean and variance', (mean) => {
    const random = seeded(5, 'poisson');
    const found = drawn(40_000, () => poisson(random, mean));
    expect(Math.abs(found.mean - mean)).toBeLessThan(5 * Math.sqrt(mean / 40_000));
    expect(found.variance / mean).toBeGreaterThan(0.95);
    expect(found.variance / mean).toBeLessThan(1.05);
  });

  it.each([0.3, 1, 25])('gamma draws of shape %d have mean and variance of the shape', (shape) => {
    const random = seeded(5, 'gamma');
    const found = drawn(60_000, () => gamma(random, shape));
    expect(found.mean / shape).toBeCloseTo(1, 1);
    expect(found.variance / shape).toBeCloseTo(1, 1);
  });

  it('sums of many log-normals agree with sums drawn one by one', () => {
    const random = seeded(5, 'sums');
    const amount = { median: 1000, sigma: 0.6 };
    const one = drawn(4000, () => Array.from({ length: 50 }, () => logNormal(random, amount)).reduce((sum, draw) => sum + draw, 0));
    const whole = drawn(4000, () => logNormalSum(random, 50, amount));
    expect(whole.mean / one.mean).toBeCloseTo(1, 1);
    expect(whole.mean / (50 * logNormalMean(amount))).toBeCloseTo(1, 1);
    expect(Math.sqrt(whole.variance / one.variance)).toBeCloseTo(1, 0);
  });

  it('makes no UUID twice', () => {
    const random = seeded(9, 'ids');
    const ids = new Set(Array.from({ length: 50_000 }, () => uuid(random.fork())));
    expect(ids.size).toBe(50_000);
    for (const id of [...ids].slice(0, 200)) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  it('gives log events ids whose leading bits are their time', () => {
    const id = logEventId(1_772_409_600_000, 5n, 2);
    expect(id).toHaveLength(56);
    expect(BigInt(id) >> 144n).toBe(1_772_409_600_000n);
  });
});
