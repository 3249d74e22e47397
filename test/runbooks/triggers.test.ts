// A rule whose target lacks a required parameter is made, and never runs: so whatever matches a rule must fill them all.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { BEHAVIOURS } from '../../detectors/behaviours/catalogue.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { recordId } from '../../detectors/model/identity.ts';
import { AUTOMATIONS } from '../../runbooks/automation/catalogue.ts';
import { BY_HAND, CHOICES } from '../../runbooks/automation/trigger-choices.ts';
import { type Trigger, triggersFor } from '../../runbooks/automation/triggers.ts';
import { eventMatches, transformed } from './event-bridge.ts';
import { anyFinding, eventOf, SAMPLE } from './finding-event.ts';
import { startProblems } from './start-problems.ts';
import { SETTINGS } from './trigger-settings.ts';

const TRIGGERS = triggersFor(SETTINGS);

const documentOf = (trigger: Trigger) => {
  const entry = AUTOMATIONS.find(({ id }) => id === trigger.automation);
  if (entry === undefined) throw new Error(`no automation ${trigger.automation}`);
  return entry.document;
};

const started = (
  finding: Finding,
  triggers = TRIGGERS,
): readonly { readonly id: string; readonly given: { readonly [name: string]: unknown } }[] =>
  triggers
    .filter(({ eventPattern }) => eventMatches(eventPattern, eventOf(finding)))
    .map((trigger) => ({ id: trigger.id, given: transformed(trigger, eventOf(finding)) as { readonly [name: string]: unknown } }));

const RECORD = '01234567-89ab-cdef-0123-456789abcdef';
const ruleOn = (detector: string, more: Partial<Finding> = {}): Finding => ({
  ...SAMPLE,
  detector,
  kind: 'rule',
  evidence: [recordId(RECORD)],
  ...more,
});

describe('whatever finding comes', () => {
  test.for(TRIGGERS.map((trigger) => [trigger.id, trigger] as const))(
    '%s has every parameter that its document requires',
    ([, trigger]) => {
      const shaped = fc.constantFrom(...likely(trigger)).chain((base) => anyFinding.map((finding): Finding => ({ ...finding, ...base })));
      const findings = fc.oneof(anyFinding, shaped);
      let seen = 0;
      fc.assert(
        fc.property(findings, (finding) => {
          if (!eventMatches(trigger.eventPattern, eventOf(finding))) return;
          seen += 1;
          expect(
            startProblems(documentOf(trigger), transformed(trigger, eventOf(finding)) as { readonly [name: string]: unknown }),
          ).toEqual([]);
        }),
        { numRuns: 400 },
      );
      expect(seen).toBeGreaterThan(5);
    },
  );

  test('staged findings start nothing', () => {
    fc.assert(fc.property(anyFinding, (finding) => started({ ...finding, stage: 'staged' }).length === 0));
  });

  test('what is low starts nothing', () => {
    fc.assert(
      fc.property(
        anyFinding,
        fc.constantFrom('info' as const, 'low' as const),
        (finding, severity) => started({ ...finding, severity }).length === 0,
      ),
    );
  });

  test('only what copies runs without approval, and nothing restores by itself', () => {
    for (const trigger of TRIGGERS) {
      const given = JSON.parse(trigger.inputTemplate.replace(/<\w+>/g, '""')) as { readonly [name: string]: readonly string[] };
      expect(given['Approval']).toEqual([trigger.automation === 'preserve-evidence' ? 'automatic' : 'required']);
      expect(given['Action']).toBeUndefined();
    }
  });
});

/** The fields that a rule is about, as it wants them; the others stay as they come. */
const likely = ({ eventPattern }: Trigger): readonly Partial<Finding>[] => {
  const detail = eventPattern.detail as { readonly [field: string]: readonly unknown[] | undefined };
  const wanted = Object.fromEntries(
    ['detector', 'category', 'severity', 'kind', 'stage'].flatMap((field) => {
      const [value] = detail[field] ?? [];
      return value === undefined ? [] : [[field, value]];
    }),
  );
  return [
    {
      ...wanted,
      function: SAMPLE.function,
      principal: 'arn:aws:iam::123456789012:role/service/orders',
      evidence: [recordId(RECORD)],
      region: 'us-east-1',
    },
    {
      ...wanted,
      function: SAMPLE.function,
      entities: { functions: [], principals: [], accessKeys: ['AKIAIOSFODNN7EXAMPLE', 'ASIAIOSFODNN7EXAMPLE'], addresses: ['2001:db8::1'] },
      evidence: [recordId(RECORD)],
    },
  ] as readonly Partial<Finding>[];
};

describe('by example', () => {
  test('credentials outside: the evidence, and the sessions of the function, by its ARN', () => {
    const [evidence, sessions, ...more] = started(SAMPLE);
    expect(more).toEqual([]);
    expect(evidence).toMatchObject({
      id: 'preserve-evidence',
      given: { Function: [SAMPLE.function], Since: [SAMPLE.window.start], Bucket: ['lapwing-evidence'] },
    });
    expect(sessions).toEqual({
      id: 'revoke-function-sessions',
      given: {
        AutomationAssumeRole: ['arn:aws:iam::123456789012:role/lapwing-revoke-role-sessions'],
        TopicArn: [SETTINGS.topicArn],
        Approvers: SETTINGS.approvers,
        Approval: ['required'],
        Protected: ['break-glass'],
        FindingId: [SAMPLE.id],
        Subject: [SAMPLE.function],
      },
    });
  });

  const masked: Finding['entities'] = { functions: [], principals: [], accessKeys: ['AKIAIOSFODNN7EXAMPLE'], addresses: [] };

  test.for([
    [
      'disable-access-key',
      ruleOn('iam-user-created', { category: 'persistence', severity: 'high', entities: masked, region: 'us-east-1' }),
    ],
    [
      'quarantine-role',
      ruleOn('iam-admin-policy-attached', { category: 'escalation', principal: 'arn:aws:iam::123456789012:role/orders' }),
    ],
    ['restart-trail', ruleOn('trail-stopped', { category: 'defence-evasion' })],
    ['restore-subscription-filter', ruleOn('subscription-filter-deleted', { category: 'defence-evasion' })],
    ['restore-log-retention', ruleOn('log-retention-shortened', { category: 'defence-evasion', severity: 'medium' })],
    ['detach-layer', ruleOn('layer-from-foreign-account', { category: 'persistence' })],
    ['restore-alias', ruleOn('function-code-changed-by-unexpected-principal', { category: 'persistence' })],
    ['disable-function-url', ruleOn('function-url-without-auth', { category: 'persistence', severity: 'medium' })],
    [
      'block-egress',
      { ...SAMPLE, detector: 'new-destination', category: 'exfiltration', entities: { ...masked, addresses: ['198.51.100.7'] } },
    ],
    ['isolate-function', { ...SAMPLE, detector: 'data-volume', category: 'exfiltration' }],
  ] as const)('%s is started', ([id, finding]) => {
    expect(started(finding).map((one) => one.id)).toContain(id);
  });

  test('the record stands for what another rendering of a finding would mask', () => {
    const finding = ruleOn('iam-user-created', { category: 'persistence', entities: masked, region: 'us-east-1' });
    const [one] = started(finding).filter(({ id }) => id === 'disable-access-key');
    expect(one?.given).toMatchObject({ Record: [RECORD], RecordRegion: ['us-east-1'] });
  });

  test.for([
    ['no function', { function: null }],
    ['a function by its bare name', { function: 'orders' }],
  ] as const)('%s: what needs its ARN is not started', ([, less]) => {
    expect(started({ ...SAMPLE, ...less })).toEqual([]);
  });

  test('a user is not quarantined as a role, nor a session key disabled', () => {
    const session = { ...masked, accessKeys: ['ASIAIOSFODNN7EXAMPLE'] };
    const finding = ruleOn('iam-admin-policy-attached', {
      category: 'escalation',
      principal: 'arn:aws:iam::123456789012:user/ann',
      entities: session,
    });
    expect(started(finding).map(({ id }) => id)).toEqual(['preserve-evidence']);
  });

  test('text that an attacker chose does not get past Systems Manager', () => {
    const finding = { ...SAMPLE, function: 'arn:aws:lambda:eu-west-1:123456789012:function:x","Approval":["automatic' };
    for (const { id, given } of started(finding)) {
      expect(given['Approval']).toEqual([id === 'preserve-evidence' ? 'automatic' : 'required']);
      const trigger = TRIGGERS.find((one) => one.id === id);
      expect(trigger === undefined ? [] : startProblems(documentOf(trigger), given)).not.toEqual([]);
    }
  });
});

test('what the deployment lacks has no rule, instead of one that never runs', () => {
  const bare = triggersFor({ ...SETTINGS, evidenceBucket: null, alias: null, subscription: null, protectedNames: [], trustedAccounts: [] });
  const ids = bare.map(({ id }) => id);
  expect(TRIGGERS.map(({ id }) => id).filter((id) => !ids.includes(id))).toEqual([
    'preserve-evidence',
    'restore-alias',
    'restore-subscription-filter',
  ]);
  for (const { given } of started(SAMPLE, bare)) expect(given).not.toHaveProperty('Protected');
});

test('every document has a rule, or a reason to be started by hand', () => {
  const ruled = new Set(CHOICES.map(({ automation }) => automation));
  for (const { id } of AUTOMATIONS) expect([id, ruled.has(id) !== Object.hasOwn(BY_HAND, id)]).toEqual([id, true]);
  expect(new Set(CHOICES.map(({ id }) => id)).size).toBe(CHOICES.length);
});

test('patterns and templates keep the limits of EventBridge', () => {
  for (const { eventPattern, inputTemplate, inputPathsMap } of TRIGGERS) {
    expect(JSON.stringify(eventPattern).length).toBeLessThan(2048);
    expect(inputTemplate.length).toBeLessThan(8192);
    expect(Object.keys(inputPathsMap).filter((name) => !/^[A-Za-z0-9]+$/.test(name))).toEqual([]);
  }
});

const RULES = fileURLToPath(new URL('../../detectors/rules', import.meta.url));
const levels = new Map(
  readdirSync(RULES, { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith('.yml'))
    .map((file) => {
      const [rule] = readFileSync(join(file.parentPath, file.name), 'utf8').split(/^---$/m);
      return [basename(file.name, '.yml'), String((parse(rule ?? '') as { readonly level?: string }).level)] as const;
    }),
);

test.for(
  CHOICES.flatMap(({ id, findings, severities }) =>
    [findings['detector'] ?? []].flat().map((detector) => [id, String(detector), severities] as const),
  ),
)('%s: there is a detector %s, and it is as grave as is asked', ([, detector, severities]) => {
  const level = levels.get(detector);
  if (level === undefined) expect(BEHAVIOURS.map(({ id }) => id)).toContain(detector);
  else expect(severities).toContain(level);
});
