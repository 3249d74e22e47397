// Bytes as text and back: base64 with runs of zero bytes counted, since most of a quiet function's memory is zeros.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
/** By the code of a letter; of what is none, NO_VALUE. */
const NO_VALUE = 64;
const VALUES = new Uint8Array(128).fill(NO_VALUE);
CODES.forEach((code, value) => {
  VALUES[code] = value;
});

/** A run of this many zero bytes is worth a mark; the longest a mark can tell. */
const LEAST_RUN = 4;
const LONGEST_RUN = 255;

/** After this byte: a count of zeros, or 0 for the byte itself. Rare as the top byte of a number. */
const MARK = 0xd9;

const packed = (bytes: Uint8Array): Uint8Array => {
  const { length } = bytes;
  const out = new Uint8Array(2 * length);
  let end = 0;
  for (let at = 0; at < length; ) {
    const byte = bytes[at] as number;
    let run = 0;
    while (run < LONGEST_RUN && at + run < length && bytes[at + run] === 0) run++;
    if (run >= LEAST_RUN) {
      out[end++] = MARK;
      out[end++] = run;
      at += run;
      continue;
    }
    out[end++] = byte;
    if (byte === MARK) out[end++] = 0;
    at++;
  }
  return out.subarray(0, end);
};

/** Letters put together at once: a call takes so many arguments and more. */
const AT_ONCE = 4096;

const textOfCodes = (codes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < codes.length; at += AT_ONCE)
    text += String.fromCharCode.apply(undefined, codes.subarray(at, at + AT_ONCE) as unknown as number[]);
  return text;
};

export const textOfBytes = (bytes: Uint8Array): string => {
  const source = packed(bytes);
  const { length } = source;
  // Three bytes are four letters, one is two and two are three.
  const codes = new Uint8Array(Math.ceil((length * 4) / 3));
  let end = 0;
  for (let at = 0; at < length; at += 3) {
    const word = ((source[at] as number) << 16) | ((source[at + 1] ?? 0) << 8) | (source[at + 2] ?? 0);
    const letters = Math.min(3, length - at) + 1;
    for (let letter = 0; letter < letters; letter++) codes[end++] = CODES[(word >> (18 - 6 * letter)) & 63] as number;
  }
  return textOfCodes(codes);
};

/** Exactly `length` bytes, else undefined. */
export const bytesOfText = (text: string, length: number): Uint8Array | undefined => {
  const bytes = new Uint8Array(length);
  let filled = 0;
  let word = 0;
  let bits = 0;
  let marked = false;
  for (let at = 0; at < text.length; at++) {
    const value = VALUES[text.charCodeAt(at)] ?? NO_VALUE;
    if (value === NO_VALUE) return undefined;
    word = ((word << 6) | value) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    const byte = (word >> bits) & 255;
    if (!marked && byte === MARK) {
      marked = true;
      continue;
    }
    if (marked && byte > 0) filled += byte;
    else if (filled < length) bytes[filled++] = marked ? MARK : byte;
    else return undefined;
    marked = false;
    if (filled > length) return undefined;
  }
  return filled === length && !marked ? bytes : undefined;
};
