// Rules written down and read again match what they matched.
import { expect, test } from 'vitest';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import { rulesFrom, rulesText } from '../../detectors/aws/rules-text.ts';
import { DERIVED_FIELDS } from '../../detectors/derived-fields.ts';
import type { Activity } from '../../detectors/model/activity.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import { filtered } from '../../detectors/sigma/filter.ts';
import { loadRules } from '../../detectors/sigma/load.ts';
import { buildMatcher } from '../../detectors/sigma/matcher.ts';
import type { DetectionRule, LoadedRules } from '../../detectors/sigma/rule.ts';
import { inflate } from '../../ingest/aws/inflate.ts';
import { openReader } from '../../ingest/decode/reader.ts';
import { START_MS } from '../simulator/read-account.ts';
import { smallAccount } from '../simulator/small-account.ts';
import { sourcesOf } from './world/sources.ts';

const attacked = (): readonly Activity[] => {
  const found: Activity[] = [];
  const reader = openReader(
    { name: 'all', region: 'eu-central-1' },
    { inflate },
    { activity: (_format, activity) => found.push(activity), skip: () => undefined, quarantine: () => undefined },
  );
  const at = { function: 'front', startMs: START_MS + 600_000, minutes: 20 };
  const account = smallAccount({
    days: 1 / 24,
    incidents: [
      { kind: 'escalation', ...at },
      { kind: 'injection', attempts: 40, ...at },
      { kind: 'log-tampering', ...at },
    ],
  });
  for (const { content } of sourcesOf(account, false).parcels) reader.item(content, 1);
  return found;
};

test('the rules of the project, over an attack', () => {
  const { loaded, matcher } = ruleSet(DEFAULT_SETTINGS, []);
  const again = buildMatcher(rulesFrom(rulesText(loaded)), DERIVED_FIELDS);
  const activities = attacked();
  const matches = activities.map(({ service, record }) => matcher.match(service, record).map(({ id }) => id));
  expect(new Set(matches.flat()).size).toBeGreaterThan(5);
  expect(activities.map(({ service, record }) => again.match(service, record).map(({ id }) => id))).toEqual(matches);
});

test('correlations, with their conditions and aliases, and what rules say of themselves', () => {
  const text = `title: Base
id: 0b7e7b6e-0f52-4c1e-9d5c-3f6a5b1c2d3e
name: base
status: test
level: low
tags: [attack.exfiltration, attack.t1567]
logsource: {product: aws, service: cloudtrail}
detection: {name: {eventName: GetObject}, condition: name}
falsepositives: [none]
sas: [SAS-3]
---
title: Both
id: 0b7e7b6e-0f52-4c1e-9d5c-3f6a5b1c2d3f
name: both
status: test
level: high
tags: [attack.exfiltration, attack.t1567]
falsepositives: [none]
correlation:
  type: temporal
  rules: [base, other]
  group-by: [who]
  timespan: 1h
  condition: base and not other
  aliases: {who: {base: userIdentity.arn, other: requestParameters.userName}}
---
title: Other
id: 0b7e7b6e-0f52-4c1e-9d5c-3f6a5b1c2d40
name: other
status: test
level: low
tags: [attack.exfiltration, attack.t1567]
logsource: {product: aws, service: cloudtrail}
detection: {name: {eventName: [GetObject, PutObject]}, condition: name}
falsepositives: [none]
`;
  const loaded = loadRules([{ path: 'detectors/rules/exfiltration/both.yml', text }], new Map());
  expect(loaded.problems).toEqual([]);
  const again = rulesFrom(rulesText(loaded));
  const headerOf = ({ detection: _, ...header }: DetectionRule) => header;
  expect(again.rules.map(headerOf)).toEqual(loaded.rules.map(headerOf));
  const meant = ({ correlations }: LoadedRules) =>
    correlations.map(({ id, type, rules, groupBy, aliases, thresholds, timespanMs, expression }) => ({
      ...{ id, type, rules, groupBy, aliases, thresholds, timespanMs },
      expression: JSON.stringify(expression).replaceAll(/,"line":\d+/g, ''),
    }));
  expect(meant(again)).toEqual(meant(loaded));
  expect(rulesText(again)).toBe(rulesText(loaded));
});

test('every kind of test: regular expressions, networks, maps, a filter until it expires', () => {
  const text = `title: One
id: 0b7e7b6e-0f52-4c1e-9d5c-3f6a5b1c2d3e
name: one
status: test
level: high
tags: [attack.exfiltration, attack.t1567]
logsource: {product: aws, service: cloudtrail}
detection:
  name: {eventName|re: '^Get[A-Z]+x$'}
  from: {sourceIPAddress|cidr: ['203.0.113.0/24', '2001:db8::/32']}
  condition: name and from
falsepositives: [none]
`;
  const filter = `title: Ours
author: ada
description: the partner's range
expires: 2026-12-31
logsource: {product: aws, service: cloudtrail}
filter: {rules: [one], ours: {sourceIPAddress|cidr: '203.0.113.128/25'}, condition: not ours}
`;
  const nowMs = Date.parse('2026-06-01T00:00:00Z');
  const files = [
    { path: 'detectors/rules/exfiltration/one.yml', text },
    { path: 'ours.yml', text: filter },
  ];
  const loaded = filtered(loadRules(files, new Map()), nowMs);
  expect(loaded.problems).toEqual([]);
  let clockMs = nowMs;
  const again = buildMatcher(rulesFrom(rulesText(loaded)), undefined, () => clockMs);
  const match = (eventName: string, sourceIPAddress: string) => again.match('cloudtrail', { eventName, sourceIPAddress }).length;
  expect([
    match('GetABx', '203.0.113.9'),
    match('GetABx', '2001:db8::1'),
    match('GetABx', '198.51.100.1'),
    match('Getabx', '203.0.113.9'),
    match('GetABx', '203.0.113.200'),
  ]).toEqual([1, 1, 0, 0, 0]);
  clockMs = Date.parse('2026-12-31T00:00:00Z');
  expect(match('GetABx', '203.0.113.200')).toBe(1);
});
