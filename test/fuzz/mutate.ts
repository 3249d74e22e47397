// What damage, cutting tools and attackers do to bytes.
import type { Random } from '../../cli/simulator/random.ts';

/** Texts that have broken a reader somewhere: ends and beginnings of structures, numbers past every limit, names with a meaning. */
const TEXTS = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\n',
  '\r\n',
  '\t',
  ' ',
  '-',
  '\u0000',
  '\ufeff',
  '\u2028',
  '\\ud800',
  '\\u0000',
  'null',
  'true',
  'NaN',
  'Infinity',
  '1e999',
  '-1',
  '-0',
  '99999999999999999999999999',
  '9007199254740993',
  '0.1',
  '"12"',
  '{}',
  '[]',
  '__proto__',
  'constructor',
  'toString',
  '$context.status',
  'REPORT RequestId: ',
  'START RequestId: ',
  '2026-03-02T10:15:30.123Z ',
  '1772446530123',
  '2026-13-45T99:99:99Z',
  '{"Records":[',
  '],"events":[',
  '{"awslogs":{"data":"',
  '{"messageType":"DATA_MESSAGE","logEvents":[',
  'H4sIAAAAAAAA',
  '#Fields: ',
  'srcaddr dstaddr ',
].map((text) => Buffer.from(text));

/** Bytes that are no UTF-8: an overlong slash, half a character, a lone surrogate, what UTF-8 never holds. */
const NO_UTF8 = [[0xc0, 0xaf], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xff, 0xfe], [0x80]].map((bytes) => Buffer.from(bytes));

/** Repeats make what is not linear slow; longer ones only make a run slow. */
const LONGEST_REPEATED = 64 * 1024;

const put = (bytes: Buffer, at: number, cut: number, insert: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(Math.min(bytes.length, at + cut))]);

const flipped = (bytes: Buffer, at: number, random: Random): Buffer => {
  const copy = Buffer.from(bytes);
  if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
  return copy;
};

const repeated = (bytes: Buffer, at: number, random: Random): Buffer => {
  const piece = bytes.subarray(at, at + 1 + random.below(24));
  if (piece.length === 0) return bytes;
  const times = 2 + random.below(random.chance(0.02) ? Math.floor(LONGEST_REPEATED / piece.length) : 16);
  return put(bytes, at, 0, Buffer.concat(Array.from({ length: times }, () => piece)));
};

/** The number at or behind the place, exchanged. */
const renumbered = (bytes: Buffer, at: number, random: Random): Buffer => {
  const text = bytes.toString('latin1');
  const found = /\d+/.exec(text.slice(at, at + 400));
  if (found === null) return bytes;
  return put(bytes, at + found.index, found[0].length, random.pick(TEXTS));
};

export const mutated = (bytes: Buffer, other: Buffer, random: Random): Buffer => {
  const at = random.below(bytes.length + 1);
  switch (random.below(9)) {
    case 0:
      return flipped(bytes, at, random);
    case 1:
      return put(bytes, at, 0, random.pick(TEXTS));
    case 2:
      return put(bytes, at, random.below(40), random.pick(TEXTS));
    case 3:
      return put(bytes, at, 1 + random.below(40), Buffer.alloc(0));
    case 4:
      return bytes.subarray(0, at);
    case 5:
      return put(bytes, at, random.below(200), other.subarray(random.below(other.length + 1)));
    case 6:
      return repeated(bytes, at, random);
    case 7:
      return put(bytes, at, random.below(4), random.pick(NO_UTF8));
    default:
      return renumbered(bytes, at, random);
  }
};
