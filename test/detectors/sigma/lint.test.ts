// Lint: rules that cannot fire, rules that always do, rules that say too little; each with a look-alike that is well.
import { describe, expect, test } from 'vitest';
import { runCases } from '../../../detectors/sigma/cases.ts';
import { lintRules } from '../../../detectors/sigma/lint.ts';
import { loadRules } from '../../../detectors/sigma/load.ts';
import { buildMatcher } from '../../../detectors/sigma/matcher.ts';
import { load, NO_PLACEHOLDERS, ruleText } from './rule-text.ts';

const WORDS =
  'description: What it is.\ncases:\n  - {name: fires, match: true, record: {eventName: X}}\n  - {name: looks alike, match: false, record: {eventName: Y}}';

const reasons = (detection: string, more = WORDS): readonly string[] =>
  lintRules(load(ruleText(detection, more))).map((problem) => problem.reason);

test('a rule in order has no problems', () => {
  expect(reasons('selection: {eventName: X}')).toEqual([]);
});

test.for([
  [
    'PassRole',
    'selection: {eventName: PassRole}',
    'no CloudTrail record has the eventName `PassRole`',
    'selection: {eventName: AttachRolePolicy}',
  ],
  [
    'an object as other engines write it',
    "selection: {eventName: X, requestParameters|contains: 'layers='}",
    'look for `"layers":`',
    'selection: {eventName: X, requestParameters|contains: \'"layers":\'}',
  ],
  ['an IAM action that is no event', 'selection: {eventName: InvokeFunction}', 'look for `Invoke`', 'selection: {eventName: Invoke}'],
  [
    'a name with spaces',
    'selection: {eventName: Create User}',
    'no CloudTrail record has the eventName `Create User`',
    'selection: {eventName: CreateUser}',
  ],
  [
    'a Lambda name without its date',
    'selection: {eventName: UpdateFunctionCode}',
    'Lambda writes `UpdateFunctionCode20150331v2`',
    'selection: {eventName|startswith: UpdateFunctionCode}',
  ],
  [
    'the same in a list',
    'selection: {eventName: [Invoke, CreateFunction]}',
    'Lambda writes `CreateFunction20150331`',
    'selection: {eventName: [CreateFunction, CreateFunction20150331]}',
  ],
  [
    'a name that other services write without date',
    'selection: {eventSource: lambda.amazonaws.com, eventName: AddPermission}',
    'Lambda writes `AddPermission20150331v2`',
    'selection: {eventSource: sns.amazonaws.com, eventName: AddPermission}',
  ],
  [
    'a parameter that AWS omits',
    'selection: {eventName|startswith: UpdateFunctionConfiguration, requestParameters.environment.variables|exists: true}',
    'CloudTrail leaves `requestParameters.environment.variables` out',
    'selection: {eventSource: codebuild.amazonaws.com, requestParameters.environment|exists: true}',
  ],
  [
    'what is missing from every record',
    'selection: {errorCode: null}',
    'matches a record that has nothing in it',
    'selection: {eventName: X, errorCode: null}',
  ],
  [
    'only exceptions',
    'filter: {eventName: X}\ncondition: not filter',
    'matches a record that has nothing in it',
    'selection: {eventName: [X, Y]}\nfilter: {eventName: X}\ncondition: selection and not filter',
  ],
  [
    'every call of every function',
    'selection: {userIdentity.type: AssumedRole}',
    'matches an everyday call',
    'selection: {userIdentity.type: Root}',
  ],
] as const)('%s', ([, bad, reason, good]) => {
  expect(reasons(bad)).toEqual([expect.stringContaining(reason)]);
  expect(reasons(good)).toEqual([]);
});

describe('event names', () => {
  const ACTIONS = new Set(['createuser', 'createfunction', 'getbucketlocation']);
  const faults = (detection: string) => lintRules(load(ruleText(detection, WORDS)), ACTIONS).map(({ reason }) => reason);

  test.for([
    ['a call of a service', 'selection: {eventName: CreateUser}', []],
    ['a call that no service has', 'selection: {eventName: CreateUsers}', ['no service has a call named `CreateUsers`']],
    ['one of several', 'selection: {eventName: [CreateUser, MakeUser]}', ['no service has a call named `MakeUser`']],
    ['a name that ends with a date', 'selection: {eventSource: cloudfront.amazonaws.com, eventName: CreateFunction2020_05_31}', []],
    ['an event of the console', 'selection: {eventName: ConsoleLogin}', []],
    ['a call that IAM knows by another name', 'selection: {eventSource: s3.amazonaws.com, eventName: PutBucketCors}', []],
    ['the beginning of a name', 'selection: {eventName|startswith: Creat}', []],
  ] as const)('%s', ([, detection, expected]) => {
    expect(faults(detection)).toEqual(expected);
  });
});

test('a problem has the line of the value it is about', () => {
  const text = ruleText('selection:\n  eventName:\n  - Invoke\n  - PassRole', WORDS);
  const line = text.split('\n').findIndex((one) => one.includes('PassRole')) + 1;
  expect(lintRules(load(text))).toMatchObject([{ file: 'rules/some-rule.yml', line }]);
});

test.for([
  ['no cases', 'description: x', 'no case that it must match'],
  ['no look-alike', 'description: x\ncases: [{name: a, match: true, record: {eventName: X}}]', 'no look-alike case that it must not match'],
  [
    'a malformed case',
    'description: x\ncases: [{name: a, match: perhaps, record: {}}]',
    'a case without name, match (true or false) and record or records',
  ],
  ['an unknown category', `${WORDS}\ncategory: mischief`, 'unknown category `mischief`'],
  ['no description', WORDS.replace('description: What it is.\n', ''), 'no description'],
] as const)('%s', ([, more, reason]) => {
  expect(reasons('selection: {eventName: X}', more)).toEqual([reason]);
});

test.for([
  ['no ATT&CK tag', /tags: .*/, 'tags: [cve.2024.1]', 'no ATT&CK tags that pair a tactic with a technique'],
  ['no false positives', /falsepositives: .*/, '', 'no falsepositives'],
  ['a log source nobody reads', 'product: aws', 'product: windows', 'no records of this logsource are read'],
] as const)('%s', ([, from, to, reason]) => {
  expect(lintRules(load(ruleText('selection: {eventName: X}', WORDS).replace(from, to))).map((problem) => problem.reason)).toEqual([
    reason,
  ]);
});

test('filters that keep instead of exclude, or that name no rule', () => {
  const text = 'title: F\nlogsource: {product: aws}\nfilter: {rules: [nobody], selection: {a: b}, condition: selection}';
  expect(lintRules(loadRules([{ path: 'f.yml', text }], NO_PLACEHOLDERS)).map((problem) => problem.reason)).toEqual([
    'filters `nobody`, which is no rule',
    'keeps only what it describes; to exclude it, begin the condition with `not`',
  ]);
});

describe('cases', () => {
  const run = (text: string) => {
    const loaded = load(text);
    return runCases(loaded, buildMatcher(loaded));
  };
  test('are run as the rule says', () => {
    expect(run(ruleText('selection: {eventName: X}', WORDS))).toEqual([
      { rule: 'some-rule', case: 'fires', expected: true, actual: true },
      { rule: 'some-rule', case: 'looks alike', expected: false, actual: false },
    ]);
  });
  test('that fail say so', () => {
    expect(run(ruleText('selection: {eventName: Z}', WORDS))[0]).toEqual({
      rule: 'some-rule',
      case: 'fires',
      expected: true,
      actual: false,
    });
  });
  test('of a rule for every service may name theirs', () => {
    const text = ruleText('selection: {path: /x}', 'cases: [{name: a, match: true, service: elb, record: {path: /x}}]').replace(
      '  service: cloudtrail\n',
      '',
    );
    expect(run(text)).toEqual([{ rule: 'some-rule', case: 'a', expected: true, actual: true }]);
  });
  test('of a correlation are what happened, in records of the services of its rules', () => {
    const base = (name: string, service: string) =>
      ruleText(`selection: {what: ${name}}`, `name: ${name}`).replace('service: cloudtrail', `service: ${service}`);
    const at = (second: number, what: string) => `{eventTime: '2026-01-14T10:00:${10 + second}Z', who: eve, what: ${what}}`;
    const chain = [
      'title: Chain',
      'name: chain',
      'correlation: {type: temporal_ordered, rules: [one, two], group-by: [who], timespan: 10s}',
      'cases:',
      `  - {name: in order, match: true, records: [${at(0, 'one')}, ${at(9, 'two')}]}`,
      `  - {name: the other way round, match: false, records: [${at(0, 'two')}, ${at(9, 'one')}]}`,
      `  - {name: too slow, match: false, records: [${at(0, 'one')}, ${at(11, 'two')}]}`,
      `  - {name: fails, match: true, records: [${at(0, 'one')}]}`,
    ].join('\n');
    const results = run([base('one', 'cloudtrail'), base('two', 'apigateway'), chain].join('\n---\n'));
    expect(results.map((result) => [result.case, result.actual])).toEqual([
      ['in order', true],
      ['the other way round', false],
      ['too slow', false],
      ['fails', false],
    ]);
  });
});
