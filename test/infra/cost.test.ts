// The bill: it counts what the template has, stays under five dollars at rest, and says where each price is from.
import { expect, test } from 'vitest';
import { ALARM_METRICS, alternativesTo, billOf, totalOf } from '../../infra/cost/bill.ts';
import { PRICES } from '../../infra/cost/prices.ts';
import { AT_REST, PLAIN } from '../../infra/cost/volumes.ts';
import { METRICS } from '../../infra/names.ts';
import { ofType } from './template.ts';
import { plain } from './variants.ts';

interface AlarmMetric {
  readonly MetricStat?: object;
}

test('ten quiet functions cost less than five dollars a month, and what keeps it there is no accident', () => {
  expect(totalOf(billOf(AT_REST, PLAIN))).toBeLessThan(5);
  // Each of these alone would break it, and each is a prop that is off, or paid by nobody with fewer than four dashboards.
  for (const dear of [{ stream: true }, { paysDashboard: true }])
    expect(totalOf(billOf(AT_REST, { ...PLAIN, ...dear }))).toBeGreaterThan(5);
});

test('alarms are counted as the template has them: one that reckons pays for each metric', () => {
  const metrics = ofType(plain, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => {
    const reckoned = Properties['Metrics'] as readonly AlarmMetric[] | undefined;
    return reckoned === undefined ? 1 : reckoned.filter(({ MetricStat }) => MetricStat !== undefined).length;
  });
  expect(metrics.reduce((sum, each) => sum + each, 0)).toBe(ALARM_METRICS);
  // Of our own metrics most are written only when something is amiss, and are paid by the hour.
  expect(Object.keys(METRICS)).toHaveLength(9);
});

test('more costs more, and nothing is free that is not', () => {
  const busy = { functions: 200, invocations: 50e6, logGb: 100, trailEvents: 10e6, objects: 10_000 };
  const all = { stream: true, key: true, lookout: true, paysDashboard: true };
  const lines = billOf(busy, all);
  expect(totalOf(lines)).toBeGreaterThan(totalOf(billOf(AT_REST, PLAIN)));
  expect(new Set(lines.map(({ price }) => price))).toEqual(
    new Set(Object.keys(PRICES).filter((name) => name !== 'guardDutyManagement' && name !== 'cloudTrailInsights')),
  );
  for (const { usd } of lines) expect(usd).toBeGreaterThan(0);
});

test('every price says where it is from', () => {
  for (const { source, usd } of Object.values(PRICES)) {
    expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z0-9/-]+pricing\//);
    expect(usd).toBeGreaterThan(0);
  }
});

test('managed services are priced for the same account', () => {
  const priced = Object.fromEntries(alternativesTo({ ...AT_REST, trailEvents: 1e6 }).map(({ service, usd }) => [service, usd]));
  expect(priced).toEqual({ GuardDuty: 4, 'CloudTrail Insights': 7, 'CloudWatch anomaly detection': 9 });
});
