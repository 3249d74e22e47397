// What runs rarely has no mean to stand out from: it is held against its own runs.
import { expect, test } from 'vitest';
import { emptyPartial } from '../../../detectors/model/partial.ts';
import { randomOf } from '../baseline/made-up-traffic.ts';
import { add, Life } from './function-life.ts';

const HOUR = 12;

/** Three weeks of as many invocations every hour, in one window. */
const hourly = (invocations: number): Life => {
  const life = new Life();
  for (let run = 0; run < 21 * 24; run++) {
    life.live(add(emptyPartial(), life.window, { sums: { records: 3, invocations } }));
    life.window += HOUR - 1;
  }
  return life;
};

const toldOf = (life: Life, invocations: number): readonly string[] =>
  life
    .live(add(emptyPartial(), life.window, { sums: { records: 3, invocations } }))
    .findings.map(({ detector, explanation }) => `${detector}: ${explanation.observed}`);

test('a schedule of one run an hour that runs four times at once is told of, held against its runs', () => {
  const [told = ''] = toldOf(hourly(1), 4);
  expect(told).toMatch(/^invocation-rate: 4 invocations in 5 minutes/);
});

test('the same schedule on time is nothing', () => {
  expect(toldOf(hourly(1), 1)).toEqual([]);
});

test('four runs at once are nothing of a schedule of four', () => {
  expect(toldOf(hourly(4), 4)).toEqual([]);
});

/** Three to four weeks of batches that fill an hour, one or two days after the other at no hour of their own, each of another size about two hundred a window. */
const nowAndThen = (): Life => {
  const random = randomOf(4);
  const life = new Life();
  for (let batch = 0; batch < 20; batch++) {
    const size = 200 * (0.5 + random());
    for (let window = 0; window < HOUR; window++) toldOf(life, Math.round(size + 20 * (random() - 0.5)));
    life.window += Math.floor(18 + 24 * random()) * HOUR;
  }
  return life;
};

const hourOf = (life: Life, invocations: number): readonly string[] => Array.from({ length: HOUR }, () => toldOf(life, invocations)).flat();

test('a batch three times as large as those before is told of', () => {
  expect(hourOf(nowAndThen(), 600)[0]).toMatch(/^invocation-rate: 600 invocations in 5 minutes; the last half hour brought/);
});

test('a batch as large as the largest before is nothing, in none of its windows', () => {
  expect(hourOf(nowAndThen(), 300)).toEqual([]);
});
