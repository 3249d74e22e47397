// A text value through its modifiers, in the order given: `field|wide|base64offset|contains: value`.
import { base64, base64Offsets, UTF16_LITTLE_MARK, utf8, utf16 } from './encoding.ts';
import { containing, endingWith, type Piece, plainText, startingWith } from './wildcard.ts';
import { dashVariants } from './windash.ts';

/** `isBytes`: the text already stands for bytes, one a character, and base64 takes them as they are. */
interface Draft {
  readonly pieces: readonly Piece[];
  readonly isBytes: boolean;
}

const encoded = (draft: Draft, encode: (text: string) => string, prefix = ''): Draft => {
  const pieces = draft.pieces.map((piece) => (typeof piece === 'string' ? encode(piece) : piece));
  return { pieces: prefix === '' ? pieces : [prefix + (typeof pieces[0] === 'string' ? pieces.shift() : ''), ...pieces], isBytes: true };
};

const asBase64 = (draft: Draft, encode: (bytes: string) => readonly string[]): readonly Draft[] | string => {
  const text = plainText(draft.pieces);
  if (text === undefined) return 'base64 of a value with wildcards';
  return encode(draft.isBytes ? text : utf8(text)).map((digits) => ({ pieces: digits === '' ? [] : [digits], isBytes: false }));
};

/** The values after one modifier; a string says why it cannot be applied. */
const modified = (draft: Draft, modifier: string): readonly Draft[] | string => {
  switch (modifier) {
    case 'contains':
      return [{ ...draft, pieces: containing(draft.pieces) }];
    case 'startswith':
      return [{ ...draft, pieces: startingWith(draft.pieces) }];
    case 'endswith':
      return [{ ...draft, pieces: endingWith(draft.pieces) }];
    case 'base64':
      return asBase64(draft, (bytes) => [base64(bytes)]);
    case 'base64offset':
      return asBase64(draft, base64Offsets);
    case 'wide':
    case 'utf16le':
      return [encoded(draft, (text) => utf16(text, 'little'))];
    case 'utf16':
      return [encoded(draft, (text) => utf16(text, 'little'), UTF16_LITTLE_MARK)];
    case 'utf16be':
      return [encoded(draft, (text) => utf16(text, 'big'))];
    case 'windash': {
      const variants = dashVariants(draft.pieces);
      return variants === undefined ? 'windash on a value with too many dashes' : variants.map((pieces) => ({ ...draft, pieces }));
    }
    default:
      return [draft];
  }
};

/** Every pattern the value stands for, or why it stands for none. */
export const textPatterns = (pieces: readonly Piece[], modifiers: readonly string[]): readonly (readonly Piece[])[] | string => {
  let drafts: readonly Draft[] = [{ pieces, isBytes: false }];
  for (const modifier of modifiers) {
    const next: Draft[] = [];
    for (const draft of drafts) {
      const result = modified(draft, modifier);
      if (typeof result === 'string') return result;
      next.push(...result);
    }
    drafts = next;
  }
  return drafts.map((draft) => draft.pieces);
};
