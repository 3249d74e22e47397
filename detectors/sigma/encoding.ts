// Sigma's encoding modifiers: |base64, |base64offset, |wide, |utf16…, over bytes written as characters below U+0100.

/** A text in UTF-8, a character for each byte. A lone surrogate becomes U+FFFD, as everywhere. */
export const utf8 = (text: string): string => {
  let bytes = '';
  for (const character of text.toWellFormed()) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes += character;
    else if (code < 0x800) bytes += String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x10000) bytes += String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else bytes += String.fromCharCode(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return bytes;
};

export const utf16 = (text: string, order: 'little' | 'big'): string => {
  let bytes = '';
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    bytes += order === 'little' ? String.fromCharCode(code & 0xff, code >> 8) : String.fromCharCode(code >> 8, code & 0xff);
  }
  return bytes;
};

export const UTF16_LITTLE_MARK = '\u00ff\u00fe';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export const base64 = (bytes: string): string => {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const left = bytes.length - index;
    const group = (bytes.charCodeAt(index) << 16) | ((bytes.charCodeAt(index + 1) || 0) << 8) | (bytes.charCodeAt(index + 2) || 0);
    text += `${DIGITS[group >> 18]}${DIGITS[(group >> 12) & 63]}${left > 1 ? DIGITS[(group >> 6) & 63] : '='}${left > 2 ? DIGITS[group & 63] : '='}`;
  }
  return text;
};

/** Digits that also hold bits of what stands before (by offset) and after (by length modulo 3), which nobody knows. */
const UNSURE_BEFORE = [0, 2, 3] as const;
const UNSURE_AFTER = [0, 3, 2] as const;

/** What of the bytes is sure to be seen in base64 wherever in a longer text they stand. */
export const base64Offsets = (bytes: string): readonly string[] =>
  ([0, 1, 2] as const).map((offset) => {
    const encoded = base64(' '.repeat(offset) + bytes);
    return encoded.slice(UNSURE_BEFORE[offset], encoded.length - (UNSURE_AFTER[(bytes.length + offset) % 3] ?? 0));
  });
