// A JSON document larger than a record (`{"Records":[…]}`, `[…]`, or pretty-printed) to its elements, one pass over the
// bytes, strings respected. Text that turns out not to be one document goes on as lines.
import { newGuesser } from './guess-element.ts';
import type { ItemSink, Splitter } from './item-sink.ts';
import { splitLines } from './split-lines.ts';

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const NEWLINE = 10;
const SPACE = 32;

/** The arrays whose elements are records: CloudTrail and event sources, LookupEvents, filter-log-events, Firehose. */
const CONTAINER = /^\s*\{\s*"(?:Records|Events|events|records)"\s*:\s*$/;

/** Longer than the longest of those openings with room for indentation. */
const OPENING_BYTES = 256;

/** Element depth behind a document's list of records: what stands there is none, unless another such list opens. */
const BEHIND_RECORDS = Number.POSITIVE_INFINITY;

export const splitDocument = (sink: ItemSink, recordLimit: number): Splitter => {
  /** Depth at which elements begin: 0 = whole documents, 1 = elements of a top array, 2 = of an array in an object. */
  let elementDepth = 0;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let ordinal = 1;
  /** Text of the document's opening, until it is known what it opens. */
  let opening = '';
  let openingKnown = false;
  /** Where the current element begins in the current chunk, or -1 between elements. */
  let start = -1;
  let carried: Buffer[] = [];
  let carriedBytes = 0;
  let tooLong = false;
  let asLines: Splitter | undefined;
  const guesser = newGuesser(recordLimit);

  const hold = (bytes: Buffer): void => {
    carriedBytes += bytes.length;
    if (carriedBytes > recordLimit) {
      tooLong = true;
      carried = [];
    }
    if (!tooLong && bytes.length > 0) carried.push(Buffer.from(bytes));
  };

  const emit = (chunk: Buffer, end: number): void => {
    if (carriedBytes === 0 && end - start <= recordLimit) {
      sink.item(chunk.toString('utf8', start, end), ordinal);
    } else {
      hold(chunk.subarray(start, end));
      if (tooLong) sink.broken('too-large', ordinal, `an element of more than ${recordLimit} bytes`);
      else sink.item(Buffer.concat(carried).toString('utf8'), ordinal);
    }
    ordinal++;
    carried = [];
    carriedBytes = 0;
    tooLong = false;
    start = -1;
  };

  const startDocument = (): void => {
    opening = '';
    openingKnown = false;
    elementDepth = 0;
  };

  /** Whether it is open what the document's next list is: at its beginning, and between its lists. */
  const isOpening = (): boolean => !openingKnown || (elementDepth === BEHIND_RECORDS && depth === 1);

  /** An array opens while that is open: are its elements records? */
  const meetArray = (): boolean => {
    const isList = depth === 1 && CONTAINER.test(opening);
    if (depth === 0) elementDepth = 1;
    else if (isList) elementDepth = 2;
    openingKnown = true;
    return depth === 0 || isList;
  };

  const goOnAsLines = (rest: Buffer): Splitter => {
    const lines = splitLines(sink, recordLimit, ordinal);
    asLines = lines;
    lines.push(rest);
    return lines;
  };

  const giveUp = (rest: Buffer): void => {
    sink.broken('not-json', ordinal, 'a line ends inside a string');
    ordinal++;
    carried = [];
    carriedBytes = 0;
    goOnAsLines(rest);
  };

  /** Where the string that `from` lies in ends (its closing quote, or the end of the chunk), or -1 at a raw line end. */
  const stringEnd = (chunk: Buffer, from: number): number => {
    const length = chunk.length;
    let at = escaped ? from + 1 : from;
    escaped = false;
    for (; at < length; at++) {
      const byte = chunk[at];
      if (byte === QUOTE) return at;
      if (byte === BACKSLASH) at++;
      else if (byte === NEWLINE) return -1;
    }
    escaped = at > length;
    return length;
  };

  /** The hot loop: from inside an element to the byte that closes it, to a string, or to the end of the chunk. */
  const insideElement = (chunk: Buffer, from: number): number => {
    const length = chunk.length;
    const last = elementDepth + 1;
    let level = depth;
    let at = from;
    for (; at < length; at++) {
      const byte = chunk[at] as number;
      if (byte === QUOTE) {
        const end = stringEnd(chunk, at + 1);
        if (end === -1) break;
        at = end;
        inString = end >= length;
        continue;
      }
      // `[` and `{`, `]` and `}` differ in one bit.
      const folded = byte | 32;
      if (folded === OPEN_OBJECT) level++;
      else if (folded === CLOSE_OBJECT) {
        if (level === last) break;
        level--;
      }
    }
    depth = level;
    return at;
  };

  const scan = (chunk: Buffer): void => {
    const length = chunk.length;
    for (let at = 0; at < length; at++) {
      if (inString) {
        const end = stringEnd(chunk, at);
        if (end === -1) {
          giveUp(chunk.subarray(chunk.indexOf(NEWLINE, at) + 1));
          return;
        }
        if (isOpening()) opening += chunk.toString('latin1', at, Math.min(end + 1, at + OPENING_BYTES));
        inString = end >= length;
        at = end;
        continue;
      }
      if (openingKnown && depth > elementDepth) {
        at = insideElement(chunk, at);
        if (at >= length) break;
        if (chunk[at] === QUOTE) {
          inString = true;
          continue;
        }
      }
      const byte = chunk[at] as number;
      if (byte <= SPACE) continue;
      const betweenElements = depth === elementDepth && start === -1 && carriedBytes === 0;
      if (betweenElements && depth === 0 && byte !== OPEN_OBJECT && byte !== OPEN_ARRAY) {
        goOnAsLines(chunk.subarray(at));
        return;
      }
      if (byte === OPEN_ARRAY && isOpening() && meetArray()) {
        // What was held as the start of a whole document was only its opening.
        start = -1;
        carried = [];
        carriedBytes = 0;
        depth++;
        continue;
      }
      if (betweenElements && openingKnown && byte === OPEN_OBJECT && sink.value !== undefined) {
        const guess = guesser.guess(chunk, at);
        if (guess !== undefined) {
          sink.value(guess.value, guess.text, ordinal++);
          at = guess.end - 1;
          continue;
        }
      }
      if (betweenElements && byte !== COMMA && byte !== CLOSE_ARRAY && byte !== CLOSE_OBJECT) start = at;
      if (isOpening()) {
        // Behind records, each field is looked at by itself: as if it were the document's first.
        opening = elementDepth === BEHIND_RECORDS && byte === COMMA ? '{' : opening + String.fromCharCode(byte);
        if (opening.length > OPENING_BYTES) openingKnown = true;
      }
      if (byte === QUOTE) inString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        // A bare number or word as the last element of the array ends here.
        if (depth === elementDepth && elementDepth > 0 && (start !== -1 || carriedBytes > 0)) {
          start = Math.max(start, 0);
          emit(chunk, at);
        }
        depth = Math.max(0, depth - 1);
        if (depth === elementDepth && (start !== -1 || carriedBytes > 0)) {
          start = Math.max(start, 0);
          emit(chunk, at + 1);
        }
        if (depth < elementDepth) elementDepth = depth === 0 ? 0 : BEHIND_RECORDS;
        if (depth === 0) startDocument();
      } else if (byte === COMMA && depth === elementDepth && elementDepth > 0 && (start !== -1 || carriedBytes > 0)) {
        start = Math.max(start, 0);
        emit(chunk, at);
      }
    }
    if (start !== -1 || carriedBytes > 0) {
      hold(chunk.subarray(Math.max(start, 0)));
      start = -1;
    }
  };

  return {
    push(chunk) {
      if (asLines !== undefined) asLines.push(chunk);
      else scan(chunk);
    },
    end() {
      if (asLines !== undefined) asLines.end();
      else if (elementDepth === 0 && carried.length > 0) {
        // What never closed was no document: perhaps a broken line with good ones behind it.
        goOnAsLines(Buffer.concat(carried)).end();
      } else if (depth > 0 || carriedBytes > 0) sink.broken('not-json', ordinal, 'the document ends before it is closed');
    },
  };
};
