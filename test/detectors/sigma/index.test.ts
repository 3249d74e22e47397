// The index against evaluating every rule on every record, and what it costs a record that no rule wants.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../detectors/model/json.ts';
import { predicateOf } from '../../../detectors/sigma/evaluate.ts';
import { newLiteralFinder } from '../../../detectors/sigma/literal-finder.ts';
import { loadRules } from '../../../detectors/sigma/load.ts';
import { buildMatcher } from '../../../detectors/sigma/matcher.ts';
import { newFieldSlots, newRecordView } from '../../../detectors/sigma/record-view.ts';
import type { DetectionRule } from '../../../detectors/sigma/rule.ts';
import { load, NO_PLACEHOLDERS, ruleText } from './rule-text.ts';

/** Few words, so that rules and records meet; folding that changes length or depends on neighbours among them. */
const words = fc.constantFrom(
  'GetItem',
  'getitem20150331',
  'Get',
  'item',
  'İstanbul',
  'ΑΣ',
  'ΑΣΑ',
  'σ',
  'ς',
  'K',
  '',
  'a*b',
  'AccessDenied',
);
const fields = fc.constantFrom('eventName', 'eventSource', 'userAgent', 'a.b', 'a', 'list.name');
const modifiers = fc.constantFrom(
  '',
  '|contains',
  '|startswith',
  '|endswith',
  '|cased',
  '|cased|contains',
  '|neq',
  '|contains|all',
  '|re',
  '|gte',
  '|exists',
);

const valueFor = (modifier: string, texts: readonly string[]): unknown =>
  modifier === '|exists' ? true : modifier === '|gte' ? 3 : modifier === '|re' ? (texts[0] ?? '').replaceAll('*', '.') : texts;

const items = fc.tuple(fields, modifiers, fc.array(words, { minLength: 1, maxLength: 3 }));
const maps = fc
  .array(items, { minLength: 1, maxLength: 3 })
  .map((list) => Object.fromEntries(list.map(([field, modifier, texts]) => [`${field}${modifier}`, valueFor(modifier, texts)])));
const identifiers = fc.oneof(
  maps,
  fc.array(maps, { minLength: 1, maxLength: 2 }),
  fc.array(words, { minLength: 1, maxLength: 2 }),
  fc.constant({ a: null }),
);
const conditions = fc.constantFrom(
  'one',
  'one and two',
  'one or two',
  'one and not two',
  'not one',
  '1 of them',
  'all of them',
  'not (one or two) or one',
);
const ruleFiles = fc
  .array(fc.tuple(identifiers, identifiers, conditions, fc.constantFrom('cloudtrail', 'lambda', undefined)), {
    minLength: 1,
    maxLength: 12,
  })
  .map((rules) =>
    rules.map(([one, two, condition, service], place) => ({
      path: `r${place}.yml`,
      // JSON is YAML.
      text: JSON.stringify({
        title: `Rule ${place}`,
        logsource: service === undefined ? { product: 'aws' } : { product: 'aws', service },
        detection: { one, two, condition },
      }),
    })),
  );
const values = fc.oneof(words, fc.constant(null), fc.integer({ min: 0, max: 5 }), fc.boolean(), fc.array(words, { maxLength: 3 }));
const records = fc.record(
  {
    eventName: values,
    eventSource: values,
    userAgent: values,
    a: fc.oneof(values, fc.record({ b: values }), fc.array(fc.record({ b: values }), { maxLength: 2 })),
    list: fc.array(fc.record({ name: values }), { maxLength: 2 }),
    'a.b': values,
  },
  { requiredKeys: [] },
);

const bruteForce = (rules: readonly DetectionRule[], service: 'cloudtrail' | 'lambda', record: JsonObject): readonly string[] =>
  rules
    .filter((rule) => rule.logsource.service === undefined || rule.logsource.service === service)
    .filter((rule) => {
      const slots = newFieldSlots();
      const predicate = predicateOf(rule.detection, slots);
      const view = newRecordView(slots, new Map());
      view.begin(service, record);
      return predicate(view);
    })
    .map((rule) => rule.id);

test('the index finds what evaluating every rule finds, in the same order', () => {
  let found = 0;
  fc.assert(
    fc.property(
      ruleFiles,
      fc.array(records, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('cloudtrail', 'lambda'),
      (files, some, service) => {
        const loaded = loadRules(files, NO_PLACEHOLDERS);
        expect(loaded.problems.filter((problem) => !problem.reason.includes('empty search'))).toEqual([]);
        const matcher = buildMatcher(loaded);
        for (const record of some as JsonObject[]) {
          const expected = bruteForce(loaded.rules, service, record);
          found += expected.length;
          // Twice: the second time from what the index remembers.
          for (let time = 0; time < 2; time++) expect(matcher.match(service, record).map((rule) => rule.id)).toEqual(expected);
        }
      },
    ),
    { numRuns: 600 },
  );
  expect(found).toBeGreaterThan(100);
});

test('literals are found wherever they stand, overlapping or inside one another', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '水'), maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(letters, { minLength: 1, maxLength: 10 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', 'é', '水'), maxLength: 40 }),
      (literals, text) => {
        const found = new Set<number>();
        newLiteralFinder(literals).find(text, (index) => found.add(index));
        expect([...found].sort((one, other) => one - other)).toEqual(
          [...literals.keys()].filter((index) => text.includes(literals[index] ?? '')),
        );
      },
    ),
    { numRuns: 1_000 },
  );
});

describe('log sources', () => {
  const of = (logsource: string) => load(ruleText('selection: {a: b}').replace('  product: aws\n  service: cloudtrail', logsource));
  test.for([
    ['of the service', '  product: aws\n  service: lambda', 'lambda', 1],
    ['of another service', '  product: aws\n  service: cloudtrail', 'lambda', 0],
    ['of every service of AWS', '  product: aws', 'waf', 1],
    ['of a service without its product', '  service: waf', 'waf', 1],
    ['of another product', '  product: windows\n  service: lambda', 'lambda', 0],
    ['of a category that the service serves', '  category: webserver', 'elb', 1],
    ['of a category that it does not serve', '  category: process_creation', 'elb', 0],
  ] as const)('a rule %s', ([, logsource, service, count]) => {
    expect(buildMatcher(of(logsource)).match(service, { a: 'b' })).toHaveLength(count);
  });
});

describe('derived fields', () => {
  const files = [
    {
      path: 'needs-path.yml',
      text: ruleText('selection: {path|contains: admin, lapwing.injection: sql}').replace('cloudtrail', 'apigateway'),
    },
    { path: 'any.yml', text: ruleText('selection: {path: /health, lapwing.injection: [sql, shell]}').replace('cloudtrail', 'apigateway') },
  ];
  test('are computed once a record, and only for a rule that may match', () => {
    const asked: string[] = [];
    const derivations = new Map([
      [
        'lapwing.injection',
        (record: JsonObject, service: string) => {
          asked.push(service);
          return record['evil'] === true ? ['sql'] : [];
        },
      ],
    ]);
    const matcher = buildMatcher(loadRules(files, NO_PLACEHOLDERS), derivations);
    expect(matcher.match('apigateway', { path: '/', evil: true })).toEqual([]);
    expect(asked).toEqual([]);
    expect(matcher.match('apigateway', { path: '/admin', evil: true }).map((rule) => rule.id)).toEqual(['needs-path']);
    expect(matcher.match('apigateway', { path: '/health', evil: false })).toEqual([]);
    expect(asked).toEqual(['apigateway', 'apigateway']);
  });
});

test('a record that matches nothing gives the same list each time', () => {
  const matcher = buildMatcher(load(ruleText('selection: {eventName: X}')));
  expect(matcher.match('cloudtrail', { eventName: 'Y' })).toBe(matcher.match('lambda', {}));
});

describe('hostile records', () => {
  const matcher = buildMatcher(
    loadRules(
      [
        { path: 'regex.yml', text: ruleText("selection: {f|re: '^(a+)+$'}") },
        { path: 'wild.yml', text: ruleText("selection: {f|contains: 'a*a*a*a*b'}") },
        { path: 'words.yml', text: ruleText('selection: [aaaaaaab, needle]') },
      ],
      NO_PLACEHOLDERS,
    ),
  );
  const time = (record: JsonObject): number => {
    const start = performance.now();
    matcher.match('cloudtrail', record);
    return performance.now() - start;
  };
  test('a long text takes time in proportion to its length', () => {
    const text = (length: number) => ({ f: `${'a'.repeat(length)}!` });
    time(text(20_000));
    expect(time(text(1_000_000))).toBeLessThan(200 * time(text(20_000)) + 2_000);
  });
  test('many values, deep nesting and names of the prototype do no harm', () => {
    let deep: JsonObject = { f: 'a' };
    for (let depth = 0; depth < 5_000; depth++) deep = { f: [deep] };
    expect(() => time(deep)).not.toThrow();
    expect(() =>
      time(JSON.parse('{"__proto__": {"f": "aab"}, "constructor": "needle", "f": {"__proto__": 1}}') as JsonObject),
    ).not.toThrow();
    expect(matcher.match('cloudtrail', { f: Array.from({ length: 50_000 }, (_, place) => `x${place}`) })).toEqual([]);
  });
  test('more event names than are remembered change no result', () => {
    const named = buildMatcher(load(ruleText('selection: {eventName|startswith: Get}')));
    for (let place = 0; place < 20_000; place++) named.match('cloudtrail', { eventName: `Put${place}` });
    expect(named.match('cloudtrail', { eventName: 'GetLate' })).toHaveLength(1);
    expect(named.match('cloudtrail', { eventName: 'PutLate' })).toHaveLength(0);
  });
});
