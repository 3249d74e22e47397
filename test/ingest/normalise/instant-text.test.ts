// Times as records write them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyInstant, commonLogInstant, epochInstant, isoInstant } from '../../../ingest/normalise/instant-text.ts';

const MOMENT = Date.UTC(2026, 2, 2, 10, 15, 30);

describe('ISO 8601', () => {
  test.for([
    ['2026-03-02T10:15:30Z', 0],
    ['2026-03-02T10:15:30', 0],
    ['2026-03-02 10:15:30', 0],
    ['2026-03-02 10:15:30.123', 123],
    ['2026-03-02T10:15:30.123Z', 123],
    ['2026-03-02T10:15:30,123Z', 123],
    ['2026-03-02T10:15:30.123456789Z', 123],
    ['2026-03-02T11:15:30+01:00', 0],
    ['2026-03-02T11:15:30+0100', 0],
    ['2026-03-02T03:15:30.5-07:00', 500],
    ['2026-03-02T10:15:30.123000+00:00', 123],
    ['2026-03-02T10:14:90Z', undefined],
    ['2026-02-29T10:15:30Z', undefined],
    ['2026-03-02T25:15:30Z', undefined],
    ['2026-03-02T10:15:30X', undefined],
    ['2026-03-02', undefined],
    ['1999-12-31T23:59:59Z', undefined],
    ['9999-01-01T00:00:00Z', undefined],
  ] as const)('%s', ([text, ms]) => {
    expect(isoInstant(text)).toBe(ms === undefined ? undefined : MOMENT + ms);
  });
  test('a leap second and a leap day', () => {
    expect(isoInstant('2016-12-31T23:59:60Z')).toBe(Date.UTC(2017, 0, 1));
    expect(isoInstant('2024-02-29T00:00:00Z')).toBe(Date.UTC(2024, 1, 29));
  });
  test('agrees with the standard library on every time it writes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T23:59:59Z'), noInvalidDate: true }),
        (date) => {
          expect(isoInstant(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
  });
});

test('Common Log Format', () => {
  expect(commonLogInstant('02/Mar/2026:10:15:30 +0000')).toBe(MOMENT);
  expect(commonLogInstant('02/Mar/2026:12:15:30 +0200')).toBe(MOMENT);
  expect(commonLogInstant('02/Foo/2026:12:15:30 +0200')).toBeUndefined();
});

test('epochs by magnitude', () => {
  for (const epoch of [MOMENT / 1000, MOMENT, MOMENT * 1000, MOMENT * 1e6]) expect(epochInstant(epoch)).toBe(MOMENT);
  for (const epoch of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e30]) expect(epochInstant(epoch)).toBeUndefined();
});

test('any text or number gives a time of our century or none', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.double(), fc.jsonValue()), (value) => {
      const found = anyInstant(value);
      expect(found === undefined || (found >= 946_684_800_000 && found < 4_102_444_800_000)).toBe(true);
    }),
  );
});
