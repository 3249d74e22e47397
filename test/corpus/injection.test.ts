// The injection classifier over public lists of payloads and harmless strings: the operating point, with its margin.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { classifyAtLength, classifyInjection, type InjectionHit } from '../../detectors/injection/classify.ts';

interface Row {
  readonly source: string;
  readonly cls: string;
  readonly label: string;
  readonly payload: string;
}

const readRows = (): readonly Row[] => {
  const corpus = process.env['LAPWING_CORPUS'];
  if (corpus === undefined) throw new Error('LAPWING_CORPUS does not name the folder of the corpora');
  return readFileSync(join(corpus, 'injection', 'payloads.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
};

/** Rows that inject into no interpreter the classes know: C format strings, shell variables, modem and font bugs. */
const OTHER_KINDS = new Set(['format-string', 'interpolation', 'cve']);

const rows = readRows();
const attacks = rows.filter(({ label, cls }) => label === 'malicious' && !OTHER_KINDS.has(cls));
const harmless = rows.filter(({ label }) => label === 'benign');

const isTold = (text: string): boolean => classifyInjection(text).length > 0;
const isLikely = (text: string): boolean => classifyInjection(text).some(({ confidence }) => confidence !== 'possible');

const recallBy = (key: (row: Row) => string): Map<string, number> => {
  const groups = Map.groupBy(attacks, key);
  return new Map([...groups].map(([name, group]) => [name, group.filter(({ payload }) => isTold(payload)).length / group.length]));
};

const mean = (values: Iterable<number>): number => {
  const list = [...values];
  return list.reduce((sum, value) => sum + value, 0) / list.length;
};

const EMBEDDINGS: readonly (readonly [string, (payload: string) => string])[] = [
  ['a request line', (payload) => `203.0.113.7 "GET /items?page=2&q=${encodeURIComponent(payload)} HTTP/1.1" 200 512`],
  ['a JSON log line', (payload) => JSON.stringify({ level: 'info', q: payload, ms: 3 })],
  ['a sentence', (payload) => `Searching for: ${payload}`],
];

const isSame = (one: readonly InjectionHit[], other: readonly InjectionHit[]): boolean => JSON.stringify(one) === JSON.stringify(other);

describe('payload lists', () => {
  // Measured 0.914: fuzzers' placeholders and bare attribute names are among the LDAP and XXE rows.
  test('recall over classes is at least 0.90 on average', () => {
    expect(mean(recallBy(({ cls }) => cls).values())).toBeGreaterThanOrEqual(0.9);
  });

  // Measured 0.947 on average, the lowest 0.921.
  test('recall over sources is at least 0.92 on average and 0.90 for each', () => {
    const recalls = recallBy(({ source }) => source);
    expect(mean(recalls.values())).toBeGreaterThanOrEqual(0.92);
    for (const [source, recall] of recalls) expect(recall, source).toBeGreaterThanOrEqual(0.9);
  });

  test.each([
    ['sqli', 0.92],
    ['xss', 0.93],
    ['cmdi', 0.9],
    ['path-traversal', 0.95],
    ['lfi', 0.95],
    ['ssti', 0.97],
    ['nosqli', 0.92],
    ['crlf', 0.9],
    ['rfi', 0.84],
    ['xxe', 0.78],
  ])('recall of %s is at least %d', (cls, floor) => {
    expect(recallBy((row) => row.cls).get(cls) ?? 0).toBeGreaterThanOrEqual(floor);
  });

  // Measured 0.907, 0.858 and 0.845: what is only telling as an entire text (a lone path, a lone word) is lost inside others.
  test.each(EMBEDDINGS)('recall inside %s is at least 0.80 on average over classes', (_, embed) => {
    const groups = Map.groupBy(
      attacks.filter(({ payload }) => payload.isWellFormed()),
      ({ cls }) => cls,
    );
    const recalls = [...groups.values()].map((group) => group.filter(({ payload }) => isTold(embed(payload))).length / group.length);
    expect(mean(recalls)).toBeGreaterThanOrEqual(0.8);
  });
});

describe('what is ruled out before a text is read', () => {
  test.each([['as it is', (payload: string) => payload] as const, ...EMBEDDINGS])('would not have been told either, %s', (_, embed) => {
    const texts = rows.flatMap(({ payload }) => (payload.isWellFormed() ? [embed(payload)] : []));
    expect(texts.filter((text) => !isSame(classifyInjection(text), classifyAtLength(text)))).toEqual([]);
  });
});

describe('harmless strings', () => {
  // Measured 2 of 2,239, both of them attacks by their text (a reverse shell, a ping behind a bar).
  test('are called likely in at most 0.5 % of cases', () => {
    expect(harmless.filter(({ payload }) => isLikely(payload)).length / harmless.length).toBeLessThanOrEqual(0.005);
  });

  // Measured 0.45 %.
  test('are called possible in at most 1 % of cases', () => {
    expect(harmless.filter(({ payload }) => isTold(payload)).length / harmless.length).toBeLessThanOrEqual(0.01);
  });

  test('of real logs, in every format of the corpus, are not called likely', () => {
    const corpus = process.env['LAPWING_CORPUS'] ?? '';
    const lines = [
      'ordinary/cloudtrail.log-pipeline.jsonl',
      'formats/lambda-platform.log',
      'formats/subscription-events.jsonl',
      'formats/platform-events.jsonl',
    ]
      .flatMap((file) => readFileSync(join(corpus, file), 'utf8').split('\n'))
      .filter((line) => line !== '');
    expect(lines.length).toBeGreaterThan(500);
    expect(lines.filter(isLikely)).toEqual([]);
  });
});
