import { expect, test } from 'vitest';
import {
  acceptRise,
  learnReference,
  newReference,
  type ReferenceState,
  readReference as readReferenceAt,
  rejectRise,
} from '../../../detectors/baseline/long-reference.ts';

/** At the very start of a day. */
const readReference = (state: ReferenceState, perCall: boolean) => readReferenceAt(state, perCall, 0, 0);

const FIRST = 20_000;
/** Whole days of one window each, flat for three weeks and then growing; `calls` are those of a day. */
const grown = (days: number, factorADay: number, calls?: (day: number) => number): ReferenceState => {
  const state = newReference();
  for (let day = 0; day <= 21 + days; day++) {
    const each = 1000 * (day < 21 ? 1 : factorADay ** (day - 20));
    learnReference(state, FIRST + day, calls === undefined ? each : each * calls(day), calls?.(day), 1);
  }
  return state;
};

test('flat days stay where they were', () => {
  expect(readReference(grown(60, 1), false).ratio).toBeCloseTo(1, 5);
});

test.each([0.005, 0.01, 0.02, 0.05, 0.1, 0.2])('a rise of a share of %d a day stands out before it has doubled', (share) => {
  const days = Math.floor(Math.log(2) / Math.log1p(share));
  const { ratio, deviations } = readReference(grown(days, 1 + share), false);
  expect(ratio).toBeGreaterThan(1.4);
  expect(deviations).toBeGreaterThan(5);
});

test('more calls that each bring the same are no rise', () => {
  expect(
    readReference(
      grown(40, 1, (day) => 100 * 1.1 ** day),
      false,
    ).ratio,
  ).toBeCloseTo(1, 5);
});

test('one odd day is no rise', () => {
  const state = grown(5, 1);
  learnReference(state, FIRST + 27, 50_000, undefined, 1);
  learnReference(state, FIRST + 28, 1000, undefined, 1);
  expect(readReference(state, false).ratio).toBeLessThan(1.4);
});

test('a rise that was told of is the reference, until it is called malicious', () => {
  const state = grown(30, 1.02);
  const before = readReference(state, false).ratio;
  acceptRise(state, readReference(state, false).ratio);
  expect(readReference(state, false).ratio).toBeCloseTo(1, 5);
  rejectRise(state);
  expect(readReference(state, false).ratio).toBeCloseTo(before, 5);
});

test('a day that was only partly seen teaches nothing', () => {
  const state = newReference();
  for (let window = 0; window < 9 * 4; window++) learnReference(state, FIRST + Math.floor(window / 4), 250, undefined, 4);
  learnReference(state, FIRST + 9, 50_000, undefined, 4);
  learnReference(state, FIRST + 10, 0, undefined, 4);
  expect(readReference(state, false).day).toBe(1000);
});

test('a rise is told of within the day that brings it, and no sooner than that day is sure', () => {
  const rising = (share: number) => {
    const state = grown(3, 1.2);
    const day = FIRST + 25;
    for (let window = 0; window < 100 * share; window++) learnReference(state, day, 10 * 1.2 ** 4, undefined, 100);
    return readReferenceAt(state, false, day, share);
  };
  expect(rising(0.01).ratio).toBeCloseTo(rising(0).ratio, 1);
  expect(rising(0.8).ratio).toBeGreaterThan(rising(0).ratio + 0.2);
  expect(rising(0.8).deviations).toBeGreaterThan(rising(0.01).deviations);
});
