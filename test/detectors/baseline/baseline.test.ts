import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BASELINE_BYTES, loadBaseline, newBaseline, saveBaseline } from '../../../detectors/baseline/baseline.ts';
import { copyOfBaseline } from '../../../detectors/baseline/copy-baseline.ts';
import { assessWindow, learnWindow } from '../../../detectors/behaviours/assess.ts';
import { functionId } from '../../../detectors/model/identity.ts';
import { emptyPartial, NAMED, type Named, SUMS } from '../../../detectors/model/partial.ts';
import { add, CONTEXT, instantAt, Life, ordinary } from '../behaviours/function-life.ts';

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

const reloaded = (text: string) => {
  const loaded = loadBaseline(text);
  if (loaded.kind !== 'baseline') throw new Error(loaded.reason);
  return loaded.baseline;
};

test('a saved memory answers exactly like the one it was saved from', () => {
  const life = new Life().days(9, (window) =>
    window % 500 === 499 ? { names: [['destinations', `host-${window}.example`, 3_000_000]] } : {},
  );
  const copy = reloaded(saveBaseline(life.baseline));
  expect(saveBaseline(copy)).toBe(saveBaseline(life.baseline));
  for (const extra of [{}, { sums: { networkBytesOut: 50_000_000 } }, { names: [['actions', 'iam:CreateUser']] as const }]) {
    const partial = add(ordinary(life.window), life.window, extra);
    expect(assessWindow(copy, instantAt(life.window), partial, CONTEXT)).toEqual(
      assessWindow(life.baseline, instantAt(life.window), partial, CONTEXT),
    );
  }
});

test('after any life, saved and loaded in the middle, copied or not, the memory is the same', () => {
  const window = fc.record({
    gap: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 900 })),
    sum: fc.constantFrom(...SUMS),
    amount: fc.oneof(fc.nat(1000), fc.constantFrom(2 ** 40, Number.MAX_SAFE_INTEGER)),
    named: fc.constantFrom(...(Object.keys(NAMED) as Named[])),
    name: fc.string({ maxLength: 300 }),
  });
  fc.assert(
    fc.property(fc.array(window, { maxLength: 40 }), fc.nat(40), (windows, cut) => {
      const one = new Life();
      let other = newBaseline(one.baseline.function);
      windows.forEach(({ gap, sum, amount, named, name }, index) => {
        one.window += gap;
        const partial = add(ordinary(one.window), one.window, { sums: { [sum]: amount }, names: [[named, name, amount]] });
        const time = instantAt(one.window);
        if (index === cut) other = reloaded(saveBaseline(other));
        const copy = copyOfBaseline(other);
        const verdict = assessWindow(other, time, partial, CONTEXT);
        const before = saveBaseline(other);
        expect(assessWindow(copy, time, partial, CONTEXT)).toEqual(verdict);
        learnWindow(copy, time, partial, verdict, CONTEXT);
        expect(saveBaseline(other)).toBe(before);
        learnWindow(other, time, partial, verdict, CONTEXT);
        expect(saveBaseline(copy)).toBe(saveBaseline(other));
        expect(one.live(partial)).toEqual(verdict);
      });
      const text = saveBaseline(one.baseline);
      expect(text).toBe(saveBaseline(other));
      expect(bytesOf(text)).toBeLessThanOrEqual(BASELINE_BYTES);
    }),
    { numRuns: 40 },
  );
});

test('a million names and every measure at its largest keep within the bound', () => {
  const life = new Life('ü'.repeat(140));
  const kinds = Object.keys(NAMED) as Named[];
  let names = 0;
  for (let window = 0; names < 1_000_000; window++) {
    const partial = emptyPartial();
    const sums = Object.fromEntries(SUMS.map((sum, index) => [sum, Math.round(2 ** 40 * Math.abs(Math.sin(window * 7 + index)))]));
    const list = kinds.flatMap((kind) =>
      Array.from({ length: NAMED[kind] }, (_, index) => [kind, `\u0000"\\\ud800${window}-${index}`, 2 ** 40] as const),
    );
    names += list.length;
    life.live(add(partial, window, { sums, names: list }));
    if (window === 300) life.window += 5;
  }
  const text = saveBaseline(life.baseline);
  expect(bytesOf(text)).toBeLessThanOrEqual(BASELINE_BYTES);
  expect(loadBaseline(text).kind).toBe('baseline');
  expect(text).not.toMatch(/NaN|null,null|Infinity/);
});

test('explicit empty windows and a gap teach the same', () => {
  const one = new Life().days(2);
  const other = reloaded(saveBaseline(one.baseline));
  for (let step = 0; step < 200; step++) one.live(emptyPartial());
  const partial = ordinary(one.window);
  const time = instantAt(one.window);
  expect(assessWindow(other, time, partial, CONTEXT).findings).toEqual(assessWindow(one.baseline, time, partial, CONTEXT).findings);
  learnWindow(other, time, partial, assessWindow(other, time, partial, CONTEXT), CONTEXT);
  one.live(partial);
  expect(saveBaseline(other)).toBe(saveBaseline(one.baseline));
});

test('a year of silence is learned in bounded time', () => {
  const life = new Life().days(1);
  life.window += 365 * 288;
  const before = performance.now();
  life.live(ordinary(life.window));
  expect(performance.now() - before).toBeLessThan(500);
});

test('a window that is not later than the last one teaches nothing', () => {
  const life = new Life().days(1);
  const text = saveBaseline(life.baseline);
  life.window = 5;
  life.live(ordinary(5));
  expect(saveBaseline(life.baseline)).toBe(text);
});

test.each([
  ['', 'not a JSON object'],
  ['[]', 'not a JSON object'],
  ['{"version":7}', 'of version 7, not of 1 to 6'],
  ['{"version":1}', 'no function'],
  ['{"version":1,"function":"a:b:c"}', 'a part is missing'],
])('%j is unreadable: %s', (text, reason) => {
  expect(loadBaseline(text)).toEqual({ kind: 'unreadable', reason });
});

test('a damaged memory is unreadable, never another memory and never an exception', () => {
  const text = saveBaseline(new Life().days(1).baseline);
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.constantFrom('', '"', 'A', '0', '[', '{', '§'), (at, instead) => {
      const loaded = loadBaseline(text.slice(0, at) + instead + text.slice(at + 1));
      expect(['baseline', 'unreadable']).toContain(loaded.kind);
      if (loaded.kind === 'baseline') saveBaseline(loaded.baseline);
    }),
    { numRuns: 300 },
  );
});

test('a new memory saves and loads', () => {
  const empty = newBaseline(functionId({ account: '', region: '', name: 'a' }));
  expect(saveBaseline(reloaded(saveBaseline(empty)))).toBe(saveBaseline(empty));
});
