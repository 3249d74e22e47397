// Whether a text may contain any of some literals, in any case of letters: most of the text is skipped unread (Wu and Manber
// 1994), so that the ordinary text, which contains none, costs a fraction of a pass.

/** True when the text may contain one; false when it surely does not. */
export type MayContain = (text: string) => boolean;

/** A block is two symbols of seven bits: ASCII letters folded to lower case, all other scripts one symbol. */
const SYMBOL_BITS = 7;
const OTHER = 127;
const BLOCKS = 1 << (2 * SYMBOL_BITS);

/** Two letters fold to ASCII from beyond it: U+0130 to an i with a dot, U+212A to a k. Rare enough to be taken for a find. */
const FOLDS_TO_I = 0x130;
const FOLDS_TO_K = 0x212a;

/** Skips are no longer than this, nor is what of a literal is compared. */
const LONGEST_WINDOW = 32;

const SYMBOL_OF = Uint8Array.from({ length: 128 }, (_, code) => (code >= 65 && code <= 90 ? code + 32 : code));

const symbolOf = (code: number): number => (code < 128 ? (SYMBOL_OF[code] as number) : OTHER);

const blockAt = (text: string, at: number): number => (symbolOf(text.charCodeAt(at - 1)) << SYMBOL_BITS) | symbolOf(text.charCodeAt(at));

/** `literals` are in lower case. */
export const newLiteralSkipper = (literals: readonly string[]): MayContain => {
  const window = Math.min(LONGEST_WINDOW, ...literals.map((literal) => literal.length));
  if (literals.length === 0) return () => false;
  if (window < 2) return () => true;
  /** How far the window can move when it ends with this block. */
  const shifts = new Uint8Array(BLOCKS).fill(window - 1);
  for (const literal of literals) {
    for (let at = 1; at < window; at++) {
      const block = blockAt(literal, at);
      shifts[block] = Math.min(shifts[block] as number, window - 1 - at);
    }
  }
  const byEnd = new Map<number, string[]>();
  for (const literal of literals) {
    const block = blockAt(literal, window - 1);
    const alike = byEnd.get(block);
    if (alike === undefined) byEnd.set(block, [literal]);
    else alike.push(literal);
  }
  const beginsAt = (text: string, start: number, literal: string): boolean => {
    for (let at = 0; at < window; at++) {
      if (symbolOf(text.charCodeAt(start + at)) !== symbolOf(literal.charCodeAt(at))) return false;
    }
    return true;
  };
  return (text) => {
    const length = text.length;
    for (let at = window - 1; at < length; ) {
      const before = text.charCodeAt(at - 1);
      const code = text.charCodeAt(at);
      if (code >= FOLDS_TO_I && (code === FOLDS_TO_I || code === FOLDS_TO_K)) return true;
      const block = ((before < 128 ? (SYMBOL_OF[before] as number) : OTHER) << SYMBOL_BITS) | (code < 128 ? (SYMBOL_OF[code] as number) : OTHER);
      const shift = shifts[block] as number;
      if (shift > 0) {
        at += shift;
        continue;
      }
      for (const literal of byEnd.get(block) ?? []) if (beginsAt(text, at - window + 1, literal)) return true;
      at++;
    }
    return false;
  };
};
