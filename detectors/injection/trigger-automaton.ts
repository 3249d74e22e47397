// Finds which of many words occur in a text, in one pass and without allocating (Aho and Corasick 1975): the prefilter that
// lets ordinary text through at a table look-up a character.
import { isInvisible } from './text-scan.ts';

/**
 * Symbols: letters folded to one case, every digit one symbol, white space one, CR and LF one, the rest of ASCII by itself,
 * what does not show one, and one for all others.
 */
const SYMBOL_BITS = 6;
const SYMBOLS = 1 << SYMBOL_BITS;
const SPACE = 28;
const OTHER = 0;
const CONTROL = 30;
/** Where a text begins; no character but its own mark. */
const BEGINNING = 63;

/** In a trigger: the beginning of the text. */
export const START = '\u0002';

const SYMBOL_OF = ((): Uint8Array => {
  const table = new Uint8Array(128);
  let next = 31;
  for (let code = 0; code < 128; code++) {
    if (code === START.charCodeAt(0)) table[code] = BEGINNING;
    else if (code >= 97 && code <= 122) table[code] = code - 96;
    else if (code >= 65 && code <= 90) table[code] = code - 64;
    else if (code >= 48 && code <= 57) table[code] = 27;
    else if (code === 10 || code === 13) table[code] = 29;
    else if (code === 32 || code === 9 || code === 11 || code === 12) table[code] = SPACE;
    else if (code < 32 || code === 127) table[code] = CONTROL;
    else table[code] = next++;
  }
  return table;
})();

const symbolOf = (code: number): number => (code < 128 ? (SYMBOL_OF[code] ?? OTHER) : isInvisible(code) ? CONTROL : OTHER);

export interface Trigger {
  readonly word: string;
  /** What is or-ed into the result when the word occurs. */
  readonly bits: number;
}

/** The or of the bits of all words that occur in the text. */
export type TriggerSearch = (text: string) => number;

/** A word as triggers are written: lower case, `1` for any digit. */
export const folded = (word: string): string => word.toLowerCase().replace(/\d/g, '1');

const build = (triggers: readonly Trigger[]): TriggerSearch => {
  const states = 1 + triggers.reduce((sum, { word }) => sum + word.length, 0);
  // A state is its row's offset; 0 is the root, and 0 in the trie also means "no edge yet".
  const next = new Int32Array(states * SYMBOLS);
  const found = new Int32Array(states);
  let used = 1;
  for (const { word, bits } of triggers) {
    let state = 0;
    for (let index = 0; index < word.length; index++) {
      const edge = state * SYMBOLS + symbolOf(word.charCodeAt(index));
      if (next[edge] === 0) next[edge] = used++;
      state = next[edge] ?? 0;
    }
    found[state] = (found[state] ?? 0) | bits;
  }
  const fallback = new Int32Array(used);
  const queue: number[] = [0];
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] ?? 0;
    const fall = fallback[state] ?? 0;
    if (state !== 0) found[state] = (found[state] ?? 0) | (found[fall] ?? 0);
    for (let symbol = 0; symbol < SYMBOLS; symbol++) {
      const edge = state * SYMBOLS + symbol;
      const target = next[edge] ?? 0;
      const viaFall = state === 0 ? 0 : (next[fall * SYMBOLS + symbol] ?? 0);
      if (target === 0) next[edge] = viaFall;
      else {
        fallback[target] = viaFall;
        queue.push(target);
      }
    }
  }
  // Rows are stored by offset so that the hot loop adds instead of multiplying, complemented where a word ends, so that it looks
  // for nothing elsewhere.
  const rows = next.slice(0, used * SYMBOLS).map((state) => (found[state] === 0 ? state << SYMBOL_BITS : ~(state << SYMBOL_BITS)));
  const outputs = found.slice(0, used);
  const first = rows[BEGINNING] ?? 0;
  return (text) => {
    let row = first;
    let bits = 0;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      row = rows[row + (code < 128 ? (SYMBOL_OF[code] as number) : symbolOf(code))] as number;
      if (row < 0) {
        row = ~row;
        bits |= outputs[row >> SYMBOL_BITS] as number;
      }
    }
    return bits;
  };
};

/** The tables are made with the first text. */
export const triggerSearch = (triggers: readonly Trigger[]): TriggerSearch => {
  let built: TriggerSearch | undefined;
  return (text) => {
    built ??= build(triggers);
    return built(text);
  };
};
