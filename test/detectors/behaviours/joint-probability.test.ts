import { expect, test } from 'vitest';
import { jointDecades, LEAST_SIGN } from '../../../detectors/behaviours/joint-probability.ts';
import { randomOf } from '../baseline/made-up-traffic.ts';

test.each([1, 3, 6])('of %d independent measures, together as unlikely as p comes p of the time', (tested) => {
  const random = randomOf(11 + tested);
  const rounds = 400_000;
  const reached = [2, 3, 4].map(() => 0);
  for (let round = 0; round < rounds; round++) {
    let product = 0;
    let signs = 0;
    for (let measure = 0; measure < tested; measure++) {
      const decades = -Math.log10(1 - random());
      if (decades < LEAST_SIGN) continue;
      product += decades;
      signs++;
    }
    const joint = jointDecades(product, signs, tested);
    [2, 3, 4].forEach((asked, index) => {
      if (joint >= asked) reached[index] = (reached[index] ?? 0) + 1;
    });
  }
  // A hundred and more are expected of the first two, forty of the last.
  [2, 3, 4].forEach((asked, index) => {
    const ratio = (reached[index] ?? 0) / rounds / 10 ** -asked;
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(1.7);
  });
});

test('one sign among many measures is worth less than alone, two are worth more than the stronger', () => {
  expect(jointDecades(5, 1, 1)).toBeCloseTo(5, 6);
  expect(jointDecades(5, 1, 6)).toBeLessThan(5);
  expect(jointDecades(9, 2, 6)).toBeGreaterThan(jointDecades(5, 1, 6));
});
