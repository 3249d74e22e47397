import { expect, test } from 'vitest';
import { learnPerCall, newPerCall, type PerCallState, readPerCall } from '../../../detectors/baseline/per-call.ts';
import { randomOf } from './made-up-traffic.ts';

/** Windows of 0 to 9 calls of some 2,000 bytes each, in bursts. */
const taught = (windows: number): PerCallState => {
  const random = randomOf(3);
  const state = newPerCall();
  for (let window = 0; window < windows; window++) {
    const calls = Math.floor(10 * random() ** 3);
    let bytes = 0;
    for (let call = 0; call < calls; call++) bytes += 1200 + 1600 * random();
    learnPerCall(state, bytes, calls, false);
  }
  return state;
};

test('forty calls that each bring what calls bring are no surprise, four that bring five times as much are', () => {
  const state = taught(4000);
  expect(readPerCall(state, 40 * 2000, 40)?.decades).toBeLessThan(1.5);
  expect(readPerCall(state, 4 * 10_000, 4)?.decades).toBeGreaterThan(5);
  expect(readPerCall(state, 4 * 10_000, 4)?.ratio).toBeCloseTo(5, 0);
});

test('windows in which no call brings anything change nothing', () => {
  const state = taught(4000);
  const before = state.slice();
  learnPerCall(state, 0, 5, false);
  learnPerCall(state, 5000, 0, false);
  expect(state).toEqual(before);
});

test('nothing is said before a dozen windows were seen', () => {
  expect(readPerCall(taught(3), 1e9, 3)).toBeUndefined();
});

test.each([14, 30, 100, 1000])('sizes that multiply are called one in a thousand as often as that, %d windows into a life', (known) => {
  const random = randomOf(11);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let asked = 0;
  let said = 0;
  for (let life = 0; life < 400; life++) {
    const state = newPerCall();
    const spread = 0.2 + random();
    for (let window = 0; window < known; window++) learnPerCall(state, Math.exp(8 + spread * normal()), 1, false);
    for (let draw = 0; draw < 100; draw++) {
      asked++;
      if ((readPerCall(state, Math.exp(8 + spread * normal()), 1)?.decades ?? 0) >= 3) said++;
    }
  }
  expect(said / asked).toBeLessThan(2e-3);
  // Of few windows little is known, and less is said.
  if (known >= 100) expect(said / asked).toBeGreaterThan(0.3e-3);
});
