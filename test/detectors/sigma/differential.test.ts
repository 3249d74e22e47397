// The engine against a second reading of the specification: the rules that come with Lapwing on the records of all their
// cases, and rules made at random on records made at random.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { rulesFrom, rulesText } from '../../../detectors/aws/rules-text.ts';
import type { LogService } from '../../../detectors/model/activity.ts';
import type { Json, JsonObject } from '../../../detectors/model/json.ts';
import { casesOf } from '../../../detectors/sigma/case.ts';
import { loadRules } from '../../../detectors/sigma/load.ts';
import { buildMatcher, isForService, LOG_SERVICES } from '../../../detectors/sigma/matcher.ts';
import { withoutCases } from '../../../detectors/sigma/without-cases.ts';
import { DERIVATIONS, loaded, matcher, PLACEHOLDERS, rulePaths, ruleText } from '../rules/own-rules.ts';
import { oracle } from './oracle.ts';
import { ruleText as textOfRule } from './rule-text.ts';

/** The record with what is derived from it, as fields of its own. */
const withDerived = (record: JsonObject, service: LogService): JsonObject => {
  const derived = [...DERIVATIONS].map(([name, derive]): [string, readonly string[]] => [name, derive(record, service)]);
  return { ...record, ...Object.fromEntries(derived.filter(([, texts]) => texts.length > 0)) };
};

type Detection = Parameters<typeof oracle>[0];

/** Rule id → its detection. */
const ownDetections = new Map(
  rulePaths.flatMap((path) =>
    (parseAllDocuments(withoutCases(ruleText(path))) as readonly { toJSON(): { name?: string; detection?: Detection } }[]).flatMap(
      (document) => {
        const { name, detection } = document.toJSON();
        return name === undefined || detection === undefined ? [] : [[name, detection] as const];
      },
    ),
  ),
);

test.for(LOG_SERVICES)('own rules on the records of all cases of %s', (service) => {
  const rules = loaded.rules.filter((rule) => isForService(rule, service));
  const all = rules.flatMap((rule) => casesOf(rule).flatMap((one) => ((one?.service ?? service) === service ? (one?.records ?? []) : [])));
  const different = new Map(all.map((record) => [JSON.stringify({ ...record, eventID: '', requestID: '', eventTime: '' }), record]));
  expect(rules.filter(({ id }) => !ownDetections.has(id))).toEqual([]);
  for (const record of different.values()) {
    const seen = withDerived(record, service);
    const known = new Map<string, boolean>();
    const expected = rules.filter(({ id }) => oracle(ownDetections.get(id) ?? {}, seen, PLACEHOLDERS, known)).map(({ id }) => id);
    expect(
      matcher
        .match(service, record)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(expected.sort());
  }
});

const WORDS = [
  'Create',
  'createuser',
  'Role',
  'arn:aws:iam::1:role/a',
  'a*b',
  'a\\b',
  'x?',
  '10.1.2.3',
  '10',
  '7.5',
  'true',
  '',
  'é',
  '"Action":"*"',
];
const FIELDS = ['eventName', 'userIdentity.arn', 'requestParameters.items.ip', 'requestParameters', 'missing', 'a.b'];

const leaf = fc.constantFrom<Json>(...WORDS, 10, 0, 7.5, true, false, null);
const records = fc.record(
  {
    eventName: fc.oneof(leaf, fc.array(leaf, { maxLength: 3 })),
    userIdentity: fc.record({ arn: leaf }, { requiredKeys: [] }),
    requestParameters: fc.oneof(
      leaf,
      fc.record({ items: fc.array(fc.record({ ip: leaf }, { requiredKeys: [] }), { maxLength: 3 }), policy: leaf }, { requiredKeys: [] }),
    ),
    'a.b': leaf,
    a: fc.record({ b: leaf }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

const quoted = (text: string): string => text.replaceAll(/[\\*?]/g, '\\$&');
const part = fc.constantFrom(...WORDS).chain((word) => fc.nat(word.length).map((cut) => word.slice(cut)));
const pattern = fc.oneof(
  fc.constantFrom(...WORDS, '*', 'cre?te*', '*role*', 'a\\*b'),
  part.map(quoted),
  fc.constantFrom(...WORDS).map((word) => quoted(word).toUpperCase()),
);
const some = <Value>(values: fc.Arbitrary<Value>) => fc.oneof(values, fc.array(values, { minLength: 1, maxLength: 3 }));
const item = fc.tuple(
  fc.constantFrom(...FIELDS),
  fc.oneof(
    fc.tuple(
      fc.constantFrom('', '|contains', '|startswith', '|endswith', '|cased', '|contains|all', '|neq', '|contains|cased'),
      some(pattern),
    ),
    fc.tuple(fc.constant(''), some(leaf.map((value) => (typeof value === 'string' ? quoted(value) : value)))),
    fc.tuple(fc.constantFrom('|lt', '|lte', '|gt', '|gte'), fc.constantFrom(7, 10)),
    fc.tuple(fc.constant('|exists'), fc.boolean()),
    fc.tuple(fc.constantFrom('|re', '|re|i'), fc.constantFrom('^c', 'role', '\\d+', '[a-z]\\*', '^$')),
    fc.tuple(fc.constant('|cidr'), fc.constantFrom('10.0.0.0/8', '10.1.2.0/24', '0.0.0.0/0')),
    fc.tuple(fc.constant('|fieldref'), fc.constantFrom(...FIELDS)),
  ),
);
const map = fc
  .array(item, { minLength: 1, maxLength: 3 })
  .map((items) => Object.fromEntries(items.map(([name, [modifiers, value]]) => [name + modifiers, value])));
const identifier = fc.oneof(
  map,
  fc.array(map, { minLength: 1, maxLength: 2 }),
  fc.array(part.filter((text) => text !== '').map(quoted), { minLength: 1, maxLength: 2 }),
);
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('selection_a', 'selection_b', 'filter_c', '_d', '1 of them', 'all of selection_*', 'not 1 of filter_*', 'any of *_b'),
    tie('condition').map((inner) => `not (${inner})`),
    fc.tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition')).map(([one, word, other]) => `(${one}) ${word} (${other})`),
  ),
}));
const detections = fc.record({ selection_a: identifier, selection_b: identifier, filter_c: identifier, _d: identifier, condition });

test('rules and records made at random, and the rules as they are written down for a deployment', () => {
  fc.assert(
    fc.property(fc.array(detections, { minLength: 1, maxLength: 5 }), fc.array(records, { minLength: 1, maxLength: 5 }), (given, seen) => {
      const head = textOfRule('condition: x').replace(/detection:[\s\S]*/, 'detection: ');
      const files = given.map((detection, place) => ({ path: `r${place}.yml`, text: head + JSON.stringify(detection) }));
      const random = loadRules(files, new Map());
      expect(random.problems).toEqual([]);
      const engine = buildMatcher(random);
      const deployed = buildMatcher(rulesFrom(rulesText(random)));
      for (const record of seen) {
        const expected = given.flatMap((detection, place) => (oracle(detection, record as JsonObject) ? [`r${place}`] : []));
        expect(engine.match('cloudtrail', record as JsonObject).map(({ id }) => id)).toEqual(expected);
        expect(deployed.match('cloudtrail', record as JsonObject).map(({ id }) => id)).toEqual(expected);
      }
    }),
    { numRuns: 300 },
  );
});
