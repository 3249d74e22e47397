// Results remembered by text, for texts that come again: bounded, and such that a flood of new texts cannot keep out those
// that come often.

/** Texts of one generation: a busy account has hundreds of user agents and routes. With results, some 300 bytes each. */
const GENERATION = 1_024;
/** Longer texts seldom repeat. */
const LONGEST = 256;

export interface RecentResults<Result> {
  /** What `make` gave for this text, when it was asked for lately, else what it gives now. */
  of(text: string, make: () => Result): Result;
}

export const newRecentResults = <Result>(): RecentResults<Result> => {
  let young = new Map<string, Result>();
  let old = new Map<string, Result>();
  return {
    of: (text, make) => {
      if (text.length > LONGEST) return make();
      let result = young.get(text);
      if (result !== undefined) return result;
      result = old.get(text) ?? make();
      if (young.size >= GENERATION) {
        old = young;
        young = new Map();
      }
      young.set(text, result);
      return result;
    },
  };
};
