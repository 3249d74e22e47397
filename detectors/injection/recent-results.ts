// Results remembered by text, for texts that come again: a fixed table, each text with one place in it, so that remembering costs
// less than reading would.

/** A busy account has hundreds of user agents and routes. With texts and results, some 400 KB in all. */
const PLACES = 2_048;
/** Longer texts seldom repeat. */
const LONGEST = 256;
/** Characters that choose the place: texts that come again differ in more than a few. */
const SAMPLES = 16;

const placeOf = (text: string): number => {
  const step = 1 + Math.floor(text.length / SAMPLES);
  let hash = text.length;
  for (let at = text.length - 1; at >= 0; at -= step) hash = Math.imul(hash, 31) + text.charCodeAt(at);
  return (hash ^ (hash >>> 11)) & (PLACES - 1);
};

export interface RecentResults<Result> {
  /** What `make` gave for this text, when it was asked for lately, else what it gives now. */
  of(text: string, make: () => Result): Result;
}

export const newRecentResults = <Result>(): RecentResults<Result> => {
  const texts = new Array<string>(PLACES).fill('');
  const results = new Array<Result | undefined>(PLACES).fill(undefined);
  return {
    of: (text, make) => {
      if (text.length > LONGEST) return make();
      const place = placeOf(text);
      const known = texts[place] === text ? results[place] : undefined;
      if (known !== undefined) return known;
      const result = make();
      texts[place] = text;
      results[place] = result;
      return result;
    },
  };
};
