// The rules on real attacks and on real ordinary days: each attack is found for what it is, and ordinary days stay quiet.
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LogService } from '../../detectors/model/activity.ts';
import { field, type JsonObject, textField } from '../../detectors/model/json.ts';
import { atLeast } from '../../detectors/model/severity.ts';
import { loaded, matcher, seenIn } from '../detectors/rules/own-rules.ts';

const corpus = process.env['LAPWING_CORPUS'];
if (corpus === undefined) throw new Error('LAPWING_CORPUS must name the folder of the corpora');

const recordsOf = (file: string): readonly JsonObject[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonObject);

const levels = new Map([...loaded.rules, ...loaded.correlations].map((rule) => [rule.id, rule]));
const isShown = (id: string): boolean => levels.get(id)?.referencedOnly === false;
const isLoud = (id: string): boolean => isShown(id) && atLeast(levels.get(id)?.level ?? 'info', 'medium');

/** Technique → rules that are about it; at least one of them must find it. */
const ABOUT: Readonly<Record<string, readonly string[]>> = {
  'aws.credential-access.ec2-get-password-data': ['windows-passwords-requested-in-bulk'],
  'aws.credential-access.ec2-steal-instance-credentials': ['instance-credentials-used-elsewhere'],
  'aws.credential-access.secretsmanager-batch-retrieve-secrets': ['secrets-retrieved-as-batch'],
  'aws.credential-access.secretsmanager-retrieve-secrets': ['secrets-retrieved-in-bulk'],
  'aws.defense-evasion.cloudtrail-event-selectors': ['trail-narrowed'],
  'aws.defense-evasion.cloudtrail-stop': ['trail-stopped'],
  'aws.execution.ec2-launch-unusual-instances': ['unusual-machines-launched'],
  'aws.execution.ec2-user-data': ['instance-start-script-changed'],
  'aws.execution.ssm-send-command': ['shell-command-sent-to-machines'],
  'aws.execution.ssm-start-session': ['sessions-opened-on-many-machines'],
  'aws.exfiltration.ec2-security-group-open-port-22-ingress': ['security-group-opened-to-world'],
  'aws.exfiltration.ec2-share-ami': ['image-shared'],
  'aws.exfiltration.rds-share-snapshot': ['snapshot-shared'],
  'aws.initial-access.console-login-without-mfa': ['console-login-without-mfa'],
  'aws.lateral-movement.ec2-serial-console-send-ssh-public-key': ['serial-console-used'],
  'aws.persistence.iam-backdoor-role': ['role-trust-opened'],
  'aws.persistence.iam-backdoor-user': ['access-key-created-for-another-user'],
  'aws.persistence.iam-create-admin-user': ['iam-admin-policy-attached', 'iam-user-created-then-armed'],
  'aws.persistence.iam-create-backdoor-role': ['role-created-for-foreign-account'],
  'aws.persistence.lambda-backdoor-function': ['function-policy-opened'],
  'aws.persistence.lambda-layer-extension': ['function-layer-changed-by-hand', 'layer-from-foreign-account'],
  'aws.persistence.lambda-overwrite-code': ['function-code-changed-by-unexpected-principal'],
  'aws.persistence.sts-federation-token': ['federation-token-issued'],
  'aws.privilege-escalation.iam-update-user-login-profile': ['login-profile-set-for-another'],
  'aws.credential-access.ssm-retrieve-securestring-parameters': ['parameters-decrypted-in-bulk', 'parameters-decrypted-one-by-one'],
  'aws.defense-evasion.cloudtrail-delete': ['trail-stopped'],
  'aws.defense-evasion.cloudtrail-lifecycle-rule': ['bucket-expires-within-days'],
  'aws.defense-evasion.dns-delete-logs': ['dns-query-logs-deleted'],
  'aws.defense-evasion.organizations-leave': ['organization-left'],
  'aws.defense-evasion.vpc-remove-flow-logs': ['flow-logs-deleted'],
  'aws.discovery.ec2-enumerate-from-instance': ['account-enumerated-by-workload'],
  'aws.discovery.ec2-download-user-data': ['start-scripts-downloaded'],
  'aws.discovery.ses-enumerate': ['mail-service-probed'],
  'aws.execution.sagemaker-update-lifecycle-config': ['notebook-start-script-changed'],
  'aws.exfiltration.ec2-share-ebs-snapshot': ['snapshot-shared'],
  'aws.exfiltration.s3-backdoor-bucket-policy': ['bucket-opened-to-outside'],
  'aws.impact.bedrock-invoke-model': ['model-access-enabled', 'model-invoked-with-user-key'],
  'aws.impact.s3-ransomware-batch-deletion': ['objects-deleted-in-bulk'],
  'aws.impact.s3-ransomware-client-side-encryption': ['objects-encrypted-with-callers-key'],
  'aws.impact.s3-ransomware-individual-deletion': ['object-versions-deleted-one-by-one'],
  'aws.lateral-movement.ec2-instance-connect': ['instance-connect-key-pushed'],
  'aws.persistence.iam-create-user-login-profile': ['login-profile-set-for-another'],
  'aws.persistence.rolesanywhere-create-trust-anchor': ['certificate-trust-anchor-created'],
};

describe('published attacks', () => {
  const files = globSync(`${corpus}/attacks/stratus/*.jsonl`).sort();

  test('there are some', () => {
    expect(files.length).toBeGreaterThan(0);
  });

  test('every technique of the list has rules that are there', () => {
    for (const [technique, about] of Object.entries(ABOUT)) for (const id of about) expect(isShown(id), `${technique}: ${id}`).toBe(true);
  });

  test.for(files.map((file) => [basename(file, '.jsonl'), file] as const))('%s', ([technique, file]) => {
    const { matched, sequences } = seenIn(recordsOf(file), 'cloudtrail');
    const found = new Set([...matched.filter(isShown), ...sequences.map(({ detector }) => detector)]);
    console.log(technique, [...found].map((id) => `${id} (${levels.get(id)?.level})`).join(', '));
    const about = ABOUT[technique];
    if (about === undefined) expect(found.size, 'a technique that the table does not know must be found by something').toBeGreaterThan(0);
    else expect(about.some((id) => found.has(id))).toBe(true);
  });
});

test('ordinary days make at most two findings at medium or above', () => {
  const loud: string[] = [];
  for (const file of globSync(`${corpus}/ordinary/*.jsonl`).sort()) {
    const records = recordsOf(file);
    expect(records.length).toBeGreaterThan(100);
    const { matched, sequences } = seenIn(records, 'cloudtrail');
    const found = [...matched.filter(isShown), ...sequences.map(({ detector }) => detector)];
    console.log(basename(file), records.length, 'records;', found.length, 'findings:', [...new Set(found)].join(', '));
    loud.push(...found.filter(isLoud));
  }
  expect(loud.length).toBeLessThanOrEqual(2);
});

/** Log types of the cases → our services; others are not read. */
const SERVICES: Readonly<Record<string, LogService>> = {
  'AWS.CloudTrail': 'cloudtrail',
  'AWS.WAFWebACL': 'waf',
  'AWS.VPCFlow': 'vpcflow',
  'AWS.VPCDns': 'route53resolver',
  'AWS.S3ServerAccess': 's3access',
};

test("another project's cases: how many of those that alert there are found here", () => {
  const counts = { alertingFound: 0, alerting: 0, otherLoud: 0, other: 0 };
  const missed = new Set<string>();
  for (const one of recordsOf(`${corpus}/attacks/panther-rule-tests.jsonl`)) {
    const service = SERVICES[textField(one, 'eventLogType') ?? ''];
    const event = field(one, 'event');
    if (service === undefined || typeof event !== 'object' || event === null || Array.isArray(event)) continue;
    const ids = matcher.match(service, event as JsonObject).map(({ id }) => id);
    const alerts = field(one, 'expectedResult') === true;
    if (alerts) counts.alerting++;
    else counts.other++;
    if (alerts && ids.length > 0) counts.alertingFound++;
    if (alerts && ids.length === 0) missed.add(textField(one, 'ruleId') ?? '');
    if (!alerts && ids.some(isLoud)) counts.otherLoud++;
  }
  console.log(JSON.stringify(counts), 'no counterpart:', [...missed].sort().join(' '));
  expect(counts.alerting).toBeGreaterThan(100);
  // A floor under what was reached, so that a change that loses rules shows: not a claim of completeness.
  expect(counts.alertingFound / counts.alerting).toBeGreaterThan(0.5);
});

describe('injections, as rules rate them', () => {
  const rows = recordsOf(`${corpus}/injection/payloads.jsonl`);
  const isToldAt = (severity: 'low' | 'medium', row: JsonObject): boolean =>
    matcher
      .match('lambda', { timestamp: '2026-03-02T10:14:00.000Z', level: 'INFO', message: 'input', input: textField(row, 'payload') ?? '' })
      .some(({ id, level }) => isShown(id) && atLeast(level, severity));
  const labelled = (label: string): readonly JsonObject[] => rows.filter((row) => textField(row, 'label') === label);

  // Measured 0.909: bare words and fuzzers' placeholders are among what is missed.
  test('recall over all classes is at least 0.90 on average, at low or above', () => {
    const groups = [...Map.groupBy(labelled('malicious'), (row) => textField(row, 'cls')).values()];
    const recalls = groups.map((group) => group.filter((row) => isToldAt('low', row)).length / group.length);
    expect(groups.length).toBeGreaterThan(10);
    expect(recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length).toBeGreaterThanOrEqual(0.9);
  });

  // Measured 0 of 2,239 at medium, 10 at low.
  test('at most 0.5 % of harmless strings are rated medium or above', () => {
    const harmless = labelled('benign');
    expect(harmless.length).toBeGreaterThan(1000);
    expect(harmless.filter((row) => isToldAt('medium', row)).length / harmless.length).toBeLessThanOrEqual(0.005);
  });
});
