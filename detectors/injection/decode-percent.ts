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

/** Continuation bytes after a leading byte; the forms of five and six bytes were abolished, and still decoded. */
const followers = (lead: number): number =>
  lead >= 0xfe || lead < 0xc0 ? 0 : lead >= 0xfc ? 5 : lead >= 0xf8 ? 4 : lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;

/** What a decoder that checks nothing makes of a lead and its followers. */
const sequenceValue = (lead: number, wanted: number, tail: number, last: number): number => {
  const value = (lead & (0x3f >> wanted)) * 64 ** wanted + tail;
  // `%c0%2f`, `%c0%5c`: some took the low bits, others dropped the lead and kept the byte.
  return wanted === 1 && lead <= 0xc1 && value < 32 && last >= 32 && last < 128 ? last : value;
};

/** `%4%1`: a byte in two halves, each with its own percent sign (as two layers of decoding leave it). */
const halvesAt = (text: string, at: number): number => {
  if (text.charCodeAt(at + 2) !== 37) return -1;
  const high = hexAt(text, at + 1, 1);
  const low = hexAt(text, at + 3, 1);
  return high < 2 || high > 7 || low < 0 ? -1 : high * 16 + low;
};

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
      const halves = wide < 0 && lead < 0 ? halvesAt(text, at) : -1;
      if (wide >= 0) replace(6, String.fromCharCode(wide));
      else if (halves >= 0) replace(4, String.fromCharCode(halves));
      else if (lead < 0) at++;
      else if (lead < 0x80) replace(3, String.fromCharCode(lead));
      else {
        // A continuation byte is taken whatever its top bits, as the decoders did that overlong attacks were written for.
        const wanted = followers(lead);
        let tail = 0;
        let last = 0;
        let length = 3;
        while (length < 3 * (wanted + 1)) {
          const byte = byteAt(text, at + length);
          if (byte < 0) break;
          tail = tail * 64 + (byte & 0x3f);
          last = byte;
          length += 3;
        }
        const value = wanted === 0 ? lead : sequenceValue(lead, wanted, tail, last);
        if (length === 3 * (wanted + 1) && value <= 0x10ffff) replace(length, String.fromCodePoint(value));
        else replace(3, String.fromCharCode(lead));
      }
    }
  }
  return copied === 0 ? text : out + text.slice(copied);
};
