import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountWords, countWords, rangeWords } from '../../../alerts/render/amount.ts';
import { chartSeries } from '../../../alerts/render/chart-series.ts';
import { rangeBar, sparkline } from '../../../alerts/render/text-chart.ts';
import { hanging, wrap } from '../../../alerts/render/wrap.ts';
import { momentWords, spanWords } from '../../../alerts/triage/span-words.ts';

describe('amounts', () => {
  test.for([
    [0, 'bytes in 5 minutes', '0 B'],
    [999, 'bytes in 5 minutes', '999 B'],
    [48_100_000, 'response bytes', '48.1 MB'],
    [1_000, 'response bytes', '1 kB'],
    [2.5e12, 'bytes', '2.5 TB'],
    [250, 'duration ms', '250 ms'],
    [2340, 'duration ms', '2.34 s'],
    [1204, 'invocations in an hour', '1,204'],
    [12_345_678, 'invocations in an hour', '12.3 M'],
    [0.5, 'errors', '0.5'],
    [-3, 'errors', '-3'],
    [Number.NaN, 'errors', '?'],
  ] as const)('%d %s', ([value, measure, words]) => {
    expect(amountWords(value, measure)).toBe(words);
  });
  test('a range of one value is that value', () => {
    expect([rangeWords(2, 2, 'errors'), rangeWords(1, 2, 'errors'), countWords(1234567)]).toEqual(['2', '1 to 2', '1,234,567']);
  });
});

describe('time', () => {
  test.for([
    [0, '0 seconds'],
    [1000, '1 second'],
    [89_000, '89 seconds'],
    [90_000, '2 minutes'],
    [5_399_000, '90 minutes'],
    [5_400_000, '2 hours'],
    [129_600_000, '2 days'],
  ] as const)('%d ms is %s', ([spanMs, words]) => {
    expect(spanWords(spanMs)).toBe(words);
  });
  test('a moment is told to the minute, and what is none stays', () => {
    expect([momentWords('2025-03-04T10:02:11.000Z'), momentWords('soon')]).toEqual(['2025-03-04 10:02 UTC', 'soon']);
  });
});

describe('charts', () => {
  const view = {
    measure: 'errors',
    samples: 3,
    since: '2025-01-01',
    bucket: 'all hours',
    usualLow: 2,
    usualHigh: 4,
    observed: 8,
    recent: [0, 2, 4],
  };
  test('the observed window is last, and heights are shares of the top', () => {
    expect(sparkline(chartSeries(view)).join('')).toBe('▁▃▅█');
  });
  test('the usual range and the observed value are on one scale', () => {
    expect(rangeBar(chartSeries(view), 9)).toBe('··━━━···●');
  });
  test('an observed window that is recent already is not drawn twice', () => {
    expect(chartSeries({ ...view, recent: [1, 8] }).values).toEqual([1, 8]);
  });
  test('any numbers are drawn, the impossible ones as nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double(), { maxLength: 60 }),
        fc.double(),
        fc.double(),
        fc.double(),
        (recent, usualLow, usualHigh, observed) => {
          const series = chartSeries({ ...view, recent, usualLow, usualHigh, observed });
          expect(sparkline(series).join('')).toMatch(/^[▁▂▃▄▅▆▇█]{1,49}$/u);
          expect(rangeBar(series, 32)).toMatch(/^[·━]*●[·━]*$/u);
          expect(rangeBar(series, 32)).toHaveLength(32);
        },
      ),
    );
  });
});

describe('lines', () => {
  test('break at spaces, and inside a word that is longer than a line', () => {
    expect(wrap('a bb ccc dddddd', 4)).toEqual(['a bb', 'ccc', 'dddd', 'dd']);
    expect(hanging('- ', 'aa bb', 5)).toEqual(['- aa', '  bb']);
    expect(wrap('', 4)).toEqual(['']);
  });
  test('are never longer than the width, and lose no letter', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 30 }), (text, width) => {
        const lines = wrap(text, width);
        for (const line of lines) expect([...line].length).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });
});
