// Bytes to items: a text line, a JSON line, or one element of a JSON document too large to hold. Whatever the length of
// the input, at most one item is held.
import { RECORD_CHARACTERS } from '../decode/limits.ts';
import type { ItemSink, Splitter } from './item-sink.ts';
import { splitDocument } from './split-document.ts';
import { splitLines } from './split-lines.ts';

/** Enough to see a whole first line of nearly every log, and to tell text from binary. */
const SNIFFED_BYTES = 64 * 1024;

const UTF8_BOM = [0xef, 0xbb, 0xbf];
const NUL = 0;

const withoutBom = (bytes: Buffer): Buffer => (UTF8_BOM.every((byte, index) => bytes[index] === byte) ? bytes.subarray(3) : bytes);

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** A file whose first bytes open a JSON value is read by lines if any line is a value by itself, else as one document. */
const isDocument = (head: string, whole: boolean): boolean => {
  const start = head.trimStart();
  // A list of records, not `[ERROR] 2026-03-02 …`.
  if (start.startsWith('[')) return /^\[\s*[{[]/.test(start);
  if (!start.startsWith('{')) return false;
  const lines = head.split('\n');
  // The last line may go on beyond what was sniffed.
  const complete = whole ? lines : lines.slice(0, -1);
  return !complete.some((line) => line.startsWith('{') && isJson(line));
};

/** Programs, images and UTF-16 hold a NUL in every few bytes; text that was damaged, or attacked, one here and there. */
const BINARY_NUL_SHARE = 0.01;

const isBinary = (bytes: Buffer): boolean => {
  let count = 0;
  for (let at = bytes.indexOf(NUL); at !== -1; at = bytes.indexOf(NUL, at + 1)) count++;
  return count > bytes.length * BINARY_NUL_SHARE;
};

/** Formats that logs are kept in and that are not read, by their first bytes. */
const MAGIC: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['Parquet', [0x50, 0x41, 0x52, 0x31]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58]],
  ['gzip within gzip', [0x1f, 0x8b]],
  ['Avro', [0x4f, 0x62, 0x6a, 0x01]],
  ['ORC', [0x4f, 0x52, 0x43]],
  ['SQLite', [0x53, 0x51, 0x4c, 0x69]],
];

/** A line of text may begin with such letters; a control character soon behind them is none of its. */
const knownBinary = (bytes: Buffer): string | undefined =>
  bytes.subarray(0, 16).some((byte) => byte < 9)
    ? MAGIC.find(([, magic]) => magic.every((byte, index) => bytes[index] === byte))?.[0]
    : undefined;

const describeBytes = (bytes: Buffer): string => {
  const name = knownBinary(bytes);
  return `begins with bytes ${bytes.subarray(0, 8).toString('hex')}${name === undefined ? '' : ` (${name})`}`;
};

/** Decides from the first bytes how the rest is to be cut. */
export const splitItems = (sink: ItemSink, recordLimit: number = RECORD_CHARACTERS): Splitter => {
  let head: Buffer[] = [];
  let headBytes = 0;
  let chosen: Splitter | 'binary' | undefined;

  const choose = (whole: boolean): void => {
    const bytes = withoutBom(Buffer.concat(head));
    head = [];
    if (bytes.length === 0) {
      sink.broken('empty', 1, 'nothing in it');
      chosen = 'binary';
      return;
    }
    const sniffed = bytes.subarray(0, SNIFFED_BYTES);
    if (isBinary(sniffed) || knownBinary(sniffed) !== undefined) {
      sink.broken('binary', 1, describeBytes(bytes));
      chosen = 'binary';
      return;
    }
    chosen = isDocument(sniffed.toString('utf8'), whole && bytes.length <= SNIFFED_BYTES)
      ? splitDocument(sink, recordLimit)
      : splitLines(sink, recordLimit);
    chosen.push(bytes);
  };

  return {
    push(chunk) {
      if (chosen === 'binary') return;
      if (chosen !== undefined) {
        chosen.push(chunk);
        return;
      }
      head.push(Buffer.from(chunk));
      headBytes += chunk.length;
      if (headBytes >= SNIFFED_BYTES) choose(false);
    },
    end() {
      if (chosen === undefined) choose(true);
      if (chosen !== 'binary') chosen?.end();
    },
  };
};
