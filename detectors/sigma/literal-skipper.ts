// Whether a text may contain any of some literals, in any case of letters: most of the text is skipped unread (Wu and Manber
// 1994), so that ordinary text, which contains none, costs a fraction of a pass.

/** True when the text may contain one of the literals; false when it surely does not. */
export type MayContain = (text: string) => boolean;

/** ASCII with its letters folded to lower case; all other scripts are one symbol. */
const SYMBOL_BITS = 7;
const OTHER = 127;
/** Of two symbols. */
const BLOCKS = 1 << (2 * SYMBOL_BITS);

/** From beyond ASCII, U+212A folds to `k`, and U+0130 to `i` with a dot (U+0307) behind it. */
const FOLDED_TO: readonly number[] = [107, 105];
const DOT = '\u0307';

/** What of a literal is compared. */
const LONGEST_COMPARED = 32;

const SYMBOL_OF = Uint8Array.from({ length: 128 }, (_, code) => (code >= 65 && code <= 90 ? code + 32 : code));

const symbolOf = (code: number): number => (code < 128 ? (SYMBOL_OF[code] as number) : OTHER);

/** The symbols that a text may have where the literal has this one. */
const symbolsFor = (symbol: number): readonly number[] => (FOLDED_TO.includes(symbol) ? [symbol, OTHER] : [symbol]);

type Symbols = Uint8Array;

const symbolsOf = (literal: string): Symbols =>
  Uint8Array.from({ length: Math.min(literal.length, LONGEST_COMPARED) }, (_, at) => symbolOf(literal.charCodeAt(at)));

const blocksFor = (literal: Symbols, end: number): readonly number[] =>
  symbolsFor(literal[end - 1] as number).flatMap((first) =>
    symbolsFor(literal[end] as number).map((second) => (first << SYMBOL_BITS) | second),
  );

const isAt = (text: string, start: number, literal: Symbols): boolean => {
  for (let at = 0; at < literal.length; at++) {
    const code = text.charCodeAt(start + at);
    const wanted = literal[at] as number;
    // Past the text's end the code is no number, and no symbol.
    const symbol = code < 128 ? (SYMBOL_OF[code] as number) : code >= 128 ? OTHER : -1;
    if (symbol !== wanted && !(symbol === OTHER && FOLDED_TO.includes(wanted))) return false;
  }
  return true;
};

const build = (literals: readonly string[]): MayContain => {
  if (literals.length === 0) return () => false;
  const sought = literals.map(symbolsOf);
  const window = Math.min(...sought.map((literal) => literal.length));
  if (window < 2 || literals.some((literal) => literal.includes(DOT))) return () => true;
  /** By the block that the window ends with: how far it may move. */
  const shifts = new Uint8Array(BLOCKS).fill(window - 1);
  /** By the block that the window ends with: the literals that may begin where it does. */
  const endings = new Map<number, Symbols[]>();
  for (const literal of sought) {
    for (let end = 1; end < window; end++) {
      for (const block of blocksFor(literal, end)) shifts[block] = Math.min(shifts[block] as number, window - 1 - end);
    }
    for (const block of blocksFor(literal, window - 1)) {
      const alike = endings.get(block);
      if (alike === undefined) endings.set(block, [literal]);
      else alike.push(literal);
    }
  }
  const NONE: readonly Symbols[] = [];
  const endingWith = Array.from({ length: BLOCKS }, (_, block) => endings.get(block) ?? NONE);
  return (text) => {
    const length = text.length;
    for (let at = window - 1; at < length; ) {
      const before = text.charCodeAt(at - 1);
      const code = text.charCodeAt(at);
      const first = before < 128 ? (SYMBOL_OF[before] as number) : OTHER;
      const block = (first << SYMBOL_BITS) | (code < 128 ? (SYMBOL_OF[code] as number) : OTHER);
      const shift = shifts[block] as number;
      if (shift > 0) {
        at += shift;
        continue;
      }
      const alike = endingWith[block] as readonly Symbols[];
      for (let place = 0; place < alike.length; place++) if (isAt(text, at - window + 1, alike[place] as Symbols)) return true;
      at++;
    }
    return false;
  };
};

/** `literals` are in lower case. The tables are made with the first text: of most sources and fields none ever comes. */
export const newLiteralSkipper = (literals: readonly string[]): MayContain => {
  let built: MayContain | undefined;
  return (text) => {
    built ??= build(literals);
    return built(text);
  };
};
