// Bytes as text and back: base64 with runs of zero bytes counted, since most of a quiet function's memory is zeros.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map([...ALPHABET].map((letter, value) => [letter, value] as const));

/** A run of this many zero bytes is worth a mark; the longest a mark can tell. */
const LEAST_RUN = 4;
const LONGEST_RUN = 255;

/** After this byte: a count of zeros, or 0 for the byte itself. Rare as the top byte of a number. */
const MARK = 0xd9;

const packed = (bytes: Uint8Array): number[] => {
  const out: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    let run = 0;
    while (run < LONGEST_RUN && at + run < bytes.length && bytes[at + run] === 0) run++;
    if (run >= LEAST_RUN) {
      out.push(MARK, run);
      at += run;
      continue;
    }
    if (byte === MARK) out.push(MARK, 0);
    else out.push(byte);
    at++;
  }
  return out;
};

export const textOfBytes = (bytes: Uint8Array): string => {
  const source = packed(bytes);
  const pieces: string[] = [];
  for (let at = 0; at < source.length; at += 3) {
    const word = ((source[at] ?? 0) << 16) | ((source[at + 1] ?? 0) << 8) | (source[at + 2] ?? 0);
    const letters = Math.min(3, source.length - at) + 1;
    for (let letter = 0; letter < letters; letter++) pieces.push(ALPHABET[(word >> (18 - 6 * letter)) & 63] ?? 'A');
  }
  return pieces.join('');
};

/** Exactly `length` bytes, else undefined. */
export const bytesOfText = (text: string, length: number): Uint8Array | undefined => {
  const source: number[] = [];
  let word = 0;
  let bits = 0;
  for (const letter of text) {
    const value = VALUES.get(letter);
    if (value === undefined) return undefined;
    word = ((word << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      source.push((word >> bits) & 255);
    }
  }
  const bytes = new Uint8Array(length);
  let filled = 0;
  for (let at = 0; at < source.length; at++) {
    const byte = source[at] ?? 0;
    const run = byte === MARK ? (source[++at] ?? 0) : 0;
    if (run > 0) filled += run;
    else if (filled < length) bytes[filled++] = byte;
    else return undefined;
    if (filled > length) return undefined;
  }
  return filled === length ? bytes : undefined;
};
