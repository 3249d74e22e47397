// What `lapwing policy` prints for a person.
import { type Instant, isoOf } from '../../detectors/model/time.ts';
import type { BuiltPolicy, Remark } from './build-policy.ts';
import type { Comparison } from './compare-policy.ts';

export interface PolicyReport extends BuiltPolicy {
  readonly function: string;
  readonly calls: number;
  readonly since: Instant;
  readonly until: Instant;
  readonly notShown: readonly Remark[];
  readonly comparison: Comparison | undefined;
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  - ${line}`)];
const remarks = (list: readonly Remark[]): readonly string[] => list.map(({ about, why }) => `${about}: ${why}`);

const times = (calls: number): string => (calls === 1 ? 'once' : `${calls} times`);

const comparisonLines = ({ notAllowed, unused, wider, unjudged }: Comparison): readonly string[] => [
  ...section('It has, and was never seen to use', unused),
  ...section('It has more than it was seen to use', remarks(wider)),
  ...section(
    'It was seen to use, and the policy given does not allow',
    notAllowed.map(({ action, resource, calls }) => `${action} on ${resource} (${times(calls)})`),
  ),
  ...section('Not compared', remarks(unjudged)),
];

export const policyText = (report: PolicyReport): string =>
  [
    `${report.function}: ${report.calls} calls from ${isoOf(report.since).slice(0, 16)} to ${isoOf(report.until).slice(0, 16)} UTC`,
    'What it does less often than that is not in the policy.',
    '',
    JSON.stringify(report.policy, null, 2),
    ...section('Not in the policy, because it is not known what would allow it', remarks(report.unmapped)),
    ...section('With * for want of something narrower', remarks(report.broad)),
    ...section(
      'Not in the policy, because it was refused',
      report.refused.map(({ action, resource, calls }) => `${action}${resource === '' ? '' : ` on ${resource}`} (${times(calls)})`),
    ),
    ...section('Not in the policy, because it was seen only while something was wrong', remarks(report.questioned)),
    ...section('In the policy, though the function does not call it itself', remarks(report.throughServices)),
    ...section('What the records cannot show', remarks(report.notShown)),
    ...(report.comparison === undefined ? [] : comparisonLines(report.comparison)),
    '',
  ].join('\n');
