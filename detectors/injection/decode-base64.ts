// Base64 inside a text, read when it turns out to be text itself: `Li4vLi4v…` is `../../…`.

/** Shorter runs are words; longer ones are files. */
const SHORTEST_RUN = 12;
const LONGEST_RUN = 4096;
/** Runs read in one text: an attacker needs one, and a list of tokens must not cost a list of decodings. */
const RUNS = 4;

const VALUE_OF = ((): Int8Array => {
  const table = new Int8Array(128).fill(-1);
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  for (let index = 0; index < digits.length; index++) table[digits.charCodeAt(index)] = index;
  table[45] = 62;
  table[95] = 63;
  return table;
})();

const sextet = (code: number): number => (code < 128 ? (VALUE_OF[code] ?? -1) : -1);

/** The run as printable ASCII, else undefined. */
const readRun = (text: string, start: number, end: number): string | undefined => {
  let out = '';
  let bits = 0;
  let held = 0;
  let nulls = 0;
  for (let at = start; at < end; at++) {
    bits = ((bits << 6) | sextet(text.charCodeAt(at))) & 0xfff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    const byte = (bits >> held) & 0xff;
    if (byte > 126 || (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 0)) return undefined;
    if (byte === 0) nulls++;
    out += String.fromCharCode(byte);
  }
  // UTF-16 has a NUL beside each letter; a run of `A`s has nothing else.
  return nulls > out.length / 2 + 1 ? undefined : nulls > out.length / 3 ? out.replaceAll('\u0000', '') : out;
};

/** Texts that were written in base64 inside `text`, at most a few. */
export const base64Texts = (text: string): readonly string[] => {
  const found: string[] = [];
  for (let at = 0; at < text.length && found.length < RUNS; ) {
    let end = at;
    while (end < text.length && sextet(text.charCodeAt(end)) >= 0) end++;
    if (end - at >= SHORTEST_RUN && end - at <= LONGEST_RUN && (end - at) % 4 !== 1) {
      const read = readRun(text, at, end);
      if (read !== undefined) found.push(read);
    }
    at = end + 1;
  }
  return found;
};
