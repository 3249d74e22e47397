// Files to rules: what a document is called, what it is taken for, and where a problem is.
import { describe, expect, test } from 'vitest';
import { attacksOf, categoryOf } from '../../../detectors/sigma/attack-tags.ts';
import { loadRules } from '../../../detectors/sigma/load.ts';
import { buildMatcher } from '../../../detectors/sigma/matcher.ts';
import type { LoadedRules } from '../../../detectors/sigma/rule.ts';
import { withoutCases } from '../../../detectors/sigma/without-cases.ts';
import { load, NO_PLACEHOLDERS, onlyRule, ruleText } from './rule-text.ts';

const DETECTION = 'selection: {eventName: X}';

describe('a rule', () => {
  test('has the id of its file, and what it says of itself', () => {
    const rule = onlyRule(
      load(
        ruleText(
          DETECTION,
          [
            'id: 11111111-2222-4333-8444-555555555555',
            'description: What it is.',
            'sas: [SAS-4]',
            'controls: {pci: ["10.2"]}',
            'fields: [eventName]',
          ].join('\n'),
        ),
      ),
    );
    expect(rule).toMatchObject({
      id: 'some-rule',
      uuid: '11111111-2222-4333-8444-555555555555',
      title: 'A rule of a test',
      description: 'What it is.',
      level: 'high',
      status: 'test',
      stage: 'live',
      category: 'injection',
      attacks: [{ tactic: 'TA0002', technique: 'T1648' }],
      falsePositives: ['none known'],
      fields: ['eventName'],
      runbook: 'runbooks/some-rule.md',
      logsource: { product: 'aws', service: 'cloudtrail', category: undefined },
      referencedOnly: false,
      line: 1,
    });
    expect([...rule.custom]).toEqual([
      ['sas', ['SAS-4']],
      ['controls', { pci: ['10.2'] }],
    ]);
  });
  test.for([
    ['stable', '', 'live'],
    ['test', '', 'live'],
    ['experimental', '', 'staged'],
    ['deprecated', '', 'staged'],
    ['unsupported', '', 'staged'],
    ['experimental', 'stage: live', 'live'],
    ['stable', 'stage: staged', 'staged'],
  ] as const)('of status %s %s is %s', ([status, more, stage]) => {
    expect(onlyRule(load(ruleText(DETECTION, more).replace('status: test', `status: ${status}`))).stage).toBe(stage);
  });
  test('of level informational is of severity info', () => {
    expect(onlyRule(load(ruleText(DETECTION).replace('level: high', 'level: informational'))).level).toBe('info');
  });
  test('may name its category', () => {
    expect(onlyRule(load(ruleText(DETECTION, 'category: exfiltration'))).category).toBe('exfiltration');
  });
});

test.for([
  ['a technique with the tactic before it', ['attack.persistence', 'attack.t1546'], [['TA0003', 'T1546']]],
  [
    'with each of a run of tactics',
    ['attack.persistence', 'attack.privilege-escalation', 'attack.t1078.004'],
    [
      ['TA0003', 'T1078.004'],
      ['TA0004', 'T1078.004'],
    ],
  ],
  [
    'each with its own',
    ['attack.exfiltration', 'attack.t1537', 'attack.persistence', 'attack.t1098'],
    [
      ['TA0010', 'T1537'],
      ['TA0003', 'T1098'],
    ],
  ],
  [
    'a technique that comes first',
    ['attack.t1078', 'attack.persistence', 'attack.stealth', 'attack.t1562.008'],
    [
      ['TA0003', 'T1562.008'],
      ['TA0005', 'T1562.008'],
      ['TA0003', 'T1078'],
      ['TA0005', 'T1078'],
    ],
  ],
  ['the tactic names of ATT&CK 19', ['attack.defense-impairment', 'attack.t1685.002'], [['TA0005', 'T1685.002']]],
  ['underscores, as once written', ['attack.credential_access', 'attack.t1552'], [['TA0006', 'T1552']]],
  ['a tactic alone is no pair', ['attack.discovery', 'cve.2024.1'], []],
] as const)('ATT&CK tags: %s', ([, tags, pairs]) => {
  expect(attacksOf(tags).map(({ tactic, technique }) => [tactic, technique])).toEqual(pairs);
});

test.for([
  [undefined, ['attack.stealth'], 'defence-evasion'],
  [undefined, ['attack.impact', 'attack.persistence'], 'denial-of-wallet'],
  [undefined, ['attack.collection'], 'exfiltration'],
  ['escalation', ['attack.impact'], 'escalation'],
  ['no such', ['attack.privilege-escalation'], 'escalation'],
  [undefined, [], 'discovery'],
] as const)('category %s with %o is %s', ([named, tags, category]) => {
  expect(categoryOf(named, tags)).toBe(category);
});

describe('a problem has its file, line and column, and the other rules load', () => {
  const good = { path: 'rules/good.yml', text: ruleText(DETECTION) };
  test.for([
    ['no YAML', 'title: "open', 1, 'not YAML'],
    ['a key twice', 'title: one\ntitle: two', 2, 'the key `title` twice in one map'],
    ['100,000 keys', Array.from({ length: 100_001 }, (_, place) => `k${place}: 1`).join('\n'), 1, 'more than 100000 values'],
    ['no title', 'detection: {condition: x}', 1, 'no title'],
    ['no logsource', 'title: x\ndetection: {selection: {a: b}, condition: selection}', 1, 'no logsource'],
    ['an unknown level', `${ruleText(DETECTION).replace('level: high', 'level: dire')}`, 3, 'unknown level `dire`'],
    ['a bad modifier', ruleText('selection:\n  a: b\n  c|fuzzy: d'), 13, 'unknown modifier `fuzzy`'],
    ['a bad value in a list', ruleText('selection:\n  c|cidr:\n  - 10.0.0.0/8\n  - ten'), 14, '`ten` is no network'],
    ['a bad condition', ruleText('selection: {a: b}\ncondition: selection and nobody'), 12, 'condition names `nobody`'],
    ['no condition', ruleText('selection: {a: b}\nconditions: selection').replace('  condition: selection', ''), 11, 'no condition'],
    ['something else', 'title: x\nhello: world', 1, 'neither a detection, a correlation nor a filter'],
    ['a text', 'just words', 1, 'a document that is no map'],
    ['brackets without end', `title: ${'['.repeat(50_000)}`, 1, ''],
    [
      'an alias bomb',
      `a: &a [1,1,1,1,1,1,1,1]\n${Array.from({ length: 9 }, (_, place) => `${'bcdefghij'[place]}: &${'bcdefghij'[place]} [${Array(8).fill(`*${'abcdefghi'[place]}`).join(',')}]`).join('\n')}`,
      1,
      'more than 100000 values',
    ],
  ] as const)('%s', ([, text, line, reason]) => {
    const loaded = loadRules([{ path: 'rules/bad.yml', text }, good], NO_PLACEHOLDERS);
    expect(loaded.rules.map((rule) => rule.id)).toEqual(['good']);
    expect(loaded.problems[0]).toMatchObject({ file: 'rules/bad.yml', line, reason: expect.stringContaining(reason) });
    expect(loaded.problems[0]?.column).toBeGreaterThan(0);
  });
});

describe('a collection of old Sigma', () => {
  const SHARED = 'title: Shared\nid: 11111111-2222-4333-8444-555555555555\nlogsource: {service: cloudtrail}';
  const collection = (...documents: readonly string[]) => load(documents.join('\n---\n'));
  const matched = (loaded: LoadedRules, eventName: string) => buildMatcher(loaded).match('cloudtrail', { eventName });

  test('shares what its global document says, and repeats the last rule with changes', () => {
    const loaded = collection(
      `action: global\n${SHARED}\ndetection: {condition: selection}`,
      'detection: {selection: {eventName: A}}',
      'detection: {selection: {eventName: B}}\nlevel: high',
      'action: repeat\ndetection: {selection: {eventName: C}}',
    );
    expect(loaded.problems).toEqual([]);
    expect(loaded.rules.map(({ title, uuid, level }) => [title, uuid, level])).toEqual([
      ['Shared', '11111111-2222-4333-8444-555555555555', 'medium'],
      ['Shared (2)', undefined, 'high'],
      ['Shared (3)', undefined, 'high'],
    ]);
    for (const [place, name] of ['A', 'B', 'C'].entries()) expect(matched(loaded, name)).toEqual([loaded.rules[place]]);
  });
  test('shares no more after a reset', () => {
    const loaded = collection(`action: global\n${SHARED}`, 'action: reset', ruleText(DETECTION));
    expect(loaded.problems).toEqual([]);
    expect(loaded.rules.map(({ title }) => title)).toEqual(['A rule of a test']);
  });
  test.for([
    ['an action that is none', 'action: merge', 'unknown action: `global`, `reset` and `repeat` are defined'],
    ['a repetition of nothing', 'action: repeat', '`action: repeat` with nothing before it'],
  ] as const)('%s is a problem', ([, text, reason]) => {
    expect(load(text).problems).toMatchObject([{ line: 1, reason }]);
  });
});

test('the first of two rules of one id is used, whichever was listed first', () => {
  const files = ['b/same.yml', 'a/same.yml'].map((path) => ({ path, text: ruleText(DETECTION) }));
  for (const order of [files, files.toReversed()]) {
    const loaded = loadRules(order, NO_PLACEHOLDERS);
    expect(loaded.rules.map((rule) => rule.file)).toEqual(['a/same.yml']);
    expect(loaded.problems).toMatchObject([{ file: 'b/same.yml', reason: 'id `same` is already that of a/same.yml' }]);
  }
});

const correlation = (rules: string, more = '') =>
  `title: Both\n${more}\ncorrelation:\n  type: temporal\n  rules: [${rules}]\n  group-by: [user]\n  timespan: 5m`;

describe('an aggregation of old Sigma', () => {
  const counted = (condition: string, timeframe = 'timeframe: 5m') =>
    load(ruleText(`selection: {eventName: X}\nfilter: {errorCode|exists: true}\n${timeframe}\ncondition: ${condition}`));

  test.for([
    [
      'selection and not filter | count() > 5',
      { type: 'event_count', valueFields: [], groupBy: [], thresholds: [{ operator: 'gt', amount: 5 }] },
    ],
    [
      'selection and not filter | count(eventName) by userIdentity.arn, awsRegion >= 50',
      {
        type: 'value_count',
        valueFields: ['eventName'],
        groupBy: ['userIdentity.arn', 'awsRegion'],
        thresholds: [{ operator: 'gte', amount: 50 }],
      },
    ],
    ['selection and not filter | sum(bytes) by user > 1000', { type: 'value_sum', valueFields: ['bytes'], groupBy: ['user'] }],
  ] as const)('%s is a rule and the correlation that counts it', ([condition, wanted]) => {
    const { rules, correlations, problems } = counted(condition);
    expect(problems).toEqual([]);
    const [rule] = rules;
    const [plain] = load(
      ruleText('selection: {eventName: X}\nfilter: {errorCode|exists: true}\ncondition: selection and not filter'),
    ).rules;
    expect(rule).toMatchObject({ level: 'info', referencedOnly: true, detection: plain?.detection });
    expect(correlations).toMatchObject([
      { title: 'A rule of a test', level: 'high', timespanMs: 300_000, rules: [rule?.id], referencedOnly: false, ...wanted },
    ]);
  });

  test.for([
    ['a sequence', 'selection | near filter', undefined],
    ['a smallest value', 'selection | min(bytes) > 5', undefined],
    ['no timeframe', 'selection | count() > 5', ''],
  ] as const)('%s is refused', ([, condition, timeframe]) => {
    const { rules, correlations, problems } = counted(condition, timeframe);
    expect([...rules, ...correlations]).toEqual([]);
    expect(problems.map(({ reason }) => reason)).toEqual(['an aggregation that no correlation says, or without a timeframe']);
  });
});

describe('correlations', () => {
  const base = (name: string) => ruleText(DETECTION, `name: ${name}\nid: ${name}-uuid`);
  test('share a file with their rules and have its name; the rules have theirs', () => {
    const loaded = loadRules(
      [{ path: 'x/chain.yml', text: [base('one'), base('two'), correlation('one, two-uuid')].join('\n---\n') }],
      NO_PLACEHOLDERS,
    );
    expect(loaded.problems).toEqual([]);
    expect(loaded.correlations).toMatchObject([
      { id: 'chain', rules: ['one', 'two'], timespanMs: 300_000, thresholds: [{ operator: 'gte', amount: 2 }] },
    ]);
    expect(loaded.rules).toMatchObject([
      { id: 'one', referencedOnly: true },
      { id: 'two', referencedOnly: true },
    ]);
  });
  test('leave their rules alone when they generate them', () => {
    const text = [base('one'), base('two'), correlation('one, two', 'generate: true')].join('\n---\n');
    expect(loadRules([{ path: 'chain.yml', text }], NO_PLACEHOLDERS).rules.map((rule) => rule.referencedOnly)).toEqual([false, false]);
  });
  test('a rule that one correlation generates is its own finding too', () => {
    const files = [
      { path: 'one.yml', text: ruleText(DETECTION) },
      { path: 'quiet.yml', text: correlation('one') },
      { path: 'loud.yml', text: correlation('one', 'generate: true') },
    ];
    expect(loadRules(files, NO_PLACEHOLDERS).rules.map((rule) => rule.referencedOnly)).toEqual([false]);
  });
  test('may name other detectors', () => {
    const files = [{ path: 'x.yml', text: correlation('egress-volume') }];
    expect(loadRules(files, NO_PLACEHOLDERS, new Set(['egress-volume'])).problems).toEqual([]);
    expect(loadRules(files, NO_PLACEHOLDERS).problems).toMatchObject([{ reason: 'names `egress-volume`, which is no rule' }]);
  });
  test('that name each other in a circle are problems, as are those that build on them', () => {
    const files = [
      { path: 'a.yml', text: correlation('b') },
      { path: 'b.yml', text: correlation('a') },
      { path: 'c.yml', text: correlation('a') },
    ];
    const loaded = loadRules(files, NO_PLACEHOLDERS);
    expect(loaded.correlations).toEqual([]);
    expect(loaded.problems.map((problem) => problem.file)).toEqual(['a.yml', 'b.yml', 'c.yml']);
  });
  test.for([
    ['an unknown type', 'type: sometimes', 'unknown correlation type'],
    ['no timespan', 'timespan: soon', 'no timespan like `10m`'],
    ['a count without a condition', 'type: event_count', 'no condition, which `event_count` needs'],
    ['a sum without a field', 'type: value_sum\n  condition: {gt: 5}', 'no field, which `value_sum` needs'],
    ['an unknown operator', 'condition: {above: 5}', 'unknown condition `above`'],
    ['a count too large to keep', 'type: event_count\n  condition: {gte: 1000000}', 'counts above'],
    ['no rules', 'rules: []', 'no rules'],
  ] as const)('%s is a problem', ([, change, reason]) => {
    const key = change.slice(0, change.indexOf(':'));
    const text = correlation('one')
      .replace(new RegExp(`  ${key}: .*`), '')
      .concat(`\n  ${change}`);
    expect(
      loadRules(
        [
          { path: 'one.yml', text: ruleText(DETECTION) },
          { path: 'x.yml', text },
        ],
        NO_PLACEHOLDERS,
      ).problems,
    ).toMatchObject([{ file: 'x.yml', reason: expect.stringContaining(reason) }]);
  });
});

describe('a file without its cases', () => {
  const cases =
    'cases:\n- name: fires\n  match: true\n  record: {eventName: X}\n\n# a remark\n  # another\n- {name: quiet, match: false, record: {}}';
  const text = [
    ruleText(DETECTION, `${cases}\nsas: [SAS-1]`),
    ruleText(DETECTION, `name: second\n${cases.replaceAll(/\n(?=.)/g, '\n  ')}`),
  ].join('\n---\n');
  const rulesOf = (source: string) => {
    const loaded = loadRules([{ path: 'a.yml', text: source }], NO_PLACEHOLDERS);
    expect(loaded.problems).toEqual([]);
    return loaded.rules.map(({ custom, ...rest }) => ({ ...rest, custom: [...custom].filter(([key]) => key !== 'cases') }));
  };
  test('is the same rules, on the same lines', () => {
    expect(rulesOf(withoutCases(text))).toEqual(rulesOf(text));
    expect(withoutCases(text)).not.toContain('fires');
    const lines = withoutCases(text).split('\n');
    expect(lines.length).toBeLessThanOrEqual(text.split('\n').length);
    for (const [place, line] of lines.entries()) if (line !== '') expect(line).toBe(text.split('\n')[place]);
  });
});
