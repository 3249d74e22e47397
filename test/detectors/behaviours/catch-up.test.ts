// Quiet before a window is learned once, by whoever asks first: nobody may see a difference.
import { expect, test } from 'vitest';
import { type Baseline, loadBaseline, saveBaseline } from '../../../detectors/baseline/baseline.ts';
import { assessWindow, learnWindow } from '../../../detectors/behaviours/assess.ts';
import { applyVerdict } from '../../../detectors/behaviours/verdict.ts';
import { add, CONTEXT, instantAt, Life, ordinary } from './function-life.ts';

const QUIET = 30;

const copyOf = (baseline: Baseline): Baseline => {
  const loaded = loadBaseline(saveBaseline(baseline));
  if (loaded.kind !== 'baseline') throw new Error(loaded.reason);
  return loaded.baseline;
};

/** Ten days, the last window of which moved far too much. */
const disturbed = (): Life => {
  const life = new Life().days(10);
  life.findings.clear();
  life.live(add(ordinary(life.window), life.window, { sums: { networkBytesOut: 30_000_000 } }));
  return life;
};

const learned = (baseline: Baseline, window: number): string => {
  const partial = ordinary(window);
  const fresh = copyOf(baseline);
  learnWindow(baseline, instantAt(window), partial, assessWindow(fresh, instantAt(window), partial, CONTEXT), CONTEXT);
  return saveBaseline(baseline);
};

test('a window after a pause teaches the same, whether this or other windows were asked about before or none', () => {
  const { baseline, window } = disturbed();
  const asked = copyOf(baseline);
  for (const other of [window + QUIET, window + 2, window + QUIET + 5, window + QUIET])
    assessWindow(asked, instantAt(other), ordinary(other), CONTEXT);
  expect(saveBaseline(asked)).toBe(saveBaseline(baseline));
  expect(learned(asked, window + QUIET)).toBe(learned(baseline, window + QUIET));
});

test("a person's verdict counts that comes between a window's assessment and its lesson", () => {
  const { baseline, window, findings } = disturbed();
  const [finding] = [...findings.values()].filter(({ detector }) => detector === 'data-volume');
  if (finding === undefined) throw new Error('nothing was found');
  const asked = copyOf(baseline);
  assessWindow(asked, instantAt(window + QUIET), ordinary(window + QUIET), CONTEXT);
  for (const one of [baseline, asked]) applyVerdict(one, finding, 'benign');
  expect(learned(asked, window + QUIET)).toBe(learned(baseline, window + QUIET));
});
