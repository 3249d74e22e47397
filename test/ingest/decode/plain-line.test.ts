// What is read of Lambda's plain lines in one walk is what the general way reads.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Activity, Invocation, LogLine } from '../../../detectors/model/activity.ts';
import { functionId } from '../../../detectors/model/identity.ts';
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

const CHECKOUT = functionId({ account: '111122223333', region: 'eu-west-1', name: 'checkout' });

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

const generally = (text: string, context: LineContext) => {
  const fate = platformLineFate(text, context);
  if (fate === undefined || (fate.kind !== 'log-line' && fate.kind !== 'invocation')) throw new Error(`no line of Lambda's: ${text}`);
  return read(fate);
};

const escaped = (text: string): string => text.replace(/[$.*+?^()[\]{}|\\]/g, '\\$&');

/** What rules are told of the lines: nothing else may be taken for plain. */
const formOf = (kind: PlainLine): RegExp => {
  const patterns = PLAIN_LINES[kind].map((parts) =>
    parts.map((part) => (typeof part === 'string' ? escaped(part) : `[${part.of}]{${part.least},${part.most}}`)).join(''),
  );
  return new RegExp(`^(?:${patterns.join('|')})$`);
};
const FORMS: Readonly<Record<PlainLine, RegExp>> = { start: formOf('start'), end: formOf('end'), report: formOf('report') };

/** A figure needs a digit behind its point, and a point before its decimals. */
const isProper = (text: string): boolean => !/\d\.(?!\d)| \d{10}/.test(text);

/** Of a log whose function is told, of one whose lines have no times of their own, of one that may be a function's. */
const contexts = fc.constantFrom<LineContext>(
  CONTEXT,
  { ...CONTEXT, function: CHECKOUT },
  { ...CONTEXT, time: undefined, lastTime: CONTEXT.time },
  { ...CONTEXT, fallbackFunction: CHECKOUT },
);

test('a plain line is told, and reads as it does in general', () => {
  const kinds = new Set<PlainLine | undefined>();
  fc.assert(
    fc.property(line.filter(isProper), contexts, fc.constantFrom('', '\n', '\r\n'), (text, context, lineEnd) => {
      // The line end is the message's, not the line's.
      const found = plainLine(`${text}${lineEnd}`, text.length, context);
      expect(found, text).toBeDefined();
      if (found === undefined) return;
      kinds.add(found.plain);
      expect(read(found)).toEqual(generally(text, context));
    }),
    { numRuns: 1_000 },
  );
  expect(kinds).toEqual(new Set(['start', 'end', 'report']));
});

test('what is nearly one is none, or reads as it does in general', () => {
  let others = 0;
  fc.assert(
    fc.property(nearly, (text) => {
      const found: Activity | undefined = plainLine(text, text.length, CONTEXT);
      if (found === undefined) others++;
      else {
        expect(read(found)).toEqual(generally(text, CONTEXT));
        expect(text).toMatch(FORMS[found.plain ?? 'end']);
      }
    }),
    { numRuns: 2_000 },
  );
  expect(others).toBeGreaterThan(500);
});

const ID = '5b0c2a6e-17d4-4c39-9f11-000000000001';
const reported = (duration: string): string =>
  `REPORT RequestId: ${ID}\tDuration: ${duration} ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 88 MB\t`;

test.for<readonly [what: string, text: string, isPlain: boolean]>([
  ['thousandths', reported('12.345'), true],
  ['finer figures than Lambda tells', reported('12.3456'), false],
  ['nine digits', reported('123456789'), true],
  ['ten digits', reported('1234567890'), false],
  ['a version of nine digits', `START RequestId: ${ID} Version: 123456789`, true],
  ['a version of ten digits', `START RequestId: ${ID} Version: 1234567890`, false],
])('%s', ([, text, isPlain]) => {
  expect(plainLine(text, text.length, CONTEXT) !== undefined).toBe(isPlain);
});

test('a line without any time is none', () => {
  const text = `END RequestId: ${ID}`;
  expect(plainLine(text, text.length, { ...CONTEXT, time: undefined })).toBeUndefined();
});
