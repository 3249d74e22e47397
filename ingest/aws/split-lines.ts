// Lines, of text or JSON. A line beyond the limit is counted and passed over without being held.
import type { ItemSink, Splitter } from './item-sink.ts';

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

export const splitLines = (sink: ItemSink, recordLimit: number, firstLine = 1): Splitter => {
  let line = firstLine;
  let carried: Buffer[] = [];
  let carriedBytes = 0;
  let tooLong = false;

  const carry = (bytes: Buffer): void => {
    if (bytes.length === 0) return;
    carriedBytes += bytes.length;
    if (carriedBytes > recordLimit) {
      tooLong = true;
      carried = [];
    }
    if (!tooLong) carried.push(Buffer.from(bytes));
  };

  const emit = (bytes: Buffer, start: number, end: number): void => {
    const length = end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    if (length > start) sink.item(bytes.toString('utf8', start, length), line);
  };

  const finish = (bytes: Buffer, start: number, end: number): void => {
    if (carriedBytes === 0 && end - start <= recordLimit) {
      emit(bytes, start, end);
    } else {
      carry(bytes.subarray(start, end));
      if (tooLong) {
        sink.broken('too-large', line, `a line of more than ${recordLimit} bytes`);
      } else {
        const whole = Buffer.concat(carried);
        emit(whole, 0, whole.length);
      }
      carried = [];
      carriedBytes = 0;
      tooLong = false;
    }
    line++;
  };

  return {
    push(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
        finish(chunk, start, end);
        start = end + 1;
      }
      carry(chunk.subarray(start));
    },
    end() {
      if (carriedBytes > 0) finish(Buffer.alloc(0), 0, 0);
    },
  };
};
