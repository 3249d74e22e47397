// Sigma filters as suppressions: what they hide and what looks alike, for whom, until when and up to what; what they are refused for.
import { describe, expect, test } from 'vitest';
import { recordId } from '../../../detectors/model/identity.ts';
import { newCorrelator } from '../../../detectors/sigma/correlate.ts';
import { filtered } from '../../../detectors/sigma/filter.ts';
import { type FilterUse, newFilterTally } from '../../../detectors/sigma/filter-uses.ts';
import { loadRules } from '../../../detectors/sigma/load.ts';
import { buildMatcher } from '../../../detectors/sigma/matcher.ts';
import type { LoadedRules } from '../../../detectors/sigma/rule.ts';
import { apiCall, at, NO_PLACEHOLDERS, ruleText } from './rule-text.ts';

const NOW = at('2026-06-01T00:00:00Z');
const RULE = { path: 'one.yml', text: ruleText('selection: {eventName: X}', 'id: uuid-1\nname: one-name') };
const ANSWERED = 'author: ada\ndescription: the pipeline, ticket 4711\nexpires: 2026-12-31';

const filterText = ({ rules = '[one]', service = 'cloudtrail', head = ANSWERED, title = 'Our pipeline' } = {}): string =>
  [
    `title: ${title}`,
    head,
    `logsource: {product: aws, service: ${service}}`,
    'filter:',
    `  rules: ${rules}`,
    '  selection: {user|startswith: ci-}',
    '  condition: not selection',
  ].join('\n');

const loadWith = (...texts: readonly string[]): LoadedRules =>
  filtered(loadRules([RULE, ...texts.map((text, place) => ({ path: `z${place}.yml`, text }))], NO_PLACEHOLDERS), NOW);

/** The users of records by which the rule is seen to match. */
const shown = (loaded: LoadedRules, now: number = NOW): readonly string[] => {
  const matcher = buildMatcher(loaded, undefined, () => now);
  return ['ci-7', 'mallory'].filter((user) => matcher.match('cloudtrail', { eventName: 'X', user }).some(({ id }) => id === 'one'));
};

/** What the filters did with records that come as their numbers say; every third is of somebody they do not know. */
const usesOf = (loaded: LoadedRules, numbers: readonly number[]): readonly FilterUse[] => {
  const matcher = buildMatcher(loaded, undefined, () => NOW);
  const tally = newFilterTally(loaded);
  for (const number of numbers) {
    const record = { eventName: 'X', user: number % 3 === 0 ? 'mallory' : `ci-${number}` };
    const activity = apiCall({ id: recordId(`event-${number}`), record });
    matcher.match(
      'cloudtrail',
      record,
      tally.watch(activity, () => undefined),
    );
  }
  return tally.uses(NOW);
};

const ALL = ['ci-7', 'mallory'];
const REST = ['mallory'];

describe('a filter hides what it describes, and nothing else, of a rule', () => {
  test.for([
    ['named by id', {}, REST],
    ['named by uuid', { rules: '[uuid-1]' }, REST],
    ['named by name', { rules: '[one-name]' }, REST],
    ['that it does not name', { rules: '[two]' }, ALL],
    ['of another log source', { service: 'waf' }, ALL],
    ['as grave as it was written for', { head: `${ANSWERED}\nlevel: high` }, REST],
    ['among all of the log source, up to its level', { rules: 'any', head: `${ANSWERED}\nlevel: high` }, REST],
    ['among all of the log source, graver than its level', { rules: 'any', head: `${ANSWERED}\nlevel: low` }, ALL],
    ['among all of the log source, graver than medium when it says no level', { rules: 'any' }, ALL],
  ] as const)('%s', ([, changes, users]) => {
    const loaded = loadWith(filterText(changes));
    expect(loaded.problems).toEqual([]);
    expect(shown(loaded)).toEqual(users);
  });
});

describe('a filter is refused, with the place and what is missing, and the rule runs', () => {
  test.for([
    ['an owner', ANSWERED.replace('author: ada', 'author: " "'), 'the filter "Our pipeline" has no owner (author)'],
    ['a reason', ANSWERED.replace(/description.*/, ''), 'the filter "Our pipeline" has no reason (description)'],
    ['an expiry', ANSWERED.replace(/expires.*/, ''), 'the filter "Our pipeline" has no expiry date (expires: 2026-01-31)'],
    [
      'an expiry that is a day',
      ANSWERED.replace('2026-12-31', 'soon'),
      'the filter "Our pipeline" has no expiry date (expires: 2026-01-31)',
    ],
    [
      'all of them',
      'status: test',
      'the filter "Our pipeline" has no owner (author), has no reason (description), has no expiry date (expires: 2026-01-31)',
    ],
    ['an expiry within a year', ANSWERED.replace('2026', '2028'), 'the filter "Our pipeline" expires more than 366 days from now'],
    [
      'a level as high as that of the rule it names',
      `${ANSWERED}\nlevel: medium`,
      'the filter "Our pipeline" is written for medium at most, and hides nothing of one, which is high',
    ],
    ['a level that is one', `${ANSWERED}\nlevel: grave`, 'unknown level `grave`'],
  ])('without %s', ([, head, reason]) => {
    const loaded = loadWith(filterText({ head }));
    expect(loaded.problems).toMatchObject([{ file: 'z0.yml', line: expect.any(Number), reason }]);
    expect(shown(loaded)).toEqual(ALL);
  });
  test('when its id is that of another', () => {
    expect(loadWith(filterText(), filterText()).problems).toMatchObject([
      { file: 'z1.yml', reason: 'id `our-pipeline` is already that of z0.yml' },
    ]);
  });
});

describe('expiry', () => {
  test('is told apart by the clock, while the rules stay loaded', () => {
    const loaded = loadWith(filterText());
    expect(shown(loaded, Date.parse('2026-12-30T23:59:59Z'))).toEqual(REST);
    expect(shown(loaded, Date.parse('2026-12-31T00:00:00Z'))).toEqual(ALL);
  });
  test('is no fault of the file; what would have been hidden is counted', () => {
    const loaded = loadWith(filterText({ head: ANSWERED.replace('2026', '2025') }));
    expect(loaded.problems).toEqual([]);
    expect(usesOf(loaded, [1, 2, 3])).toMatchObject([{ expired: true, hid: 0, wouldHide: 2, tooGrave: 0 }]);
    expect(loaded.rules.map(({ exclusions }) => exclusions)).toEqual([[]]);
  });
  test('without a clock nothing is hidden', () => {
    expect(buildMatcher(loadWith(filterText())).match('cloudtrail', { eventName: 'X', user: 'ci-7' })).toHaveLength(1);
  });
});

describe('counting', () => {
  test('says who answers for what was hidden', () => {
    expect(usesOf(loadWith(filterText({ head: `${ANSWERED}\nlevel: high` })), [1, 2, 3, 4])).toEqual([
      {
        suppression: { id: 'our-pipeline', owner: 'ada', reason: 'the pipeline, ticket 4711', expires: '2026-12-31', upTo: 'high' },
        expired: false,
        hid: 3,
        wouldHide: 0,
        tooGrave: 0,
      },
    ]);
  });
  test('each match once, in any order, however often it comes', () => {
    const loaded = loadWith(filterText());
    expect(usesOf(loaded, [4, 2, 1, 2, 3, 1, 4])).toEqual(usesOf(loaded, [1, 2, 3, 4]));
  });
  test('by the first of two that hide it', () => {
    expect(usesOf(loadWith(filterText(), filterText({ title: 'Second' })), [1, 2]).map(({ hid }) => hid)).toEqual([2, 0]);
  });
  test('what is too grave is shown and counted', () => {
    expect(usesOf(loadWith(filterText({ rules: 'any' })), [1, 2, 3])).toMatchObject([
      { hid: 0, tooGrave: 2, suppression: { upTo: 'medium' } },
    ]);
  });
});

test('are named among what keeps the rule quiet', () => {
  expect(loadWith(filterText()).rules.map(({ exclusions }) => exclusions)).toEqual([['Our pipeline']]);
});

test("a filter's fields are those of the rule's category", () => {
  const web = {
    path: 'web.yml',
    text: 'title: Web\nstatus: test\nlevel: low\nlogsource: {category: webserver}\ndetection: {selection: {cs-uri-query|contains: evil}, condition: selection}',
  };
  const text = `title: Ours\n${ANSWERED}\nlogsource: {category: webserver}\nfilter: {rules: [web], selection: {cs-method: POST}, condition: not selection}`;
  const loaded = filtered(loadRules([web, { path: 'z.yml', text }], NO_PLACEHOLDERS), NOW);
  const derivations = new Map([
    ['webserver.cs-uri-query', () => ['evil']],
    ['webserver.cs-method', (record: object) => ['method' in record ? String(record.method) : '']],
  ]);
  const matcher = buildMatcher(loaded, derivations, () => NOW);
  expect(['GET', 'POST'].map((method) => matcher.match('apigateway', { method }).length)).toEqual([1, 0]);
});

describe('a correlation of the rule it names', () => {
  const correlation = (level: string) => ({
    path: 'twice.yml',
    text: `title: Twice\nlevel: ${level}\nstatus: test\ncorrelation: {type: event_count, generate: true, rules: [one], group-by: [eventName], timespan: 1h, condition: {gte: 2}}`,
  });
  test.for([
    ['that is no graver is as quiet as the rule', 'high', 0],
    ['that is graver sees what is hidden of the rule', 'critical', 1],
  ] as const)('%s', ([, level, count]) => {
    const files = [RULE, correlation(level), { path: 'z.yml', text: filterText() }];
    const loaded = filtered(loadRules(files, NO_PLACEHOLDERS), NOW);
    expect(loaded.problems).toEqual([]);
    const matcher = buildMatcher(loaded, undefined, () => NOW);
    const tally = newFilterTally(loaded);
    const correlator = newCorrelator(loaded);
    for (const number of [1, 2]) {
      const record = { eventName: 'X', user: 'ci-7' };
      const activity = apiCall({ id: recordId(`event-${number}`), record });
      const hidden = tally.watch(activity, (rule, hidden, upTo) => correlator.addMatch(rule, hidden, upTo));
      expect(matcher.match('cloudtrail', record, hidden)).toEqual([]);
    }
    expect(correlator.findings().map(({ detector, parts }) => [detector, parts])).toEqual(count === 0 ? [] : [['twice', []]]);
  });
});
