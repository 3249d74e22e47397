// Rules and activities for the tests of the Sigma engine: only what a test is about is written out.
import type { ApiCall } from '../../../detectors/model/activity.ts';
import { functionId, recordId } from '../../../detectors/model/identity.ts';
import type { JsonObject } from '../../../detectors/model/json.ts';
import { type Instant, instantOf } from '../../../detectors/model/time.ts';
import { loadRules } from '../../../detectors/sigma/load.ts';
import { buildMatcher } from '../../../detectors/sigma/matcher.ts';
import type { DetectionRule, LoadedRules } from '../../../detectors/sigma/rule.ts';

export const NO_PLACEHOLDERS: ReadonlyMap<string, readonly string[]> = new Map();

const indented = (text: string): string => text.replaceAll(/^/gm, '  ');

/** A rule file with the detection given as YAML, `condition: selection` unless it has its own. */
export const ruleText = (detection: string, more = ''): string =>
  [
    'title: A rule of a test',
    'status: test',
    'level: high',
    'tags: [attack.execution, attack.t1648]',
    'falsepositives: [none known]',
    'logsource:',
    '  product: aws',
    '  service: cloudtrail',
    more,
    'detection:',
    indented(detection),
    detection.includes('condition:') ? '' : '  condition: selection',
  ].join('\n');

export const load = (text: string, placeholders = NO_PLACEHOLDERS): LoadedRules =>
  loadRules([{ path: 'rules/some-rule.yml', text }], placeholders);

/** Whether a rule with the detection matches the record; the reasons instead when it does not load. */
export const matches = (detection: string, record: JsonObject, placeholders = NO_PLACEHOLDERS): boolean | readonly string[] => {
  const loaded = load(ruleText(detection), placeholders);
  if (loaded.problems.length > 0) return loaded.problems.map((problem) => problem.reason);
  return buildMatcher(loaded).match('cloudtrail', record).length > 0;
};

export const onlyRule = (loaded: LoadedRules): DetectionRule => {
  const [rule] = loaded.rules;
  if (rule === undefined || loaded.rules.length > 1) throw new Error(`one rule expected: ${JSON.stringify(loaded.problems)}`);
  return rule;
};

export const at = (iso: string): Instant => {
  const instant = instantOf(Date.parse(iso));
  if (instant === undefined) throw new Error(`no time: ${iso}`);
  return instant;
};

export const apiCall = (changes: Partial<ApiCall> = {}): ApiCall => ({
  kind: 'api-call',
  id: recordId('event-1'),
  time: at('2026-01-14T10:00:00Z'),
  function: functionId({ account: '111122223333', region: 'eu-west-1', name: 'checkout' }),
  service: 'cloudtrail',
  record: { eventName: 'CreateUser', eventSource: 'iam.amazonaws.com' },
  action: 'iam:CreateUser',
  principal: 'arn:aws:iam::111122223333:role/checkout-role',
  sessionName: 'checkout',
  accessKeyId: 'ASIAEXAMPLE',
  sourceAddress: '8.8.8.8',
  userAgent: 'aws-sdk-js/3',
  account: '111122223333',
  region: 'eu-west-1',
  resources: [],
  outcome: 'success',
  write: true,
  invokedBy: undefined,
  bytesToCaller: 0,
  bytesFromCaller: 0,
  changes: undefined,
  invokes: undefined,
  ...changes,
});
