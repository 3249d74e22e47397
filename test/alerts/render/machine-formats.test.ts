import { describe, expect, test } from 'vitest';
import { renderAsff } from '../../../alerts/render/asff.ts';
import { renderNdjson } from '../../../alerts/render/ndjson.ts';
import { renderOcsf } from '../../../alerts/render/ocsf.ts';
import { tellStories } from '../../../alerts/triage/stories.ts';
import type { Finding } from '../../../detectors/model/finding.ts';
import { recordId } from '../../../detectors/model/identity.ts';
import { backdoor, stolenFunctionCredentials } from '../fixtures/attacks.ts';
import { findingOf } from '../fixtures/finding-of.ts';

const [exfiltration] = stolenFunctionCredentials.slice(-1);
if (exfiltration === undefined) throw new Error('fixture');
const only = (text: string) => JSON.parse(text);

/** The same value with every object's keys the other way round. */
const reversed = <Value>(value: Value): Value => {
  if (Array.isArray(value)) return value.map(reversed) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, reversed(each)]),
  ) as Value;
};

describe('ndjson', () => {
  test('has the keys of the contract, in one order', () => {
    expect(Object.keys(only(renderNdjson([exfiltration])))).toEqual([
      'id',
      'detector',
      'kind',
      'category',
      'severity',
      'score',
      'time',
      'window',
      'function',
      'principal',
      'account',
      'region',
      'attacks',
      'title',
      'explanation',
      'evidence',
      'occurrences',
      'entities',
      'stage',
      'runbook',
      'parts',
    ]);
    expect(Object.keys(only(renderNdjson([exfiltration])).explanation)).toEqual([
      'expected',
      'observed',
      'baseline',
      'contributors',
      'quietIf',
    ]);
  });
  test('is the same bytes, however the finding was put together', () => {
    expect(renderNdjson([reversed(exfiltration)])).toBe(renderNdjson([exfiltration]));
  });
  test('is the finding, but for what is redacted', () => {
    const open: Finding = { ...exfiltration, entities: { ...exfiltration.entities, accessKeys: [] } };
    expect(only(renderNdjson([open]))).toEqual(open);
    expect(only(renderNdjson([exfiltration])).entities.accessKeys).toEqual(['ASIA****DFGH']);
  });
  test('is a line for each finding, and nothing for none', () => {
    expect(renderNdjson(backdoor).match(/\n/g)).toHaveLength(3);
    expect(renderNdjson([])).toBe('');
  });
});

describe('ocsf', () => {
  test('a finding is a Detection Finding', () => {
    const event = only(renderOcsf([exfiltration], { productVersion: '0.1.0' }));
    expect(event).toMatchObject({
      class_uid: 2004,
      category_uid: 2,
      activity_id: 1,
      type_uid: 200401,
      severity_id: 4,
      severity: 'High',
      status_id: 1,
      confidence_id: 3,
      confidence_score: 80,
      is_alert: true,
      time: Date.parse(exfiltration.window.end),
      start_time: Date.parse(exfiltration.time),
      metadata: { version: '1.8.0', product: { name: 'Lapwing', version: '0.1.0' }, profiles: ['cloud'] },
      cloud: { provider: 'AWS', account: { uid: '112233445566' }, region: 'eu-west-1' },
      finding_info: {
        uid: exfiltration.id,
        analytic: { type_id: 2, uid: exfiltration.detector },
        related_events: [{ uid: exfiltration.evidence[0] }],
      },
      anomaly_analyses: [
        {
          anomalies: [{ observations: [{ value: '48100000' }] }],
          baselines: [{ observed_pattern: '310000 to 1200000 over 2016 windows since 2025-02-20T00:00:00.000Z' }],
        },
      ],
      resources: [{ uid: exfiltration.function, type: 'AWS::Lambda::Function' }],
      evidences: [
        { actor: { user: { uid: exfiltration.principal, credential_uid: 'ASIA****DFGH' } }, src_endpoint: { ip: '198.51.100.23' } },
      ],
    });
  });
  test('a story is an Incident Finding that lists its parts', () => {
    const stories = tellStories(backdoor);
    const events = renderOcsf([...backdoor, ...stories])
      .trimEnd()
      .split('\n')
      .map(only);
    expect(events.map((event) => event.class_uid)).toEqual([2004, 2004, 2004, 2005]);
    expect(events[3]).toMatchObject({ type_uid: 200501, verdict: 'Suspicious', desc: stories[0]?.explanation.observed });
    expect(events[3].finding_info_list.map((info: { uid: string }) => info.uid)).toEqual([
      stories[0]?.id,
      ...backdoor.map((part) => part.id),
    ]);
  });
  test('a staged finding is no alert, and a sub-technique names its technique', () => {
    const staged = findingOf({
      at: '2025-03-04T10:00:00Z',
      detector: 'trial',
      severity: 'low',
      category: 'persistence',
      title: 'Trial',
      technique: '1098.003',
      stage: 'staged',
    });
    expect(only(renderOcsf([staged]))).toMatchObject({
      is_alert: false,
      finding_info: {
        attacks: [{ tactic: { uid: 'TA0003', name: 'persistence' }, technique: { uid: 'T1098' }, sub_technique: { uid: 'T1098.003' } }],
      },
    });
  });
});

describe('asff', () => {
  test('has what BatchImportFindings asks for', () => {
    const product = 'arn:aws:securityhub:eu-west-1:112233445566:product/112233445566/default';
    expect(only(renderAsff([exfiltration]))).toMatchObject({
      SchemaVersion: '2018-10-08',
      Id: exfiltration.id,
      ProductArn: product,
      GeneratorId: exfiltration.detector,
      AwsAccountId: '112233445566',
      CreatedAt: exfiltration.time,
      UpdatedAt: exfiltration.window.end,
      Title: exfiltration.title,
      Types: ['Effects/Data Exfiltration/bytes-out-far-above-usual'],
      Severity: { Label: 'HIGH', Original: 'high' },
      FindingProviderFields: { Severity: { Label: 'HIGH' }, Types: ['Effects/Data Exfiltration/bytes-out-far-above-usual'] },
      Resources: [{ Type: 'AwsLambdaFunction', Id: exfiltration.function, Partition: 'aws', Region: 'eu-west-1' }],
    });
  });
  test('leaves out what a provider must not write', () => {
    const finding = only(renderAsff([exfiltration]));
    for (const key of ['Workflow', 'Note', 'VerificationState', 'UserDefinedFields', 'WorkflowState'])
      expect(finding).not.toHaveProperty(key);
  });
  test('a story names its parts, and a finding without function its account', () => {
    const [story] = tellStories(backdoor);
    if (story === undefined) throw new Error('fixture');
    expect(only(renderAsff([story])).FindingProviderFields.RelatedFindings.map((related: { Id: string }) => related.Id)).toEqual(
      backdoor.map((part) => part.id),
    );
    const nobody = {
      ...findingOf({ at: '2025-03-04T10:00:00Z', detector: 'x', severity: 'info', category: 'discovery', title: 'X' }),
      account: null,
      region: null,
    };
    expect(only(renderAsff([nobody], { account: '999988887777', region: 'us-west-2' }))).toMatchObject({
      AwsAccountId: '999988887777',
      Resources: [{ Type: 'AwsAccount', Id: 'AWS::::Account:999988887777', Region: 'us-west-2' }],
    });
  });
  test('keeps to the limits of Security Hub, whatever the finding holds', () => {
    const long = 'x'.repeat(100_000);
    const large: Finding = {
      ...exfiltration,
      title: long,
      explanation: { ...exfiltration.explanation, expected: long, observed: long, quietIf: long },
      evidence: Array.from({ length: 10 }, () => recordId(long)),
      entities: { ...exfiltration.entities, functions: Array.from({ length: 100 }, (_, place) => `f${place}`) },
      parts: Array.from({ length: 100 }, (_, place) => `id-${place}`),
    };
    const line = renderAsff([large]);
    const finding = only(line);
    expect(line.length).toBeLessThan(240 * 1024);
    expect([
      finding.Title.length,
      finding.Description.length,
      finding.Remediation.Recommendation.Text.length,
      finding.Resources.length,
    ]).toEqual([256, 1024, 512, 32]);
    expect(Object.keys(finding.ProductFields).length).toBeLessThanOrEqual(50);
    for (const value of Object.values<string>(finding.ProductFields)) expect(value.length).toBeLessThanOrEqual(1024);
  });
});
