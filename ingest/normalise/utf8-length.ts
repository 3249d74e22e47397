// Bytes of a text in UTF-8, without encoding it.

/** Nearly all lines are ASCII, and the engine's own search says so in a fraction of a walk over the characters. */
const BEYOND_ASCII = /[\u0080-\uffff]/;

export const utf8Length = (text: string): number => {
  let bytes = text.length;
  if (!BEYOND_ASCII.test(text)) return bytes;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) continue;
    // Each half of a surrogate pair is two of its four bytes.
    bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return bytes;
};
