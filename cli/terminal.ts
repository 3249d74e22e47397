// What is said to a person beside the results: progress, warnings, colour. All of it on stderr but the colours of results.
import { styleText } from 'node:util';
import { EXIT } from './exit.ts';

export type StyleName = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan' | 'magenta';
export type Style = (name: StyleName, text: string) => string;

/** Colour when the stream is a terminal and NO_COLOR is not set. */
export const styleFor = (stream: NodeJS.WriteStream): Style =>
  stream.isTTY && !process.env['NO_COLOR'] ? (name, text) => styleText(name, text, { validateStream: false }) : (_name, text) => text;

/** Lines of a terminal are read up to about a hundred characters; wider ones are for tables. */
const WIDEST = 110;
const WIDTH_WITHOUT_TERMINAL = 100;
export const widthOf = (stream: NodeJS.WriteStream): number => Math.min(WIDEST, stream.columns ?? WIDTH_WITHOUT_TERMINAL);

/** Control characters made visible: a file's name or a record's text must not drive the terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
export const printable = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');

export const say = (text: string): void => {
  process.stderr.write(`lapwing: ${printable(text)}\n`);
};

export interface Progress {
  update(text: string): void;
  end(): void;
}

const REDRAW_MS = 100;

/** One line, redrawn in place; nothing when stderr is no terminal or the user asked for quiet. */
export const progressLine = (quiet: boolean): Progress => {
  if (quiet || !process.stderr.isTTY) return { update: () => {}, end: () => {} };
  let drawn = 0;
  return {
    update(text) {
      const now = performance.now();
      if (now - drawn < REDRAW_MS) return;
      drawn = now;
      process.stderr.write(`\r\u001b[2K${printable(text).slice(0, (process.stderr.columns ?? WIDTH_WITHOUT_TERMINAL) - 1)}`);
    },
    end() {
      if (drawn > 0) process.stderr.write('\r\u001b[2K');
    },
  };
};

/** More broken records than this are told as one number; --stats has them all. */
const BROKEN_SHOWN = 20;

export interface BrokenRecords {
  readonly tell: (source: string, line: number, reason: string, detail: string) => void;
  /** Says how many were not named. */
  end(): void;
}

/** Names the first records that could not be read on stderr, and counts the rest. */
export const brokenRecords = (): BrokenRecords => {
  let broken = 0;
  return {
    tell(source, line, reason, detail) {
      broken++;
      if (broken <= BROKEN_SHOWN) say(`${source}${line > 0 ? `:${line}` : ''}: ${reason}: ${detail}`);
    },
    end() {
      if (broken > BROKEN_SHOWN)
        say(`… and ${broken - BROKEN_SHOWN} more that could not be read; --stats FILE counts them by source and reason`);
    },
  };
};

/** The first Ctrl-C stops reading and has what was read assessed; the second ends at once. */
export const breakOff = (): AbortController => {
  const controller = new AbortController();
  process.once('SIGINT', () => {
    say('breaking off; what was read is assessed (once more: end at once)');
    controller.abort();
    process.once('SIGINT', () => process.exit(EXIT.interrupted));
  });
  return controller;
};
