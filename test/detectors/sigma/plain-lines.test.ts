// Lambda's plain lines are passed over only where no rule could have matched them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ruleSet } from '../../../detectors/aws/rule-set.ts';
import type { JsonObject } from '../../../detectors/model/json.ts';
import { PLAIN_LINES, PLAIN_TYPES, type PlainLine, type Varying } from '../../../detectors/model/plain-line.ts';
import { DEFAULT_SETTINGS } from '../../../detectors/model/settings.ts';
import type { Instant } from '../../../detectors/model/time.ts';
import { loadRules } from '../../../detectors/sigma/load.ts';
import { buildMatcher } from '../../../detectors/sigma/matcher.ts';
import type { Derivations } from '../../../detectors/sigma/record-view.ts';
import type { LineContext } from '../../../ingest/decode/line-context.ts';
import { plainLine } from '../../../ingest/decode/plain-line.ts';

const KINDS = Object.keys(PLAIN_LINES) as PlainLine[];

const partOf = (part: string | Varying): fc.Arbitrary<string> =>
  typeof part === 'string'
    ? fc.constant(part)
    : fc.string({ unit: fc.constantFrom(...part.of), minLength: part.least, maxLength: part.most });

/** Any line of the kind, as the record that decoding makes of it. */
const recordOf = (kind: PlainLine): fc.Arbitrary<JsonObject> =>
  fc
    .constantFrom(...PLAIN_LINES[kind])
    .chain((parts) => fc.tuple(...parts.map(partOf)))
    .map((texts) => ({ type: PLAIN_TYPES[kind], record: { requestId: texts.slice(1, 10).join('') }, message: texts.join('') }));

const matcherOf = (detection: string, { derivations, service = 'lambda' }: { derivations?: Derivations; service?: string } = {}) => {
  const text = `title: T
id: 5f0f4a0e-3b5e-4c1f-9a52-6a5d0d4e7c01
name: sought
logsource:
  product: aws
  service: ${service}
detection:
${detection}${detection.includes('condition:') ? '' : '\n  condition: seen'}
level: low
`;
  const loaded = loadRules([{ path: 'sought.yml', text }], new Map());
  expect(loaded.problems).toEqual([]);
  return buildMatcher(loaded, derivations);
};

const passesOver = (detection: string, kind: PlainLine, options?: Parameters<typeof matcherOf>[1]): boolean => {
  const matcher = matcherOf(detection, options);
  const asked = { count: 0 };
  const activity = {
    service: 'lambda' as const,
    plain: kind,
    get record() {
      asked.count++;
      return {};
    },
  };
  matcher.matchActivity(activity);
  return asked.count === 0;
};

describe('a rule that looks for', () => {
  test.for<readonly [string, string, readonly PlainLine[]]>([
    ['a word no plain line has', "  seen:\n    message|contains: 'denied'", []],
    ['the word of a start', "  seen:\n    message|contains: 'START Req'", ['start']],
    ['a part of an id, as an analyst would', "  seen:\n    message|contains: 'f7b0368c-4f4b'", ['start', 'end', 'report']],
    ['hexadecimal digits in groups no id has', "  seen:\n    message|contains: 'f7b0368c-4f4b0'", []],
    ['an address, which no figure is', "  seen:\n    - '169.254.169.254'", []],
    ['a figure', "  seen:\n    - 'Used: 512 MB'", ['report']],
    ['figures and units in a wrong order', "  seen:\n    - 'Used: 512 ms'", []],
    ['the latest version', "  seen:\n    message|endswith: '$LATEST'", ['start']],
    ['a type', '  seen:\n    type: platform.report', ['report']],
    ['a field within', '  seen:\n    record.metrics.durationMs|gt: 100', ['start', 'end', 'report']],
    ['the record', '  seen:\n    record|exists: true', ['start', 'end', 'report']],
    ['a type of whatever kind', '  seen:\n    type|exists: true', ['start', 'end', 'report']],
    ['any message', '  seen:\n    message|exists: true', ['start', 'end', 'report']],
    ['a type, wherever it stands', "  seen:\n    - 'platform.rep'", ['report']],
    ['one of two things, one of which they lack', "  seen:\n    message|contains: ['denied', 'START']", ['start']],
    ['a field they lack', '  seen:\n    level: error', []],
    ['two things, one of which they lack', "  seen:\n    level|exists: true\n    message|contains: 'START'", []],
    ['what is not there', '  seen:\n    level: null', ['start', 'end', 'report']],
    ['an expression of which nothing is known', "  seen:\n    message|re: '[0-9]{3}'", ['start', 'end', 'report']],
  ])('%s', ([, detection, concerned]) => {
    expect(KINDS.filter((kind) => !passesOver(detection, kind))).toEqual(concerned);
  });
});

test('a derived field that such a line has, or has not', () => {
  const detection = '  seen:\n    lapwing.kind: start';
  const derivations = new Map([['lapwing.kind', ({ type }: JsonObject) => (type === 'platform.start' ? ['start'] : [])]]);
  expect(KINDS.filter((kind) => !passesOver(detection, kind, { derivations }))).toEqual(['start']);
});

test('a rule for other logs is not asked', () => {
  expect(KINDS.filter((kind) => !passesOver("  seen:\n    message|contains: 'START'", kind, { service: 'cloudtrail' }))).toEqual([]);
});

test('the rules of the house match no plain line', () => {
  const { matcher } = ruleSet(DEFAULT_SETTINGS, []);
  for (const kind of KINDS) {
    fc.assert(fc.property(recordOf(kind), (record) => matcher.match('lambda', record).length === 0));
    let asked = false;
    matcher.matchActivity({
      service: 'lambda',
      plain: kind,
      get record() {
        asked = true;
        return {};
      },
    });
    expect(asked, kind).toBe(false);
  }
});

test('any piece of a plain line that a rule looks for is looked for', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...KINDS).chain((kind) => recordOf(kind).map((record) => [kind, String(record['message'])] as const)),
      fc.nat(),
      fc.integer({ min: 1, max: 24 }),
      ([kind, message], from, length) => {
        const start = from % message.length;
        const piece = message.slice(start, start + length).trim();
        fc.pre(piece !== '' && !/['\t\\*?]/.test(piece));
        expect(passesOver(`  seen:\n    message|contains: '${piece}'`, kind)).toBe(false);
      },
    ),
    { numRuns: 300 },
  );
});

const CONTEXT: LineContext = {
  id: 'e1',
  source: '-',
  time: 1_772_446_530_123 as Instant,
  lastTime: undefined,
  account: '',
  region: '',
  logGroup: '/aws/lambda/checkout',
  logStream: '',
  function: undefined,
  fallbackFunction: undefined,
  declared: [],
};

const FIELDS = ['message', 'type', 'record', 'record.requestId', 'record.version', 'record.metrics.durationMs', 'requestId', 'level'];

/** One test of a detection, of texts that such lines have and have not. */
const sought = (message: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...FIELDS),
      fc.constantFrom('', '|contains', '|startswith', '|endswith', '|contains|cased', '|neq', '|re', '|gt'),
      fc.oneof(
        fc
          .tuple(fc.nat({ max: message.length }), fc.integer({ min: 1, max: 60 }))
          .map(([from, length]) => message.slice(from, from + length)),
        fc.constantFrom('platform.start', 'START', 'denied', '$LATEST', message),
      ),
    )
    .map(([name, modifier, text]) => {
      if (modifier === '|gt') return `{${JSON.stringify(`${name}|gt`)}: 1}`;
      const value = modifier === '|re' ? text.replace(/[^a-zA-Z0-9 ]/g, '.') : text.replace(/[\\*?]/g, '');
      return `{${JSON.stringify(name + modifier)}: ${JSON.stringify(value)}}`;
    });

test('what is passed over would not have matched', () => {
  let passed = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...KINDS).chain((kind) =>
        recordOf(kind)
          .map(({ message }) => plainLine(String(message), String(message).length, CONTEXT))
          .filter((activity) => activity !== undefined)
          .chain((activity) => {
            const { message } = activity.record;
            const one = sought(String(message));
            return fc.tuple(
              fc.constant({ kind, record: activity.record }),
              one,
              one,
              fc.constantFrom('a and b', 'a or b', 'a and not b', 'not a'),
            );
          }),
      ),
      ([{ kind, record }, one, other, condition]) => {
        const detection = `  a: ${one}\n  b: ${other}\n  condition: ${condition}`;
        if (!passesOver(detection, kind)) return;
        passed++;
        expect(matcherOf(detection).match('lambda', record)).toEqual([]);
      },
    ),
    { numRuns: 2_000 },
  );
  expect(passed).toBeGreaterThan(200);
});
