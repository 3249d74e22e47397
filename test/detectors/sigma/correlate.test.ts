// Correlations by example, against a slow oracle, and whatever the order of events.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Activity } from '../../../detectors/model/activity.ts';
import type { Finding } from '../../../detectors/model/finding.ts';
import { recordId } from '../../../detectors/model/identity.ts';
import type { JsonObject } from '../../../detectors/model/json.ts';
import { DEFAULT_SETTINGS } from '../../../detectors/model/settings.ts';
import { type Instant, MINUTE_MS } from '../../../detectors/model/time.ts';
import { newCorrelator } from '../../../detectors/sigma/correlate.ts';
import { loadRules } from '../../../detectors/sigma/load.ts';
import type { LoadedRules } from '../../../detectors/sigma/rule.ts';
import { addMatch, newRuleMatches, ruleFindings } from '../../../detectors/sigma/rule-findings.ts';
import { apiCall, at, NO_PLACEHOLDERS, ruleText } from './rule-text.ts';

const loaded = (correlation: string, more: readonly string[] = []): LoadedRules => {
  const rules = ['login', 'grant', 'read'].map((name) => ({ path: `${name}.yml`, text: ruleText('selection: {a: b}', `name: ${name}`) }));
  const head = 'title: Chain\nlevel: high\nstatus: test\ntags: [attack.exfiltration, attack.t1537]\n';
  const result = loadRules(
    [...rules, ...[correlation, ...more].map((text, place) => ({ path: `chain${place || ''}.yml`, text: head + text }))],
    NO_PLACEHOLDERS,
    new Set(['egress']),
  );
  expect(result.problems).toEqual([]);
  return result;
};

/** `rule minute record`: one match. The record's id is its place in the list. */
type Step = readonly [rule: string, minute: number, record: JsonObject];

const START = at('2026-01-14T00:00:00Z');

const matchOf = (rules: LoadedRules, [name, minute, record]: Step, id: string) => {
  const rule = rules.rules.find((one) => one.id === name);
  if (rule === undefined) throw new Error(name);
  return { rule, activity: apiCall({ id: recordId(id), time: (START + minute * MINUTE_MS) as Instant, record }) };
};

const findings = (rules: LoadedRules, steps: readonly Step[]): readonly Finding[] => {
  const correlator = newCorrelator(rules);
  for (const [place, step] of steps.entries()) {
    const { rule, activity } = matchOf(rules, step, `e${place}`);
    correlator.addMatch(rule, activity);
  }
  return correlator.findings();
};

const by = (rule: string, minutes: readonly number[], record: JsonObject = { user: 'eve' }): readonly Step[] =>
  minutes.map((minute) => [rule, minute, record]);
const spaced = (values: readonly JsonObject[]): readonly Step[] =>
  values.map((record, minute) => ['login', minute, { user: 'eve', ...record }]);

type Row = readonly [what: string, correlation: string, steps: readonly Step[], count: number];

const count = (condition: string, more = '') =>
  `correlation: {type: event_count, rules: [login], group-by: [user], timespan: 10m, condition: {${condition}}${more}}`;
const values = (type: string, condition: string) =>
  `correlation: {type: ${type}, rules: [login], group-by: [user], timespan: 10m, condition: {field: v, ${condition}}}`;
const chain = (type: string, more = '') =>
  `correlation: {type: ${type}, rules: [login, grant, read], group-by: [user], timespan: 10m${more}}`;

const ROWS: readonly Row[] = [
  ['enough events in the timespan', count('gte: 3'), by('login', [0, 5, 10]), 1],
  ['events too far apart', count('gte: 3'), by('login', [0, 5, 11]), 0],
  ['a window that is in two hours and two days', count('gte: 3'), by('login', [1436, 1439, 1441]), 1],
  ['events of different groups', count('gte: 3'), [...by('login', [0, 1]), ...by('login', [2], { user: 'bob' })], 0],
  ['events without the group', count('gte: 3'), by('login', [0, 1, 2], {}), 0],
  ['two bursts on one day are one finding', count('gte: 3'), by('login', [0, 1, 2, 300, 301, 302]), 1],
  ['bursts on two days are two', count('gte: 3'), by('login', [0, 1, 2, 1500, 1501, 1502]), 2],
  ['more than', count('gt: 3'), by('login', [0, 1, 2]), 0],
  ['a range', count('gt: 1, lte: 2'), by('login', [0, 1]), 1],
  ['below', count('lt: 2'), by('login', [0]), 1],
  ['exactly', count('eq: 2'), by('login', [0]), 0],
  ['other than', count('neq: 1'), by('login', [0]), 0],
  [
    'no group-by: all together',
    'correlation: {type: event_count, rules: [login], timespan: 10m, condition: {gte: 2}}',
    [...by('login', [0], {}), ...by('login', [1], { user: 'x' })],
    1,
  ],
  [
    'several rules together',
    'correlation: {type: event_count, rules: [login, grant], group-by: [user], timespan: 10m, condition: {gte: 2}}',
    [...by('login', [0]), ...by('grant', [1])],
    1,
  ],
  ['distinct values', values('value_count', 'gte: 3'), spaced([{ v: 'a' }, { v: 'b' }, { v: 'c' }]), 1],
  ['one value often', values('value_count', 'gte: 3'), spaced([{ v: 'a' }, { v: 'a' }, { v: 'b' }, {}]), 0],
  ['a sum', values('value_sum', 'gt: 100'), spaced([{ v: 60 }, { v: '50' }]), 1],
  ['a sum too small', values('value_sum', 'gt: 100'), spaced([{ v: 60 }, { v: 'much' }, { v: 40 }]), 0],
  ['a mean', values('value_avg', 'gte: 50'), spaced([{ v: 40 }, { v: 60 }]), 1],
  ['a mean too small', values('value_avg', 'gt: 50'), spaced([{ v: 40 }, { v: 60 }]), 0],
  [
    'a percentile',
    values('value_percentile', 'percentile: 75, gte: 40'),
    spaced([{ v: 10 }, { v: 20 }, { v: 30 }, { v: 40 }, { v: 50 }]),
    1,
  ],
  [
    'a percentile too small',
    values('value_percentile', 'percentile: 75, gt: 40'),
    spaced([{ v: 10 }, { v: 20 }, { v: 30 }, { v: 40 }, { v: 50 }]),
    0,
  ],
  ['a median', values('value_median', 'eq: 15'), spaced([{ v: 10 }, { v: 20 }]), 1],
  ['all rules in any order', chain('temporal'), [...by('read', [0]), ...by('login', [4]), ...by('grant', [9])], 1],
  ['all rules, too far apart', chain('temporal'), [...by('read', [0]), ...by('login', [4]), ...by('grant', [11])], 0],
  ['one rule missing', chain('temporal'), [...by('read', [0, 1, 2]), ...by('login', [4])], 0],
  ['some of the rules', chain('temporal', ', condition: {gte: 2}'), [...by('read', [0]), ...by('login', [4])], 1],
  ['rules in words', chain('temporal', ', condition: login and not grant and read'), [...by('login', [0]), ...by('read', [1])], 1],
  [
    'rules in words, one that must not be',
    chain('temporal', ', condition: login and not grant and read'),
    [...by('login', [0]), ...by('grant', [1]), ...by('read', [2])],
    0,
  ],
  ['all rules in order', chain('temporal_ordered'), [...by('login', [0]), ...by('grant', [4]), ...by('read', [9])], 1],
  ['all rules in another order', chain('temporal_ordered'), [...by('grant', [0]), ...by('login', [4]), ...by('read', [9])], 0],
  [
    'an order found behind a false start',
    chain('temporal_ordered'),
    [...by('grant', [0]), ...by('login', [1, 2]), ...by('grant', [4]), ...by('read', [5])],
    1,
  ],
  ['in order, but too long', chain('temporal_ordered'), [...by('login', [0]), ...by('grant', [4]), ...by('read', [11])], 0],
  ['at one second, in order', chain('temporal_ordered'), [...by('read', [3]), ...by('grant', [3]), ...by('login', [3])], 1],
  ['across a boundary, in order', chain('temporal_ordered'), [...by('login', [1438]), ...by('grant', [1440]), ...by('read', [1445])], 1],
];

test.for(ROWS)('%s', ([, correlation, steps, expected]) => {
  const rules = loaded(correlation);
  expect(findings(rules, steps)).toHaveLength(expected);
  // Order and repetition change nothing.
  const correlator = newCorrelator(rules);
  for (const [place, step] of [...steps.entries(), ...steps.entries()].toReversed()) {
    const { rule, activity } = matchOf(rules, step, `e${place}`);
    correlator.addMatch(rule, activity);
  }
  expect(correlator.findings()).toEqual(findings(rules, steps));
});

test('aliases name one field by each rule’s own name', () => {
  const rules = loaded(
    'correlation:\n  type: temporal\n  rules: [login, grant]\n  group-by: [who]\n  timespan: 10m\n  aliases: {who: {login: user, grant: target.name}}',
  );
  expect(
    findings(rules, [
      ['login', 0, { user: 'eve' }],
      ['grant', 1, { target: { name: 'eve' } }],
    ]),
  ).toHaveLength(1);
  expect(
    findings(rules, [
      ['login', 0, { user: 'eve' }],
      ['grant', 1, { user: 'eve', target: { name: 'bob' } }],
    ]),
  ).toHaveLength(0);
});

test('a finding tells what took part', () => {
  const rules = loaded(chain('temporal_ordered', ', generate: true'));
  const steps = [...by('login', [0]), ...by('grant', [4]), ...by('read', [9])];
  const matches = newRuleMatches();
  for (const [place, step] of steps.entries()) {
    const { rule, activity } = matchOf(rules, step, `e${place}`);
    addMatch(matches, rule, activity);
  }
  const parts = ruleFindings(matches, DEFAULT_SETTINGS).map((finding) => finding.id);
  expect(findings(rules, steps)).toMatchObject([
    {
      detector: 'chain',
      kind: 'sequence',
      category: 'exfiltration',
      severity: 'high',
      title: 'Chain',
      time: '2026-01-14T00:00:00.000Z',
      window: { start: '2026-01-14T00:00:00.000Z', end: '2026-01-14T00:09:00.000Z' },
      function: 'arn:aws:lambda:eu-west-1:111122223333:function:checkout',
      attacks: [{ tactic: 'TA0010', technique: 'T1537' }],
      evidence: ['e0', 'e1', 'e2'],
      occurrences: 3,
      parts,
      runbook: 'runbooks/chain.md',
      explanation: { observed: expect.stringContaining('user is eve') },
    },
  ]);
});

describe('correlations of correlations', () => {
  const many = `name: many\n${count('gte: 3')}`;
  const then = 'correlation: {type: temporal_ordered, rules: [many, read], group-by: [user], timespan: 1h}';
  const rules = loaded(then, [many]);
  test('many logins, then a read', () => {
    const found = findings(rules, [...by('login', [0, 1, 2], { user: 'eve', host: 'h' }), ...by('read', [50])]);
    expect(found.map((finding) => finding.detector)).toEqual(['chain']);
    expect(found[0]?.evidence).toEqual(['e0', 'e1', 'e2', 'e3']);
  });
  test('a read, then many logins', () => {
    expect(findings(rules, [...by('read', [0]), ...by('login', [10, 11, 12])])).toEqual([]);
  });
  test('too few logins, then a read', () => {
    expect(findings(rules, [...by('login', [0, 1]), ...by('read', [5])])).toEqual([]);
  });
});

test('findings of other detectors take part, by the name of their function', () => {
  const rules = loaded('correlation: {type: temporal, rules: [login, egress], group-by: [lapwing.function], timespan: 1h}');
  const correlator = newCorrelator(rules);
  const { rule, activity } = matchOf(rules, ['login', 0, {}], 'e0');
  correlator.addMatch(rule, activity);
  const matches = newRuleMatches();
  addMatch(matches, { ...rule, referencedOnly: false }, { ...activity, id: recordId('e9') });
  const [like] = ruleFindings(matches, DEFAULT_SETTINGS);
  if (like === undefined) throw new Error('no finding');
  const behaviour: Finding = {
    ...like,
    id: 'behaviour-1',
    detector: 'egress',
    kind: 'behaviour',
    function: 'checkout',
    time: '2026-01-14T00:30:00.000Z',
  };
  correlator.addFinding({ ...behaviour, kind: 'rule' });
  expect(correlator.findings()).toEqual([]);
  correlator.addFinding(behaviour);
  correlator.addFinding(behaviour);
  expect(correlator.findings()).toMatchObject([{ parts: ['behaviour-1'], evidence: ['e0', 'e9'], occurrences: 2 }]);
});

test('what is forgotten is what no later window can hold', () => {
  const rules = loaded(count('gte: 3'));
  const correlator = newCorrelator(rules);
  const add = (steps: readonly Step[], from: number): void => {
    for (const [place, step] of steps.entries()) {
      const { rule, activity } = matchOf(rules, step, `e${from + place}`);
      correlator.addMatch(rule, activity);
    }
  };
  add(by('login', [0, 1, 1435, 1439]), 0);
  correlator.forget(at('2026-01-15T00:00:00Z'));
  add(by('login', [1441]), 10);
  expect(correlator.findings()).toHaveLength(1);
  correlator.forget(at('2026-01-16T00:00:00Z'));
  expect(correlator.findings()).toEqual([]);
});

/** Every pair of ends, counted one by one. */
const slowHolds = (minutes: readonly number[], least: number): boolean =>
  minutes.some((end) => minutes.filter((minute) => minute <= end && minute >= end - 10).length >= least);

test('counting agrees with counting one by one', () => {
  const rules = loaded(count('gte: 4'));
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 120 }), { maxLength: 40 }), (minutes) => {
      expect(findings(rules, by('login', minutes)).length > 0).toBe(slowHolds(minutes, 4));
    }),
    { numRuns: 300 },
  );
});

test('an ordered chain agrees with trying every triple', () => {
  const rules = loaded(chain('temporal_ordered'));
  const minutes = fc.array(fc.nat({ max: 60 }), { maxLength: 8 });
  fc.assert(
    fc.property(minutes, minutes, minutes, (logins, grants, reads) => {
      const expected = logins.some((login) =>
        grants.some((grant) => reads.some((read) => login <= grant && grant <= read && read - login <= 10)),
      );
      expect(findings(rules, [...by('login', logins), ...by('grant', grants), ...by('read', reads)]).length > 0).toBe(expected);
    }),
    { numRuns: 300 },
  );
});

describe('floods', () => {
  test('far more events than are kept are found, in any order, with the same finding', () => {
    const rules = loaded(count('gte: 5'));
    const steps = by(
      'login',
      Array.from({ length: 5_000 }, (_, place) => place / 1_000),
    );
    const forward = findings(rules, steps);
    expect(forward).toHaveLength(1);
    expect(forward[0]?.explanation.observed).toContain('at least');
    const correlator = newCorrelator(rules);
    for (const [place, step] of [...steps.entries()].toReversed()) {
      const { rule, activity } = matchOf(rules, step, `e${place}`);
      correlator.addMatch(rule, activity);
    }
    expect(correlator.findings()).toEqual(forward);
  });
  test('one value repeated does not hide the other values', () => {
    const rules = loaded(values('value_count', 'gte: 3'));
    const noise = Array.from({ length: 3_000 }, (_, place): Step => ['login', place / 1_000, { user: 'eve', v: 'noise' }]);
    expect(findings(rules, [...noise, ['login', 2, { user: 'eve', v: 'x' }], ['login', 2.5, { user: 'eve', v: 'y' }]])).toHaveLength(1);
  });
  test('one rule repeated does not hide the chain', () => {
    const rules = loaded(chain('temporal'));
    const noise = by(
      'login',
      Array.from({ length: 3_000 }, (_, place) => place / 300),
    );
    expect(findings(rules, [...noise, ...by('grant', [4]), ...by('read', [5])])).toHaveLength(1);
  });
  test('groups without end cost bounded memory, and the correlation says that it is blind for some', () => {
    const rules = loaded(count('gte: 2'));
    const correlator = newCorrelator(rules);
    const { rule, activity } = matchOf(rules, ['login', 0, {}], 'e0');
    for (let place = 0; place < 110_000; place++)
      correlator.addMatch(rule, { ...activity, id: recordId(`e${place}`), record: { user: `u${place}` } });
    expect(correlator.findings()).toEqual([]);
    expect(correlator.saturated()).toEqual(['chain']);
  });
  test('groups that came and went over weeks leave room for the one that reaches the threshold, whenever it does', () => {
    const rules = loaded(count('gte: 3'));
    for (const whenMinute of [60, 20_000, 39_000]) {
      const correlator = newCorrelator(rules);
      const { rule, activity } = matchOf(rules, ['login', 0, {}], 'e0');
      const add = (minute: number, user: string, id: string) =>
        correlator.addMatch(rule, { ...activity, id: recordId(id), time: (START + minute * MINUTE_MS) as Instant, record: { user } });
      for (let minute = 0; minute < 40_000; minute++) {
        // An hour late at times, as deliveries are.
        for (let more = 0; more < 3; more++) add(minute - (more === 2 ? 60 : 0), `u${minute}`, `e${minute}.${more}`);
        if (minute >= whenMinute && minute < whenMinute + 3) add(minute, 'eve', `eve${minute}`);
      }
      expect(correlator.findings().map(({ time }) => Date.parse(time))).toEqual([START + whenMinute * MINUTE_MS]);
      expect(correlator.saturated()).toEqual([]);
    }
  });
  test('of two logs of the same weeks, read one after the other, neither hides what the other holds', () => {
    const rules = loaded(count('gte: 3'));
    const correlator = newCorrelator(rules);
    const { rule, activity } = matchOf(rules, ['login', 0, {}], 'e0');
    let added = 0;
    const add = (minute: number, user: string) =>
      correlator.addMatch(rule, {
        ...activity,
        id: recordId(`e${added++}`),
        time: (START + minute * MINUTE_MS) as Instant,
        record: { user },
      });
    for (let minute = 0; minute < 37_000; minute++) add(minute, `a${minute}`);
    for (let minute = 0; minute <= 10; minute++) {
      if (minute % 5 === 0) add(minute, 'eve');
      for (let client = 0; client < 200; client++) add(minute, `b${minute}.${client}`);
    }
    expect(correlator.findings().map(({ time }) => Date.parse(time))).toEqual([START]);
    expect(correlator.saturated()).toEqual([]);
  });

  /** Enough clients of one event each, minute by minute, that what is far behind them is let go. */
  const CROWD = Array.from({ length: 40_000 }, (_, place) => place);
  const inCrowd = (correlation: string, before: readonly Step[], after: readonly Step[], of: string, more: readonly string[] = []) => {
    const rules = loaded(correlation, more);
    const correlator = newCorrelator(rules);
    const add = (steps: readonly Step[], prefix: string): void => {
      for (const [place, step] of steps.entries()) {
        const { rule, activity } = matchOf(rules, step, `${prefix}${place}`);
        correlator.addMatch(rule, activity);
      }
    };
    add(before, 'before');
    add(
      CROWD.map((place): Step => [of, 60 + place / 4, { user: `c${place}`, v: 'x' }]),
      'crowd',
    );
    add(after, 'after');
    return correlator;
  };
  const eve = (texts: readonly string[]): readonly Step[] => texts.map((v, minute) => ['login', minute, { user: 'eve', v }]);

  test.for<readonly [string, string, readonly Step[], readonly Step[]]>([
    ['reaches the threshold only with the stretch beside', count('gte: 3'), by('login', [8, 9, 11]), []],
    ['is more than a number', count('gt: 2'), by('login', [2, 3, 4]), []],
    ['tells values enough', values('value_count', 'gte: 2'), eve(['x', 'y']), []],
    [
      'tells values enough, in two stretches',
      values('value_count', 'gte: 3'),
      eve(['x', 'y', 'y', 'y', 'y', 'y', 'y', 'y', 'y', 'y', 'z']),
      [],
    ],
    ['comes hours late', count('gte: 3'), [], by('login', [9_800, 9_801, 9_802])],
    ['is half there, and the other half comes hours late', count('gte: 3'), by('login', [9_300, 9_301]), by('login', [9_302])],
  ])('a group that %s is found in a crowd that comes and goes', ([, correlation, before, after]) => {
    const correlator = inCrowd(correlation, before, after, 'login');
    expect(correlator.findings()).toHaveLength(1);
    expect(correlator.saturated()).toEqual([]);
  });

  test('what waits for a correlation below it is not let go', () => {
    const outer = 'correlation: {type: event_count, rules: [grant, inner], group-by: [user], timespan: 10m, condition: {gte: 2}}';
    const inner = `name: inner\n${count('gte: 3')}`;
    const correlator = inCrowd(outer, [...by('grant', [2]), ...by('login', [2, 3, 4])], [], 'grant', [inner]);
    expect(correlator.findings().filter(({ detector }) => detector === 'chain')).toHaveLength(1);
  });

  test('nor what waits for the findings of another detector, which come last', () => {
    const counted =
      'correlation: {type: event_count, rules: [login, egress], group-by: [lapwing.principal], timespan: 10m, condition: {gte: 2}}';
    const rules = loaded(counted);
    const correlator = newCorrelator(rules);
    const add = (minute: number, principal: string, id: string): void => {
      const { rule, activity } = matchOf(rules, ['login', minute, {}], id);
      correlator.addMatch(rule, { ...activity, principal } as Activity);
    };
    add(2, 'eve', 'e0');
    for (const place of CROWD) add(60 + place / 4, `c${place}`, `crowd${place}`);
    const matches = newRuleMatches();
    const { rule, activity } = matchOf(rules, ['login', 3, {}], 'e1');
    addMatch(matches, { ...rule, referencedOnly: false }, { ...activity, principal: 'eve' } as Activity);
    for (const like of ruleFindings(matches, DEFAULT_SETTINGS))
      correlator.addFinding({ ...like, id: 'behaviour-1', detector: 'egress', kind: 'behaviour' });
    expect(correlator.findings()).toMatchObject([{ parts: ['behaviour-1'] }]);
  });
});
