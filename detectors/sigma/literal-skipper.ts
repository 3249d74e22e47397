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
const FOLDED_TO: ReadonlySet<string> = new Set(['k', 'i']);
const DOT = '\u0307';

/** What of a literal is compared, and so the longest skip. */
const LONGEST_WINDOW = 32;

const SYMBOL_OF = Uint8Array.from({ length: 128 }, (_, code) => (code >= 65 && code <= 90 ? code + 32 : code));

const symbolOf = (code: number): number => (code < 128 ? (SYMBOL_OF[code] as number) : OTHER);

const blockOf = (first: number, second: number): number => (first << SYMBOL_BITS) | second;

/** The symbols that a text may have where the literal has this character. */
const symbolsFor = (character: string): readonly number[] => {
  const symbol = symbolOf(character.charCodeAt(0));
  return FOLDED_TO.has(character) ? [symbol, OTHER] : [symbol];
};

const blocksFor = (literal: string, end: number): readonly number[] =>
  symbolsFor(literal.charAt(end - 1)).flatMap((first) => symbolsFor(literal.charAt(end)).map((second) => blockOf(first, second)));

const isAt = (text: string, start: number, wanted: readonly (readonly number[])[]): boolean =>
  wanted.every((symbols, place) => symbols.includes(symbolOf(text.charCodeAt(start + place))));

/** `literals` are in lower case. */
export const newLiteralSkipper = (literals: readonly string[]): MayContain => {
  if (literals.length === 0) return () => false;
  const window = Math.min(LONGEST_WINDOW, ...literals.map((literal) => literal.length));
  if (window < 2 || literals.some((literal) => literal.includes(DOT))) return () => true;
  /** By the block that the window ends with: how far it may move. */
  const shifts = new Uint8Array(BLOCKS).fill(window - 1);
  /** By the block that the window ends with: the literals that may fill it. */
  const endings = new Map<number, (readonly (readonly number[])[])[]>();
  for (const literal of literals) {
    for (let end = 1; end < window; end++) {
      for (const block of blocksFor(literal, end)) shifts[block] = Math.min(shifts[block] as number, window - 1 - end);
    }
    const wanted = [...literal.slice(0, window)].flatMap((character) =>
      character.length === 1 ? [symbolsFor(character)] : [[OTHER], [OTHER]],
    );
    for (const block of blocksFor(literal, window - 1)) {
      const alike = endings.get(block);
      if (alike === undefined) endings.set(block, [wanted]);
      else alike.push(wanted);
    }
  }
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
      for (const wanted of endings.get(block) ?? []) if (isAt(text, at - window + 1, wanted)) return true;
      at++;
    }
    return false;
  };
};
