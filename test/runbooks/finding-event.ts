// Findings as they reach EventBridge: rendered as the alerts render them, with every field as empty as it may be.
import fc from 'fast-check';
import { renderEvent } from '../../alerts/render/event.ts';
import { BEHAVIOURS } from '../../detectors/behaviours/catalogue.ts';
import { CATEGORIES } from '../../detectors/model/attack.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { type RecordId, recordId } from '../../detectors/model/identity.ts';
import { SEVERITIES } from '../../detectors/model/severity.ts';
import { CHOICES } from '../../runbooks/automation/trigger-choices.ts';

export const SAMPLE: Finding = {
  id: '0f3c5a9e7b1d2c4e6f80',
  detector: 'credentials-elsewhere',
  kind: 'behaviour',
  category: 'credential-access',
  severity: 'high',
  score: 0.9,
  time: '2026-03-04T05:06:07.890Z',
  window: { start: '2026-03-04T05:05:00.000Z', end: '2026-03-04T05:10:00.000Z' },
  function: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
  principal: null,
  account: '123456789012',
  region: 'eu-west-1',
  attacks: [{ tactic: 'TA0006', technique: 'T1552' }],
  title: 'Credentials used elsewhere',
  explanation: { expected: 'inside', observed: 'outside', baseline: null, contributors: [], quietIf: 'inside' },
  evidence: [],
  occurrences: 1,
  entities: { functions: [], principals: [], accessKeys: [], addresses: [] },
  stage: 'live',
  runbook: 'runbooks/credentials-elsewhere.md',
  parts: [],
};

export const eventOf = (finding: Finding): object => {
  const { Source, DetailType, Detail, Resources } = renderEvent(finding);
  const place = { version: '0', account: '123456789012', region: 'eu-west-1', resources: Resources };
  return { ...place, source: Source, 'detail-type': DetailType, detail: JSON.parse(Detail) as object };
};

const DETECTORS = [
  ...BEHAVIOURS.map(({ id }) => id),
  'attack-story',
  'some-rule',
  ...CHOICES.flatMap(({ findings }) => [findings['detector'] ?? []].flat().filter((id) => typeof id === 'string')),
];

const nameText = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const regionText = fc.constantFrom('eu-west-1', 'us-east-1', 'ap-southeast-2', 'us-gov-west-1', 'cn-north-1');
const accountText = fc.stringMatching(/^[0-9]{12}$/);
const arnOf = (region: string): string =>
  region.startsWith('us-gov') ? 'arn:aws-us-gov' : region.startsWith('cn') ? 'arn:aws-cn' : 'arn:aws';
const functionText = fc
  .tuple(regionText, accountText, nameText)
  .map(([region, account, name]) => `${arnOf(region)}:lambda:${region}:${account}:function:${name}`);
const principalText = fc
  .tuple(regionText, accountText, fc.constantFrom('role/', 'role/service/', 'user/', 'root'), nameText)
  .map(([region, account, kind, name]) => `${arnOf(region)}:iam::${account}:${kind === 'root' ? kind : kind + name}`);
const keyText = fc.tuple(fc.constantFrom('AKIA', 'ASIA'), fc.stringMatching(/^[A-Z0-9]{16}$/)).map(([kind, end]) => kind + end);
const addressText = fc.oneof(
  fc.ipV4(),
  fc.ipV6().filter((text) => text.length <= 45),
);
const timeText = fc
  .date({ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const sorted = (texts: fc.Arbitrary<string>): fc.Arbitrary<string[]> => fc.uniqueArray(texts, { maxLength: 3 }).map((list) => list.sort());
/** The records of one finding are of one source. */
const evidenceText: fc.Arbitrary<RecordId[]> = fc.oneof(
  fc.array(fc.uuid().map(recordId), { maxLength: 3 }),
  fc.array(fc.stringMatching(/^[0-9]{56}$/).map(recordId), { maxLength: 3 }),
);

export const anyFinding: fc.Arbitrary<Finding> = fc
  .record({
    id: fc.stringMatching(/^[0-9a-f]{20}$/),
    detector: fc.constantFrom(...DETECTORS),
    kind: fc.constantFrom('rule', 'behaviour', 'sequence', 'self'),
    category: fc.constantFrom(...CATEGORIES),
    severity: fc.constantFrom(...SEVERITIES),
    time: timeText,
    window: fc.record({ start: timeText, end: timeText }),
    function: fc.option(fc.oneof(functionText, nameText)),
    principal: fc.option(fc.oneof(principalText, fc.constant('events.amazonaws.com'))),
    region: fc.option(regionText),
    evidence: evidenceText,
    entities: fc.record({
      functions: sorted(functionText),
      principals: sorted(principalText),
      accessKeys: sorted(keyText),
      addresses: sorted(addressText),
    }),
    stage: fc.constantFrom('live', 'staged'),
  })
  .map((parts) => ({ ...SAMPLE, ...parts }));
