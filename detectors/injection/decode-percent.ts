// Percent-encoding as lenient servers read it: %2e, %u002e, overlong UTF-8 (%c0%ae is a dot), + as a blank.

const hexValue = (code: number): number =>
  code >= 48 && code <= 57 ? code - 48 : code >= 97 && code <= 102 ? code - 87 : code >= 65 && code <= 70 ? code - 55 : -1;

/** The number that `digits` hexadecimal digits at `at` make, else -1. */
export const hexAt = (text: string, at: number, digits: number): number => {
  if (at + digits > text.length) return -1;
  let value = 0;
  for (let index = at; index < at + digits; index++) {
    const digit = hexValue(text.charCodeAt(index));
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
};

const byteAt = (text: string, at: number): number => (text.charCodeAt(at) === 37 ? hexAt(text, at + 1, 2) : -1);

/** Continuation bytes after a leading byte. */
const followers = (lead: number): number => (lead >= 0xf0 && lead < 0xf8 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0);

/** `plusIsBlank`: the text is form-encoded. Gives the same string when there is nothing to decode. */
export const decodePercent = (text: string, plusIsBlank: boolean): string => {
  if (!text.includes('%') && !(plusIsBlank && text.includes('+'))) return text;
  let out = '';
  let copied = 0;
  let at = 0;
  const replace = (length: number, by: string): void => {
    out += text.slice(copied, at) + by;
    at += length;
    copied = at;
  };
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 43 && plusIsBlank) replace(1, ' ');
    else if (code !== 37) at++;
    else {
      const wide = (text.charCodeAt(at + 1) | 32) === 117 ? hexAt(text, at + 2, 4) : -1;
      const lead = wide < 0 ? byteAt(text, at) : -1;
      if (wide >= 0) replace(6, String.fromCharCode(wide));
      else if (lead < 0) at++;
      else if (lead < 0x80) replace(3, String.fromCharCode(lead));
      else {
        // A continuation byte is taken whatever its top bits, as the decoders did that overlong attacks were written for.
        const wanted = followers(lead);
        let value = wanted === 0 ? lead : lead & (0x3f >> wanted);
        let length = 3;
        while (length < 3 * (wanted + 1)) {
          const byte = byteAt(text, at + length);
          if (byte < 0) break;
          value = value * 64 + (byte & 0x3f);
          length += 3;
        }
        if (length === 3 * (wanted + 1) && value <= 0x10ffff) replace(length, String.fromCodePoint(value));
        else replace(3, String.fromCharCode(lead));
      }
    }
  }
  return copied === 0 ? text : out + text.slice(copied);
};
