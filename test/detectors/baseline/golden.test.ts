// Memories of every version that was ever stored are still read, and still know what is usual.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadBaseline, saveBaseline } from '../../../detectors/baseline/baseline.ts';
import { windowInstant } from '../../../detectors/baseline/window-index.ts';
import { assessWindow } from '../../../detectors/behaviours/assess.ts';
import { add, CONTEXT, ordinary } from '../behaviours/function-life.ts';

const FOLDER = new URL('../../golden/baseline/', import.meta.url);
const files = readdirSync(FOLDER);

test('there is a stored memory', () => {
  expect(files.length).toBeGreaterThan(0);
});

describe.each(files)('%s', (file) => {
  const text = readFileSync(new URL(file, FOLDER), 'utf8').trim();
  const loaded = loadBaseline(text);

  test('is read', () => {
    expect(loaded.kind).toBe('baseline');
  });

  test('knows the ordinary from the unusual', () => {
    if (loaded.kind !== 'baseline') throw new Error(loaded.reason);
    const window = (loaded.baseline.lastWindow ?? 0) + 1;
    const found = (extra: Parameters<typeof add>[2]): readonly string[] =>
      assessWindow(loaded.baseline, windowInstant(window), add(ordinary(0), 0, extra), CONTEXT).findings.map(({ detector }) => detector);
    expect(found({})).toEqual([]);
    expect(found({ sums: { networkBytesOut: 60_000_000 } })).toEqual(['data-volume']);
    expect(found({ names: [['actions', 'iam:CreateUser']] })).toEqual(['new-action']);
    expect(found({ names: [['credentialSources', 'ip:198.51.100.7']] })).toEqual(['credentials-elsewhere']);
  });

  test('is written as it was, when it is of the present version', () => {
    if (loaded.kind !== 'baseline') throw new Error(loaded.reason);
    if (file.startsWith('version-6-')) expect(saveBaseline(loaded.baseline)).toBe(text);
  });
});
