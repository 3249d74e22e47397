// One hash for every id, set and sketch: two mixed 32-bit lanes in one pass (cyrb53, public domain, github.com/bryc/code).

/** The lanes of the last text mixed: kept outside so that a hash allocates nothing. */
const lanes = new Uint32Array(2);

const mix = (text: string, seed: number): void => {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  lanes[0] = high;
  lanes[1] = low;
};

/** Uniform over the integers [0, 2^53). `seed` makes independent families. Not for secrets. */
export const hash53 = (text: string, seed = 0): number => {
  mix(text, seed);
  return 4294967296 * (2097151 & (lanes[1] as number)) + (lanes[0] as number);
};

/** 64 bits as two unsigned halves, for a table of fingerprints. */
export const hash64 = (text: string, into: Uint32Array): void => {
  mix(text, 0);
  into.set(lanes);
};

/** A stable id of 20 hexadecimal digits for the same parts in the same order. */
export const stableId = (...parts: readonly string[]): string => {
  const text = parts.join('\u0000');
  return hash53(text, 1).toString(16).padStart(14, '0').slice(-10) + hash53(text, 2).toString(16).padStart(14, '0').slice(-10);
};
