// The rules that a record may match, collected without allocating: each once, whatever the number of signs it has.

/** Positions of rules in the index, ascending. */
export type RuleNumbers = readonly number[];

export const NO_RULES: RuleNumbers = [];

export interface Candidates {
  /** Begins the next record. */
  clear(): void;
  add(rules: RuleNumbers): void;
  readonly count: number;
  /** In the order of their being found. */
  at(place: number): number;
}

export const newCandidates = (rules: number): Candidates => {
  const numbers = new Int32Array(rules);
  /** The record for which a rule was added last, by ordinal: nothing has to be cleared between records. */
  const addedFor = new Float64Array(rules);
  let ordinal = 0;
  let count = 0;
  return {
    clear: () => {
      ordinal++;
      count = 0;
    },
    add: (found) => {
      for (let place = 0; place < found.length; place++) {
        const rule = found[place] as number;
        if (addedFor[rule] === ordinal) continue;
        addedFor[rule] = ordinal;
        numbers[count++] = rule;
      }
    },
    get count() {
      return count;
    },
    at: (place) => numbers[place] as number,
  };
};
