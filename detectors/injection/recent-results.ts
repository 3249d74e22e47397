// Results remembered by text, for texts that come again: a fixed table, each text with one place in it, so that remembering costs
// less than reading would. Only what comes twice with nothing else in its place between is kept: texts that come once, as most do,
// neither drive out others nor live on.

/** A busy account has hundreds of user agents and routes. With texts and results, some 400 KB in all. */
const PLACES = 2_048;
/** Longer texts seldom repeat. */
const LONGEST = 256;
/** Odd, and near 2³² over the golden ratio (Knuth's multiplicative hashing). */
const FACTOR = 0x9e3779b1;

/** Of every character, two at a time: user agents differ in a digit, and those that shared a place would drive out each other. */
const hashOf = (text: string): number => {
  let hash = text.length;
  for (let at = 1; at < text.length; at += 2) {
    hash = Math.imul(hash ^ (text.charCodeAt(at - 1) | (text.charCodeAt(at) << 16)), FACTOR);
  }
  const last = text.length % 2 === 0 ? 0 : text.charCodeAt(text.length - 1);
  return hash ^ (hash >>> 16) ^ last;
};

export interface RecentResults<Result> {
  /** What `make` gave for this text, when it was asked for lately, else what it gives now. */
  of(text: string, make: (text: string) => Result): Result;
}

export const newRecentResults = <Result>(): RecentResults<Result> => {
  const lastHashes = new Int32Array(PLACES);
  const texts = new Array<string>(PLACES).fill('');
  const results = new Array<Result | undefined>(PLACES).fill(undefined);
  return {
    of: (text, make) => {
      if (text.length > LONGEST) return make(text);
      const hash = hashOf(text);
      const place = hash & (PLACES - 1);
      const known = texts[place] === text ? results[place] : undefined;
      if (known !== undefined) return known;
      const result = make(text);
      if (lastHashes[place] === hash) {
        texts[place] = text;
        results[place] = result;
      }
      lastHashes[place] = hash;
      return result;
    },
  };
};
