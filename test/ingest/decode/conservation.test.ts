// Law 1: whatever comes, each item meets a fate, as often as it has records, and nothing throws. FUZZ_RUNS for long runs.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Activity } from '../../../detectors/model/activity.ts';
import { emptyPartial, type FunctionPartial, partialState, sumsOf } from '../../../detectors/model/partial.ts';
import { fold } from '../../../ingest/fold/fold.ts';
import { EVERYTHING } from '../fixtures/everything.ts';
import { events, message } from '../fixtures/lambda-lines.ts';
import { readAll } from '../fixtures/read-all.ts';
import { trailRecord } from '../fixtures/trail-records.ts';

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 300);

const hints = fc.constantFrom(
  {},
  { logGroup: '/aws/lambda/checkout' },
  { logGroup: '/shop/all' },
  { logGroup: 'cloudtrail', logStream: '1_CloudTrail_x' },
  { name: 'a/aws/lambda/b.log' },
);

/** JSON.stringify would write NaN and infinities as null, and a baseline would be lost to them. */
const expectFinite = (value: unknown): void => {
  if (Array.isArray(value)) value.forEach(expectFinite);
  else if (typeof value === 'object' && value !== null) Object.values(value).forEach(expectFinite);
  else expect(typeof value === 'string' || Number.isFinite(value)).toBe(true);
};

/** What an activity must be, whatever it was read from. */
const expectSound = (activity: Activity): void => {
  expect(Number.isInteger(activity.time)).toBe(true);
  for (const value of Object.values(activity)) if (typeof value === 'number') expect(value >= 0 && value <= 2 ** 45).toBe(true);
  const partials: FunctionPartial[] = [];
  fold(activity, () => {
    const partial = emptyPartial();
    partials.push(partial);
    return partial;
  });
  for (const partial of partials) {
    for (const [, sum] of sumsOf(partial)) expect(Number.isSafeInteger(sum)).toBe(true);
    expectFinite(partialState(partial));
  }
};

const expectConserved = (items: readonly string[], given: Parameters<typeof readAll>[1]): void => {
  const { perItem, activities, received } = readAll(items, given);
  expect(perItem.length).toBe(items.length);
  for (const fates of perItem) expect(fates).toBeGreaterThan(0);
  expect(perItem.reduce((sum, fates) => sum + fates, 0)).toBe(received);
  for (const activity of activities) expectSound(activity);
};

/** A mutation of bytes or of words, as damage and attackers make them. */
const mutated = fc
  .tuple(
    fc.constantFrom(...EVERYTHING),
    fc.nat(),
    fc.nat({ max: 40 }),
    fc.oneof(fc.string(), fc.constantFrom('\u0000', '"', '{', ']', '\ud800', '__proto__', '1e999', '-1', 'null', '\t', '\ufeff')),
  )
  .map(([item, at, cut, put]) => {
    const start = at % (item.length + 1);
    return item.slice(0, start) + put + item.slice(start + cut);
  });

/** The value with one of its leaves, however deep, exchanged for another value. */
const exchanged = (value: unknown, path: number, put: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return put;
  const keys = Object.keys(value);
  const key = keys[path % Math.max(1, keys.length)];
  if (key === undefined || path % 7 === 0) return put;
  const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : { ...value };
  copy[key] = exchanged(copy[key], Math.floor(path / 3), put);
  return copy;
};
const reshaped = fc
  .tuple(fc.constantFrom(...EVERYTHING.filter((item) => item.startsWith('{'))), fc.nat(), fc.jsonValue())
  .map(([item, path, put]) => JSON.stringify(exchanged(JSON.parse(item), path, put)));

describe('every item meets a fate, and nothing throws', () => {
  test('any text', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.json()), { maxLength: 5 }), hints, expectConserved),
      { numRuns },
    );
  });
  test('damaged records', () => {
    fc.assert(fc.property(fc.array(mutated, { minLength: 1, maxLength: 5 }), hints, expectConserved), { numRuns });
  });
  test('records with other values in their fields', () => {
    fc.assert(fc.property(fc.array(reshaped, { minLength: 1, maxLength: 3 }), hints, expectConserved), { numRuns });
  });
  test.for([
    '',
    '  ',
    '{}',
    '[]',
    'null',
    '7',
    '"x"',
    '{"Records":[]}',
    '{"events":[]}',
    '{"awslogs":{}}',
    '{"awslogs":{"data":""}}',
    '#',
    '\u0000',
    '{',
  ])('%j meets one', (item) => {
    expect(readAll([item]).perItem).toEqual([1]);
    expect(readAll([item], { logGroup: '/aws/lambda/checkout' }).perItem).toEqual([1]);
  });
  test('records within records, each counted', () => {
    const list = fc.array(fc.oneof(fc.constant(trailRecord()), fc.jsonValue()), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(list, (records) => {
        const fates = readAll([JSON.stringify({ Records: records })]).perItem[0] ?? 0;
        expect(fates).toBeGreaterThanOrEqual(records.length);
      }),
      { numRuns },
    );
    const logEvents = fc.array(
      fc.oneof(
        fc.jsonValue(),
        fc.string().map((text) => events(text)[0]),
      ),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(logEvents, fc.constantFrom('/aws/lambda/x', '/shop/all', 'cloudtrail'), (list, group) => {
        expect(readAll([JSON.stringify(message(group, list))]).perItem).toEqual([list.length]);
      }),
      { numRuns },
    );
  });
});

test('the stock itself is understood to the last item', () => {
  const { quarantines, perItem } = readAll(EVERYTHING);
  expect(quarantines).toEqual([]);
  expect(perItem.reduce((sum, fates) => sum + fates, 0)).toBeGreaterThan(EVERYTHING.length);
});

test('a document with two lists of records gives both, none of them as a copy of another', () => {
  const bare = trailRecord({ eventID: undefined });
  const { activities, received } = readAll([JSON.stringify({ Records: [bare, bare], note: 'joined', events: [bare], results: [[]] })]);
  expect(new Set(activities.map(({ id }) => id)).size).toBe(3);
  expect(received).toBe(4);
});

describe('limits', () => {
  test('a million levels are too deep, and told so soon', () => {
    for (const text of ['['.repeat(1e6), '{"a":'.repeat(1e6), `{"eventVersion":"1.1","a":${'['.repeat(1e6)}${']'.repeat(1e6)}}`]) {
      expect(readAll([text]).quarantines).toEqual([expect.objectContaining({ reason: 'too-deep' })]);
    }
  });
  test('brackets inside strings are not levels', () => {
    const record = trailRecord({ requestParameters: { key: '[{'.repeat(500) } });
    expect(readAll([JSON.stringify(record)]).activities.length).toBe(1);
  });
  test('an item beyond the limit is too large', () => {
    expect(readAll(['x'.repeat(16 * 1024 * 1024 + 1)]).quarantines).toEqual([expect.objectContaining({ reason: 'too-large' })]);
  });
  test('records in one document, and log events in one message, have a ceiling', () => {
    const many = `[${'{},'.repeat(200_000)}{}]`;
    expect(readAll([many]).quarantines).toEqual([expect.objectContaining({ reason: 'too-large' })]);
    expect(readAll([`{"messageType":"DATA_MESSAGE","logGroup":"/aws/lambda/x","logEvents":${many}}`]).quarantines).toEqual([
      expect.objectContaining({ reason: 'too-large' }),
    ]);
  });
  test('text made to be slow is not', () => {
    const slow = [
      'a'.repeat(100_000),
      `${'A.'.repeat(50_000)}Error`,
      `<request id="x">${'<a>'.repeat(50_000)}`,
      `"${'\\"'.repeat(50_000)}`,
      `1.1.1.1 - - [${'['.repeat(50_000)}] "`,
    ];
    const started = performance.now();
    for (const text of slow)
      for (const given of [{}, { logGroup: '/aws/lambda/x' }]) readAll([`2026-03-02T10:15:30.123Z ${text}`, text], given);
    expect(performance.now() - started).toBeLessThan(2000);
  });
  test('details of a quarantine show no more than a few harmless characters', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 20 }), (text) => {
        for (const { detail } of readAll([text]).quarantines) {
          expect(detail.length).toBeLessThan(60);
          expect(detail).toMatch(/^[\x20-\x7e]*$/);
        }
      }),
      { numRuns },
    );
  });
});
