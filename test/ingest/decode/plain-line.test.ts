// What is read of Lambda's plain lines in one walk is what the general way reads.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Activity, Invocation, LogLine } from '../../../detectors/model/activity.ts';
import { PLAIN_LINES, type PlainLine, type Varying } from '../../../detectors/model/plain-line.ts';
import type { Instant } from '../../../detectors/model/time.ts';
import type { LineContext } from '../../../ingest/decode/line-context.ts';
import { plainLine } from '../../../ingest/decode/plain-line.ts';
import { platformLineFate } from '../../../ingest/decode/platform-line.ts';

const CONTEXT: LineContext = {
  id: '39526055061702053341214867789318822743163449662777131009',
  source: '-',
  time: 1_772_446_530_123 as Instant,
  lastTime: undefined,
  account: '111122223333',
  region: 'eu-west-1',
  logGroup: '/aws/lambda/checkout',
  logStream: '2026/03/02/[$LATEST]0a1b2c3d4e5f60718293a4b5c6d7e8f9',
  function: undefined,
  fallbackFunction: undefined,
  declared: [],
};

const partOf = (part: string | Varying): fc.Arbitrary<string> =>
  typeof part === 'string'
    ? fc.constant(part)
    : fc.string({ unit: fc.constantFrom(...part.of), minLength: part.least, maxLength: part.most });

const line = fc
  .constantFrom(...Object.values(PLAIN_LINES).flat())
  .chain((parts) => fc.tuple(...parts.map(partOf)))
  .map((texts) => texts.join(''));

/** A line with one character changed, left out or put in. */
const nearly = fc
  .tuple(line, fc.nat(), fc.constantFrom('', 'x', '0', ' ', '\t', '.', 'é', '-'), fc.boolean())
  .map(([text, at, character, replaces]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + character + text.slice(place + (replaces ? 1 : 0));
  });

/** All that is read, and not how it is kept. */
const read = (activity: Invocation | LogLine) => {
  const { kind, id, time, function: owner, account, region, stream, service, record, requestId, logBytes } = activity;
  const shared = { kind, id, time, owner, account, region, stream, service, record, requestId, logBytes };
  if (activity.kind === 'log-line') {
    const { origin, level, errorClass, hosts } = activity;
    return { ...shared, origin, level, errorClass, hosts };
  }
  const { outcome, durationMs, billedMs, memorySizeMb, maxMemoryUsedMb, initMs } = activity;
  return { ...shared, outcome, durationMs, billedMs, memorySizeMb, maxMemoryUsedMb, initMs };
};

const generally = (text: string) => {
  const fate = platformLineFate(text, CONTEXT);
  if (fate === undefined || (fate.kind !== 'log-line' && fate.kind !== 'invocation')) throw new Error(`no line of Lambda's: ${text}`);
  return read(fate);
};

/** A figure needs a digit behind its point, and a point before its decimals. */
const isProper = (text: string): boolean => !/\d\.(?!\d)| \d{10}/.test(text);

test('a plain line is told, and reads as it does in general', () => {
  const kinds = new Set<PlainLine | undefined>();
  fc.assert(
    fc.property(line.filter(isProper), (text) => {
      const found = plainLine(text, CONTEXT);
      expect(found, text).toBeDefined();
      if (found === undefined) return;
      kinds.add(found.plain);
      expect(read(found)).toEqual(generally(text));
    }),
    { numRuns: 1_000 },
  );
  expect(kinds).toEqual(new Set(['start', 'end', 'report']));
});

test('what is nearly one is none, or reads as it does in general', () => {
  let others = 0;
  fc.assert(
    fc.property(nearly, (text) => {
      const found: Activity | undefined = plainLine(text, CONTEXT);
      if (found === undefined) others++;
      else expect(read(found)).toEqual(generally(text));
    }),
    { numRuns: 2_000 },
  );
  expect(others).toBeGreaterThan(500);
});
