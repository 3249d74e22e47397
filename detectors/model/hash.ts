// One hash for every id, set and sketch: two mixed 32-bit lanes in one pass (cyrb53, public domain, github.com/bryc/code).

/** The lanes of the last text mixed: kept outside so that a hash allocates nothing. */
const lanes = new Uint32Array(2);

/** The state of both lanes before they are mixed: what texts with the same beginning have in common. */
export interface HashBeginning {
  readonly high: number;
  readonly low: number;
}

const FIRST_HIGH = 0xdeadbeef;
const FIRST_LOW = 0x41c6ce57;
const HIGH_FACTOR = 2654435761;
const LOW_FACTOR = 1597334677;

/** The beginning that any text's hash may go on from: `hash64(text, into, hashBeginning(start))` is that of `start + text`. */
export const hashBeginning = (start: string): HashBeginning => {
  let high = FIRST_HIGH;
  let low = FIRST_LOW;
  for (let index = 0; index < start.length; index++) {
    high = Math.imul(high ^ start.charCodeAt(index), HIGH_FACTOR);
    low = Math.imul(low ^ start.charCodeAt(index), LOW_FACTOR);
  }
  return { high, low };
};

const finish = (unmixedHigh: number, unmixedLow: number): void => {
  const high = Math.imul(unmixedHigh ^ (unmixedHigh >>> 16), 2246822507) ^ Math.imul(unmixedLow ^ (unmixedLow >>> 13), 3266489909);
  lanes[0] = high;
  lanes[1] = Math.imul(unmixedLow ^ (unmixedLow >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
};

const mix = (text: string, firstHigh: number, firstLow: number, end = text.length): void => {
  let high = firstHigh;
  let low = firstLow;
  for (let index = 0; index < end; index++) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, HIGH_FACTOR);
    low = Math.imul(low ^ code, LOW_FACTOR);
  }
  finish(high, low);
};

/** Uniform over the integers [0, 2^53). `seed` makes independent families. Not for secrets. */
export const hash53 = (text: string, seed = 0): number => {
  mix(text, FIRST_HIGH ^ seed, FIRST_LOW ^ seed);
  return 4294967296 * (2097151 & (lanes[1] as number)) + (lanes[0] as number);
};

const NO_BEGINNING = hashBeginning('');

/** 64 bits of the text up to `end` as two unsigned halves, for a table of fingerprints. */
export const hash64 = (text: string, into: Uint32Array, { high, low }: HashBeginning = NO_BEGINNING, end = text.length): void => {
  mix(text, high, low, end);
  into[0] = lanes[0] as number;
  into[1] = lanes[1] as number;
};

const ZERO = 48;
const POINT = 46;
/** Decimals of a number that need not be made a text. */
const THOUSANDTHS = 1_000;
/** Ten digits and three decimals: fewer than the fifteen that a number always tells apart. */
const LARGEST_IN_THOUSANDTHS = 2 ** 31;

/** The hash of pieces as `hash64` has that of the text they make, without making the text. */
export class PiecewiseHash {
  private high = 0;
  private low = 0;
  private readonly digits = new Uint8Array(16);

  begin({ high, low }: HashBeginning): void {
    this.high = high;
    this.low = low;
  }
  private add(code: number): void {
    this.high = Math.imul(this.high ^ code, HIGH_FACTOR);
    this.low = Math.imul(this.low ^ code, LOW_FACTOR);
  }
  text(text: string): void {
    for (let index = 0; index < text.length; index++) this.add(text.charCodeAt(index));
  }
  /** As `String` writes it. */
  number(value: number): void {
    const thousandths = Math.round(value * THOUSANDTHS);
    if (Number.isSafeInteger(value) && value >= 0) this.whole(value);
    else if (thousandths / THOUSANDTHS === value && value > 0 && value < LARGEST_IN_THOUSANDTHS) {
      this.whole(Math.floor(value));
      this.add(POINT);
      // A number has one shortest text, and of no more than 15 digits only one: this one, without zeros at its end.
      for (let rest = thousandths % THOUSANDTHS, worth = 100; rest > 0; rest %= worth, worth /= 10)
        this.add(ZERO + Math.floor(rest / worth));
    } else this.text(String(value));
  }
  private whole(value: number): void {
    let count = 0;
    let rest = value;
    do {
      const tenth = Math.floor(rest / 10);
      this.digits[count++] = rest - 10 * tenth;
      rest = tenth;
    } while (rest > 0);
    while (count > 0) this.add(ZERO + (this.digits[--count] as number));
  }
  end(into: Uint32Array): void {
    finish(this.high, this.low);
    into[0] = lanes[0] as number;
    into[1] = lanes[1] as number;
  }
}

/** A stable id of 20 hexadecimal digits for the same parts in the same order. */
export const stableId = (...parts: readonly string[]): string => {
  const text = parts.join('\u0000');
  return hash53(text, 1).toString(16).padStart(14, '0').slice(-10) + hash53(text, 2).toString(16).padStart(14, '0').slice(-10);
};
