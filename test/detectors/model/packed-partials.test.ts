// Windows packed into one text come back as they were.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordId } from '../../../detectors/model/identity.ts';
import { type PackedPartials, packPartials, unpackPartials } from '../../../detectors/model/packed-partials.ts';
import {
  addName,
  addSum,
  emptyPartial,
  type FunctionPartial,
  NAMED,
  type Named,
  PEAKS,
  partialState,
  raisePeak,
  SUMS,
} from '../../../detectors/model/partial.ts';
import { type Instant, MINUTE_MS } from '../../../detectors/model/time.ts';

type Windows = Map<Instant, FunctionPartial>;

const START = Date.UTC(2026, 2, 2);
const window = (place: number): Instant => (START + place * 5 * MINUTE_MS) as Instant;

const written = (windows: Windows): PackedPartials => JSON.parse(JSON.stringify(packPartials(windows)));
const statesOf = (windows: Windows) => [...windows].map(([start, partial]) => [start, partialState(partial)]);

const happenings = fc.array(
  fc.record({
    place: fc.nat({ max: 3 }),
    kind: fc.constantFrom(...(Object.keys(NAMED) as Named[])),
    // More than some kinds keep, and what stands in the text for other things.
    name: fc.oneof(
      fc.nat({ max: 30 }).map((number) => `name-${number}`),
      fc.constantFrom('', 'records', 'actions', '__proto__', '"', '\u2028'),
    ),
    time: fc.nat({ max: 5 * MINUTE_MS - 1 }),
    amount: fc.oneof(fc.constant(0), fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER)),
    sum: fc.constantFrom(...SUMS),
    peak: fc.constantFrom(...PEAKS),
    value: fc.double({ min: 0, max: 1e9, noNaN: true }),
  }),
  { maxLength: 150 },
);

test('windows come back as they were', () => {
  fc.assert(
    fc.property(happenings, (list) => {
      const windows: Windows = new Map();
      for (const { place, kind, name, time, amount, sum, peak, value } of list) {
        const partial = windows.get(window(place)) ?? emptyPartial();
        windows.set(window(place), partial);
        addSum(partial, sum, amount);
        raisePeak(partial, peak, value);
        addName(partial, kind, name, (window(place) + time) as Instant, recordId(`record-${time}`), amount);
      }
      expect(statesOf(unpackPartials(written(windows)))).toEqual(statesOf(windows));
    }),
  );
});

const oneWindow = (): Windows => {
  const partial = emptyPartial();
  addSum(partial, 'records', 2);
  raisePeak(partial, 'maxDurationMs', 7.5);
  addName(partial, 'actions', 's3:GetObject', window(0), recordId('e1'));
  addName(partial, 'callers', 'events.amazonaws.com', window(0), recordId('e1'));
  return new Map([[window(0), partial]]);
};

test('what windows name alike stands once', () => {
  const windows = oneWindow();
  for (let place = 1; place < 12; place++) {
    const [[, partial] = [window(0), emptyPartial()]] = oneWindow();
    windows.set(window(place), partial);
  }
  expect(packPartials(windows).texts).toEqual(packPartials(oneWindow()).texts);
});

test('what another version counted and this one does not know is left out, and nothing else', () => {
  const { texts, numbers } = written(oneWindow());
  const renamed = (known: string) => ({ texts: texts.map((text) => (text === known ? 'shoesSold' : text)), numbers });
  const left = (known: string) => statesOf(unpackPartials(renamed(known)))[0]?.[1];
  const [[, whole] = []] = statesOf(oneWindow());
  expect(left('records')).toEqual({ ...Object(whole), sums: [] });
  expect(left('maxDurationMs')).toEqual({ ...Object(whole), peaks: [] });
  expect(left('actions')).toEqual({ ...Object(whole), named: [['callers', expect.anything()]] });
});
