// Matches to findings: what a finding says, and that order, batches and repetition change nothing.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Activity } from '../../../detectors/model/activity.ts';
import { functionId, recordId } from '../../../detectors/model/identity.ts';
import type { JsonObject } from '../../../detectors/model/json.ts';
import { DEFAULT_SETTINGS } from '../../../detectors/model/settings.ts';
import { type Instant, instantOf } from '../../../detectors/model/time.ts';
import type { DetectionRule } from '../../../detectors/sigma/rule.ts';
import { addMatch, MOST_GROUPS, mergeMatches, newRuleMatches, ruleFindings } from '../../../detectors/sigma/rule-findings.ts';
import { addToSample, distinctCount, mergeSamples, newSample, sampledTexts } from '../../../detectors/sigma/sample.ts';
import { apiCall, at, load, onlyRule, ruleText } from './rule-text.ts';

const rule = onlyRule(
  load(
    ruleText(
      "selection: {eventName: CreateUser}\nfilter_main_pipeline: {who|expand: '%known_deployers%'}\ncondition: selection and not 1 of filter_*",
      'description: Functions do not create users.\nfields: [eventName, requestParameters.userName, secret]',
    ),
    new Map([['known_deployers', ['ci']]]),
  ),
);

const findingsOf = (activities: readonly Activity[], of: DetectionRule = rule) => {
  const matches = newRuleMatches();
  for (const activity of activities) addMatch(matches, of, activity);
  return ruleFindings(matches, DEFAULT_SETTINGS);
};

const call = (id: string, iso: string, record: JsonObject = {}) =>
  apiCall({ id: recordId(id), time: at(iso), record: { eventName: 'CreateUser', ...record } });

describe('a finding', () => {
  const [finding, ...others] = findingsOf([
    call('b', '2026-01-14T12:00:00Z', { requestParameters: { userName: 'later' } }),
    call('a', '2026-01-14T10:00:00Z', { requestParameters: { userName: 'ev\u001b[2J\u202eil\nname' } }),
    call('a', '2026-01-14T10:00:00Z', { requestParameters: { userName: 'ev\u001b[2J\u202eil\nname' } }),
  ]);
  test('is one for a rule, function, principal and day, and counts each record once', () => {
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      detector: 'some-rule',
      kind: 'rule',
      category: 'injection',
      severity: 'high',
      score: 0.74,
      time: '2026-01-14T10:00:00.000Z',
      window: { start: '2026-01-14T10:00:00.000Z', end: '2026-01-14T12:00:00.000Z' },
      function: 'arn:aws:lambda:eu-west-1:111122223333:function:checkout',
      principal: 'arn:aws:iam::111122223333:role/checkout-role',
      account: '111122223333',
      region: 'eu-west-1',
      evidence: ['a', 'b'],
      occurrences: 2,
      stage: 'live',
      runbook: 'runbooks/some-rule.md',
      parts: [],
      entities: {
        functions: ['arn:aws:lambda:eu-west-1:111122223333:function:checkout'],
        principals: ['arn:aws:iam::111122223333:role/checkout-role'],
        accessKeys: ['ASIAEXAMPLE'],
        addresses: ['8.8.8.8'],
      },
    });
  });
  test('explains itself, without control characters of the record', () => {
    expect(finding?.explanation).toEqual({
      expected: 'Functions do not create users.',
      observed: 'A rule of a test, 2 times; the earliest time eventName is CreateUser, requestParameters.userName is ev[2Jil name.',
      baseline: null,
      contributors: [{ name: 'iam:CreateUser', amount: 2, share: 1 }],
      quietIf:
        'Quiet if the record is one of the exception "pipeline", or it is among `known_deployers` in lapwing.yml (none is named yet), or a suppression or a Sigma filter names `some-rule`. Harmless causes: none known.',
    });
  });
});

test.for([
  ['another day', { time: at('2026-01-15T10:00:00Z') }],
  ['another principal', { principal: 'arn:aws:iam::111122223333:user/eve' }],
  ['another function', { function: functionId({ account: '111122223333', region: 'eu-west-1', name: 'other' }) }],
] as const)('%s is a finding of its own', ([, changes]) => {
  expect(findingsOf([apiCall(), apiCall({ id: recordId('event-2'), ...changes })])).toHaveLength(2);
});

test('a call by a person is a finding about the function it changes', () => {
  const target = functionId({ account: '111122223333', region: 'eu-west-1', name: 'target' });
  const [finding] = findingsOf([apiCall({ function: undefined, changes: { function: target, what: 'code' } })]);
  expect(finding?.function).toBe('arn:aws:lambda:eu-west-1:111122223333:function:target');
});

test.for(['203.0.113.9', '2001:db8::1', '2a00:1450::1'])('%s is an address to follow up', (sourceAddress) => {
  expect(findingsOf([apiCall({ sourceAddress })])[0]?.entities.addresses).toEqual([sourceAddress]);
});

test.for(['fe80::1', '240.0.0.1', '10.0.0.7', 'AWS Internal', 'lambda.amazonaws.com', '169.254.169.254', '127.0.0.1'])(
  '%s is no address to follow up',
  (sourceAddress) => {
    expect(findingsOf([apiCall({ sourceAddress })])[0]?.entities.addresses).toEqual([]);
  },
);

test('a value is cut at 200 characters', () => {
  const [finding] = findingsOf([call('a', '2026-01-14T10:00:00Z', { requestParameters: { userName: 'x'.repeat(100_000) } })]);
  expect(finding?.explanation.observed.length).toBeLessThan(300);
});

test('a rule that only a correlation uses has no findings', () => {
  expect(findingsOf([apiCall()], { ...rule, referencedOnly: true })).toEqual([]);
});

test('a group with very many records estimates their number, and knows the earliest', () => {
  const many = Array.from({ length: 20_000 }, (_, place) =>
    apiCall({ id: recordId(`e${place}`), time: (at('2026-01-14T00:00:00Z') + place) as Instant }),
  );
  const [finding] = findingsOf(many.toReversed());
  expect(finding?.occurrences).toBeGreaterThan(17_000);
  expect(finding?.occurrences).toBeLessThan(23_000);
  expect(finding?.explanation.observed).toContain('about ');
  expect(finding?.evidence).toEqual(Array.from({ length: 10 }, (_, place) => `e${place}`));
});

const activities = fc.array(
  fc
    .record({
      id: fc.integer({ min: 0, max: 25 }),
      name: fc.constantFrom('one', 'two'),
      principal: fc.constantFrom('alice', 'bob', ''),
    })
    .map(({ id, name, principal }) =>
      apiCall({
        // The same id is the same record: everything follows from it.
        id: recordId(`e${id}${name}${principal}`),
        time: instantOf(Date.UTC(2026, 0, 14 + (id % 2), id % 7)) as Instant,
        function: functionId({ account: '1', region: 'r', name }),
        principal,
        accessKeyId: `AKIA${id}`,
        sourceAddress: `8.8.8.${id}`,
        action: `iam:Do${id % 4}`,
        record: { eventName: `Do${id}` },
      }),
    ),
  { maxLength: 60 },
);

test('any order, any batches and any repetition give the same findings, byte for byte', () => {
  fc.assert(
    fc.property(
      activities,
      fc.array(fc.nat({ max: 3 }), { minLength: 60, maxLength: 60 }),
      fc.infiniteStream(fc.nat()),
      (list, batches, random) => {
        const parts = Array.from({ length: 4 }, newRuleMatches);
        for (const [place, activity] of list.toReversed().entries()) {
          const batch = parts[batches[place] ?? 0];
          if (batch !== undefined) for (let times = (random.next().value % 2) + 1; times > 0; times--) addMatch(batch, rule, activity);
        }
        const merged = newRuleMatches();
        for (const part of parts) mergeMatches(merged, part);
        expect(JSON.stringify(ruleFindings(merged, DEFAULT_SETTINGS))).toBe(JSON.stringify(findingsOf(list)));
      },
    ),
    { numRuns: 300 },
  );
});

describe('names without end', () => {
  // Two records for each principal, so that a group may come half in one batch and half in another.
  const many = Array.from({ length: 12 * MOST_GROUPS }, (_, place) => {
    const principal = `p${place % (6 * MOST_GROUPS)}`;
    return apiCall({ id: recordId(`e${place}`), principal, accessKeyId: `k${place}` });
  });
  const findings = findingsOf(many);
  test('cost bounded memory and lose no record', () => {
    expect(findings).toHaveLength(MOST_GROUPS + 1);
    expect(findings.filter((finding) => finding.principal !== null).every((finding) => finding.occurrences === 2)).toBe(true);
    const rest = findings.find((finding) => finding.principal === null);
    expect(rest?.title).toContain('further functions and principals');
    expect(Math.abs((rest?.occurrences ?? 0) - 10 * MOST_GROUPS)).toBeLessThan(2 * MOST_GROUPS);
  });
  test('give the same findings in any order and in batches that overflow or do not', () => {
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
    ]) {
      const parts = order.map(() => newRuleMatches());
      for (const [place, activity] of many.toReversed().entries()) {
        const part = parts[place % 7 === 0 ? 0 : place % 100 === 1 ? 1 : 2];
        if (part !== undefined) addMatch(part, rule, activity);
      }
      const merged = newRuleMatches();
      for (const place of order) mergeMatches(merged, parts[place] ?? newRuleMatches());
      expect(JSON.stringify(ruleFindings(merged, DEFAULT_SETTINGS))).toBe(JSON.stringify(findings));
    }
  });
});

test('a sample of samples is the sample of all', () => {
  const keys = fc.array(fc.nat({ max: 60 }), { maxLength: 80 });
  const sampleOf = (list: readonly number[]) => {
    const sample = newSample(5);
    for (const key of list) addToSample(sample, `key ${key}`);
    return sample;
  };
  fc.assert(
    fc.property(keys, keys, keys, (one, two, three) => {
      const whole = sampleOf([...one, ...two, ...three]);
      const merged = sampleOf(three);
      for (const part of [sampleOf(one), sampleOf(two)]) {
        // Counting settles a sample: merged before or after must be the same.
        distinctCount(part);
        mergeSamples(merged, part);
      }
      expect([sampledTexts(merged), distinctCount(merged)]).toEqual([sampledTexts(whole), distinctCount(whole)]);
    }),
  );
});

test('the score of a level and status stays in the band of its level', () => {
  const scores = ['info', 'low', 'medium', 'high', 'critical'].flatMap((level) =>
    ['deprecated', 'unsupported', 'experimental', 'test', 'stable'].map(
      (status) => findingsOf([apiCall()], { ...rule, level: level as 'low', status: status as 'test' })[0]?.score ?? -1,
    ),
  );
  expect(scores).toEqual(scores.toSorted((one, other) => one - other));
  expect(new Set(scores).size).toBe(25);
});
