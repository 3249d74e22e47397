// The windows of a function as one short text: what they name alike stands in it once, and all else is one row of numbers. It is half as
// long as the windows' own states, and made and read without their many small arrays.
import type { RecordId } from './identity.ts';
import { emptyCounts, keep, keptKeys } from './keyed-counts.ts';
import {
  addSum,
  countsOf,
  countsToAddTo,
  emptyPartial,
  type FunctionPartial,
  isNamed,
  isPeak,
  isSum,
  NAMED,
  PEAKS,
  raisePeak,
  SUMS,
} from './partial.ts';
import type { Instant } from './time.ts';

type Windows = Map<Instant, FunctionPartial>;
export interface PackedPartials {
  readonly texts: readonly string[];
  /** Window by window; texts by their places, times from the window's beginning. Each list is led by its length. */
  readonly numbers: readonly number[];
}

const KINDS = Object.keys(NAMED) as readonly (keyof typeof NAMED)[];
/** In the place of a ceiling: there is none. */
const NO_CEILING = -1;

export const packPartials = (windows: Windows): PackedPartials => {
  const texts: string[] = [];
  const numbers: number[] = [];
  const places = new Map<string, number>();
  const placeOf = (text: string): number => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, texts.length);
    return texts.push(text) - 1;
  };
  const putAmounts = (names: readonly string[], amounts: readonly number[]): void => {
    const length = numbers.push(0) - 1;
    for (let place = 0; place < names.length; place++) {
      const amount = amounts[place] as number;
      if (amount !== 0) numbers.push(placeOf(names[place] as string), amount);
    }
    numbers[length] = (numbers.length - length - 1) / 2;
  };
  for (const [window, partial] of windows) {
    numbers.push(window);
    putAmounts(SUMS, partial.sums);
    putAmounts(PEAKS, partial.peaks);
    const length = numbers.push(0) - 1;
    for (const kind of KINDS) {
      const counts = countsOf(partial, kind);
      if (counts === undefined) continue;
      const entries = keptKeys(counts);
      numbers.push(placeOf(kind), counts.count, counts.amount, counts.ceiling ?? NO_CEILING, entries.length);
      for (const { name, count, amount, firstTime, witness } of entries)
        numbers.push(placeOf(name), count, amount, firstTime - window, placeOf(witness));
      (numbers[length] as number)++;
    }
  }
  return { texts, numbers };
};

export const unpackPartials = ({ texts, numbers }: PackedPartials): Windows => {
  const windows: Windows = new Map();
  let at = 0;
  const number = (): number => numbers[at++] as number;
  const text = (): string => texts[number()] as string;
  while (at < numbers.length) {
    const window = number() as Instant;
    const partial = emptyPartial();
    // What another version counted and this one does not know is left out.
    for (let left = number(); left > 0; left--) {
      const [sum, amount] = [text(), number()];
      if (isSum(sum)) addSum(partial, sum, amount);
    }
    for (let left = number(); left > 0; left--) {
      const [peak, value] = [text(), number()];
      if (isPeak(peak)) raisePeak(partial, peak, value);
    }
    for (let left = number(); left > 0; left--) {
      const kind = text();
      const counts = isNamed(kind) ? countsToAddTo(partial, kind) : emptyCounts(0);
      counts.count = number();
      counts.amount = number();
      const ceiling = number();
      if (ceiling !== NO_CEILING) counts.ceiling = ceiling;
      for (let entries = number(); entries > 0; entries--)
        keep(counts, {
          name: text(),
          count: number(),
          amount: number(),
          firstTime: (window + number()) as Instant,
          witness: text() as RecordId,
          next: undefined,
        });
    }
    windows.set(window, partial);
  }
  return windows;
};
