// Finds which of many literals a text contains, in one pass over it (Aho and Corasick 1975): the cost is the text's length,
// whatever the number of literals.

export interface LiteralFinder {
  /** Calls `found` with the index of each literal in the text; possibly more than once for one. */
  find(text: string, found: (index: number) => void): void;
}

/** Transitions: 4 million of 4 bytes. A literal that does not fit is shortened: its beginning must be there too. */
const MOST_TRANSITIONS = 4_000_000;
/** What tells literals apart is in their beginnings; the rule itself is evaluated afterwards. */
const LONGEST_LITERAL = 48;

export const newLiteralFinder = (literals: readonly string[]): LiteralFinder => {
  const classes = new Map<number, number>();
  for (const literal of literals) {
    for (let at = 0; at < Math.min(literal.length, LONGEST_LITERAL); at++) {
      const code = literal.charCodeAt(at);
      if (!classes.has(code)) classes.set(code, classes.size + 1);
    }
  }
  const width = classes.size + 1;
  const mostStates = Math.max(2, Math.floor(MOST_TRANSITIONS / width));
  const longest = Math.max(1, Math.min(LONGEST_LITERAL, Math.floor((mostStates - 1) / Math.max(1, literals.length))));

  // The trie, row after row; 0 is the root, and a transition to it means none.
  let size = 1;
  let states = 1;
  for (const literal of literals) size += Math.min(literal.length, longest);
  const next = new Int32Array(size * width);
  const ends: number[][] = [[]];
  for (const [index, literal] of literals.entries()) {
    let state = 0;
    for (let at = 0; at < Math.min(literal.length, longest); at++) {
      const cell = state * width + (classes.get(literal.charCodeAt(at)) ?? 0);
      if (next[cell] === 0) {
        next[cell] = states++;
        ends.push([]);
      }
      state = next[cell] ?? 0;
    }
    ends[state]?.push(index);
  }

  // Breadth first: where no literal goes on, the longest end of what was read that begins one.
  const fallback = new Int32Array(states);
  const queue: number[] = [];
  for (let letter = 1; letter < width; letter++) if (next[letter]) queue.push(next[letter] ?? 0);
  for (const state of queue) {
    const shorter = fallback[state] ?? 0;
    for (const index of ends[shorter] ?? []) ends[state]?.push(index);
    for (let letter = 1; letter < width; letter++) {
      const child = next[state * width + letter] ?? 0;
      const instead = next[shorter * width + letter] ?? 0;
      if (child === 0) next[state * width + letter] = instead;
      else {
        fallback[child] = instead;
        queue.push(child);
      }
    }
  }

  /** Letters below this by table, the rest by map. */
  const ASCII = 128;
  const asciiClasses = new Int32Array(ASCII);
  for (const [code, letter] of classes) if (code < ASCII) asciiClasses[code] = letter;
  const hasEnd = new Uint8Array(states);
  for (const [state, indexes] of ends.entries()) hasEnd[state] = indexes.length > 0 ? 1 : 0;

  return {
    find: (text, found) => {
      let state = 0;
      for (const index of ends[0] ?? []) found(index);
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        const letter = code < ASCII ? (asciiClasses[code] ?? 0) : (classes.get(code) ?? 0);
        state = letter === 0 ? 0 : (next[state * width + letter] ?? 0);
        if (hasEnd[state] === 1) for (const index of ends[state] ?? []) found(index);
      }
    },
  };
};
