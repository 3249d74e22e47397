// The catalogue of rules, all laws at once: each rule is one file with its name, its cases, its runbook and its references.
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { actionNames } from '../../../cli/event-catalogue.ts';
import { CATEGORIES } from '../../../detectors/model/attack.ts';
import { field, isObject, type Json, type JsonObject, textField } from '../../../detectors/model/json.ts';
import { runCases } from '../../../detectors/sigma/cases.ts';
import { lintRules } from '../../../detectors/sigma/lint.ts';
import { requirementOf } from '../../../detectors/sigma/required-literals.ts';
import type { CorrelationRule, DetectionRule } from '../../../detectors/sigma/rule.ts';
import { signCost } from '../../../detectors/sigma/sign-cost.ts';
import { DERIVATIONS, loaded, matcher, RUNBOOKS_FOLDER, rulePaths, ruleText } from './own-rules.ts';

const HEADINGS = [
  '## What fired',
  '## Why it matters',
  '## First five minutes',
  '## Benign causes and how to tell',
  '## Contain',
  '## Recover',
  '## Tune or suppress',
  '## Prove it still fires',
];
const PLACEHOLDERS = ['function', 'principal', 'account', 'region', 'time', 'evidence'];

const techniques = JSON.parse(readFileSync(new URL('../../fixtures/attack-techniques.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;

const stemOf = (path: string): string => basename(path, '.yml');
const all: readonly (DetectionRule | CorrelationRule)[] = [...loaded.rules, ...loaded.correlations];
const ruleOf = (path: string): DetectionRule | CorrelationRule => {
  const found = all.find((rule) => rule.id === stemOf(path));
  if (found === undefined) throw new Error(`no rule has the id of the file ${path}`);
  return found;
};
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);
const runbookOf = (id: string): string => readFileSync(`${RUNBOOKS_FOLDER}${id}.md`, 'utf8');

test('there are rules in every category', () => {
  expect([...new Set(rulePaths.map(dirname))].sort()).toEqual([...CATEGORIES].sort());
  expect(rulePaths.length).toBeGreaterThanOrEqual(100);
});

test('every file compiles, and lint finds nothing', async () => {
  expect(loaded.problems).toEqual([]);
  expect(lintRules(loaded, await actionNames())).toEqual([]);
});

test('no rule hangs on services alone: it would be looked at for every call of theirs', () => {
  const cost = signCost(new Set(DERIVATIONS.keys()));
  const hanging = loaded.rules.filter(({ detection }) => {
    const signs = requirementOf(detection, cost) ?? [];
    return signs.length > 1 && signs.every((sign) => sign.field === 'eventSource');
  });
  expect(hanging.map(({ id }) => id)).toEqual([]);
});

test('ids, uuids and names are unique', () => {
  const names = all.map(({ id }) => id);
  const uuids = all.map(({ uuid }) => uuid);
  expect(new Set(names).size).toBe(all.length);
  expect(new Set(uuids).size).toBe(all.length);
  for (const uuid of uuids) expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

describe.for(rulePaths)('%s', (path) => {
  const rule = ruleOf(path);

  test('is named for its file and lies in the folder of its category', () => {
    expect(rule.name).toBe(stemOf(path));
    expect(rule.custom.get('category')).toBe(dirname(path));
    expect(rule.category).toBe(dirname(path));
    expect(rule.referencedOnly).toBe(false);
    expect(['test', 'experimental']).toContain(rule.status);
  });

  test('names ATT&CK techniques that exist', () => {
    expect(rule.attacks.length).toBeGreaterThan(0);
    for (const { technique } of rule.attacks) expect(Object.hasOwn(techniques, technique), technique).toBe(true);
  });

  test('says whom it serves and when it is wrong', () => {
    expect(rule.falsePositives.length).toBeGreaterThan(0);
    expect(rule.references.length).toBeGreaterThan(0);
    const sas = listOf(rule.custom.get('sas'));
    expect(sas.length).toBeGreaterThan(0);
    for (const id of sas) expect(id).toMatch(/^SAS-(1[0-2]|[1-9])$/);
    const controls = rule.custom.get('controls');
    for (const standard of ['nist-800-53', 'pci-dss-4', 'hipaa'])
      expect(listOf(field(controls, standard)).length, standard).toBeGreaterThan(0);
  });

  test('has two cases that fire and two look-alikes', () => {
    const cases = listOf(rule.custom.get('cases'));
    const firing = cases.filter((one) => field(one, 'match') === true);
    expect(firing.length).toBeGreaterThanOrEqual(2);
    expect(cases.length - firing.length).toBeGreaterThanOrEqual(2);
    expect(new Set(cases.map((one) => textField(one, 'name'))).size).toBe(cases.length);
  });

  test('has a runbook with every heading', () => {
    const text = runbookOf(rule.id);
    expect(text.startsWith(`# ${rule.title}\n`)).toBe(true);
    expect(text.split('\n').filter((line) => line.startsWith('## '))).toEqual(HEADINGS);
    expect(text).toContain(`lapwing rules test ${rule.id}`);
    for (const [, name = ''] of text.matchAll(/\{\{(\w+)\}\}/g)) expect(PLACEHOLDERS).toContain(name);
    for (const heading of HEADINGS) expect(text.split(`${heading}\n`)[1]?.trim().startsWith('## '), heading).toBe(false);
    expect(text.split('\n').length).toBeLessThanOrEqual(90);
  });
});

describe('cases', () => {
  test.for(runCases(loaded, matcher, DERIVATIONS).map((one) => [`${one.rule}: ${one.case}`, one] as const))('%s', ([, one]) => {
    expect(one.actual).toBe(one.expected);
  });
});

describe('runbooks', () => {
  const text = (file: string): string => readFileSync(RUNBOOKS_FOLDER + file, 'utf8');

  test('name only pages that are there', () => {
    const pages = new Set(globSync('*.md', { cwd: RUNBOOKS_FOLDER }).map((file) => basename(file, '.md')));
    const ids = new Set(rulePaths.map(stemOf));
    for (const id of ids) expect(pages.has(id), id).toBe(true);
    // A page that sends its reader on with "follow `id`" or "see `id`" must not send them nowhere.
    for (const id of ids) {
      for (const [, target = ''] of text(`${id}.md`).matchAll(/(?:[Ff]ollow|see|See) (?:the )?`([a-z]+(?:-[a-z]+){2,})`/g))
        expect(pages.has(target), `${id} → ${target}`).toBe(true);
    }
  });
});

describe('exemptions', () => {
  const sessionOf = (role: string): JsonObject => ({
    type: 'AssumedRole',
    arn: `arn:aws:sts::111122223333:assumed-role/${role}/run-7`,
    accountId: '111122223333',
    sessionContext: { sessionIssuer: { arn: `arn:aws:iam::111122223333:role/${role}`, userName: role, type: 'Role' } },
  });

  test('a known deployer is exempt from rules about changes', () => {
    const changing = loaded.rules.filter(
      ({ exclusions, logsource, referencedOnly }) =>
        logsource.service === 'cloudtrail' && !referencedOnly && exclusions.includes('deployer'),
    );
    let foundFromOthers = 0;
    for (const rule of changing) {
      for (const one of listOf(rule.custom.get('cases'))) {
        const record = field(one, 'record');
        if (!isObject(record) || field(one, 'match') !== true) continue;
        const idsFor = (role: string): readonly string[] =>
          matcher.match('cloudtrail', { ...record, userIdentity: sessionOf(role) }).map(({ id }) => id);
        expect(idsFor('trusted-pipeline')).not.toContain(rule.id);
        if (idsFor('some-other-role').includes(rule.id)) foundFromOthers++;
      }
    }
    // The exemption is for the deployer and not for every session: most cases do not depend on who it is.
    expect(foundFromOthers).toBeGreaterThan(100);
  });

  test('sharing with a trusted account is no finding, with another it is', () => {
    const share = (...accounts: readonly string[]): JsonObject => ({
      userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/dana', accountId: '111122223333' },
      eventSource: 'iam.amazonaws.com',
      eventName: 'UpdateAssumeRolePolicy',
      requestParameters: {
        roleName: 'reporting',
        policyDocument: JSON.stringify({
          Statement: [
            { Effect: 'Allow', Principal: { AWS: accounts.map((account) => `arn:aws:iam::${account}:root`) }, Action: 'sts:AssumeRole' },
          ],
        }),
      },
      recipientAccountId: '111122223333',
    });
    expect(matcher.match('cloudtrail', share('777788889999')).map(({ id }) => id)).not.toContain('role-trust-opened');
    expect(matcher.match('cloudtrail', share('444455556666')).map(({ id }) => id)).toContain('role-trust-opened');
    expect(matcher.match('cloudtrail', share('777788889999', '444455556666')).map(({ id }) => id)).toContain('role-trust-opened');
  });
});

test('no file repeats another rule word for word', () => {
  const descriptions = rulePaths.map((path) => ruleOf(path).description);
  expect(new Set(descriptions).size).toBe(descriptions.length);
  for (const path of rulePaths) expect(ruleText(path)).toContain('author: Lapwing');
});
