// A line of text that the application wrote: the time, request and level it opens with, in the usual forms of each runtime.
import type { JsonObject } from '../../detectors/model/json.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { errorClassIn } from '../normalise/error-class.ts';
import { isoInstant } from '../normalise/instant-text.ts';
import { isErrorLevel, type LogLevel, levelNamed } from '../normalise/log-level.ts';
import { logLine } from '../normalise/log-line.ts';
import { utf8Length } from '../normalise/utf8-length.ts';
import { type Fate, skipped } from './fate.ts';
import type { LineContext } from './line-context.ts';
import { isRequestIdAt, REQUEST_ID_LENGTH } from './request-id.ts';

const NO_TIME = skipped('no-time');

export interface Opening {
  readonly time: Instant | undefined;
  readonly requestId: string | undefined;
  readonly level: LogLevel | undefined;
}

export const isRequestId = (text: string): boolean => text.length === REQUEST_ID_LENGTH && isRequestIdAt(text, 0);

/** Openings are short; what follows is the message. */
const OPENING_CHARACTERS = 120;
const MOST_WORDS = 6;

const bare = (word: string): string => {
  const start = word.startsWith('[') ? 1 : 0;
  const last = word.charCodeAt(word.length - 1);
  return word.slice(start, last === 93 || last === 58 || last === 44 ? -1 : undefined);
};

const TAB = 9;
const LETTER_T = 84;
/** `2026-01-02T03:04:05.678Z`, as Node.js writes all times. */
const TIME_LENGTH = 24;

/** Of a line of the Node.js runtime's, which are most: `TIME\tREQUEST\tLEVEL\t…`. */
const nodeOpening = (line: string): Opening | undefined => {
  const idEnd = TIME_LENGTH + 1 + REQUEST_ID_LENGTH;
  if (line.charCodeAt(10) !== LETTER_T || line.charCodeAt(TIME_LENGTH) !== TAB || line.charCodeAt(idEnd) !== TAB) return undefined;
  if (!isRequestIdAt(line, TIME_LENGTH + 1)) return undefined;
  const levelEnd = line.indexOf('\t', idEnd + 1);
  const level = levelEnd === -1 || levelEnd > OPENING_CHARACTERS ? undefined : levelNamed(line.slice(idEnd + 1, levelEnd));
  const time = level === undefined ? undefined : isoInstant(line.slice(0, TIME_LENGTH));
  return time === undefined ? undefined : { time, requestId: line.slice(TIME_LENGTH + 1, idEnd), level };
};

/**
 * Reads `TIME\tREQUEST\tLEVEL\t…` (Node.js, .NET), `[LEVEL]\tTIME\tREQUEST\t…` (Python), `DATE TIME REQUEST LEVEL …` (Java)
 * and what is like them: any of the three, in any order, among the first words.
 */
export const openingOf = (line: string): Opening => nodeOpening(line) ?? anyOpening(line);

const anyOpening = (line: string): Opening => {
  let time: Instant | undefined;
  let requestId: string | undefined;
  let level: LogLevel | undefined;
  let at = 0;
  for (let words = 0; words < MOST_WORDS && at < line.length && at < OPENING_CHARACTERS; words++) {
    let end = at;
    while (end < line.length && line.charCodeAt(end) > 32) end++;
    const word = bare(line.slice(at, end));
    if (requestId === undefined && isRequestId(word)) requestId = word;
    else if (time === undefined && word.length >= 10 && word.length <= 40 && word.charCodeAt(4) === 45) {
      time = word.length === 10 ? isoInstant(line.slice(at, at + 19)) : isoInstant(word);
      if (time !== undefined && word.length === 10) end = Math.max(end, at + 19);
    } else if (level === undefined && word.length >= 3) {
      // Only shouted, or behind a time or request, is a word a level (`info` of .NET); else it is English.
      if (word === word.toUpperCase() || time !== undefined || requestId !== undefined) level = levelNamed(word);
    }
    if (time !== undefined && requestId !== undefined && level !== undefined) break;
    at = end + 1;
    while (at < line.length && line.charCodeAt(at) <= 32) at++;
  }
  return { time, requestId, level };
};

export const applicationLineFate = (line: string, context: LineContext, opening: Opening = openingOf(line)): Fate => {
  const time = context.time ?? opening.time ?? context.lastTime;
  if (time === undefined) return NO_TIME;
  const errorClass = opening.level === undefined || isErrorLevel(opening.level) ? errorClassIn(line) : undefined;
  const level = opening.level ?? (errorClass !== undefined && line.startsWith('Traceback') ? 'error' : undefined);
  const record: Record<string, string> = { message: line };
  if (opening.requestId !== undefined) record['requestId'] = opening.requestId;
  if (level !== undefined) record['level'] = level;
  return logLine(
    {
      origin: 'application',
      record: record satisfies JsonObject,
      requestId: opening.requestId,
      level,
      errorClass,
      logBytes: utf8Length(line),
    },
    time,
    context,
  );
};
