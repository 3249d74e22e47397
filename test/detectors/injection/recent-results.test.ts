// Results are remembered while their texts come often, in bounded memory, and are the same remembered or not.
import { expect, test } from 'vitest';
import { newRecentResults } from '../../../detectors/injection/recent-results.ts';

test('what comes often is seldom made again, whatever flood of other texts comes between', () => {
  const results = newRecentResults<string>();
  let made = 0;
  for (let flood = 0; flood < 20_000; flood++) {
    if (flood % 100 === 0) {
      expect(
        results.of('often', () => {
          made++;
          return 'result';
        }),
      ).toBe('result');
    }
    results.of(`text ${flood}`, () => 'other');
  }
  // Of 200 times; another text takes its place now and then.
  expect(made).toBeLessThan(40);
});

test('what has not come for long is made anew', () => {
  const results = newRecentResults<number>();
  results.of('once', () => 1);
  for (let flood = 0; flood < 5_000; flood++) results.of(`text ${flood}`, () => 0);
  expect(results.of('once', () => 2)).toBe(2);
});

test('texts that differ in one character do not drive out each other', () => {
  const results = newRecentResults<string>();
  const agents = Array.from({ length: 40 }, (_, version) => `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/${100 + version}.0`);
  let made = 0;
  const make = (text: string): string => {
    made++;
    return text.toUpperCase();
  };
  for (let round = 0; round < 50; round++) for (const agent of agents) expect(results.of(agent, make)).toBe(agent.toUpperCase());
  // Twice each until it is kept; a few may share a place.
  expect(made).toBeLessThan(0.2 * 50 * agents.length);
});
