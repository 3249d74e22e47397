import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../../cli/config-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'lapwing-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (text: string) => {
  const path = join(folder, 'lapwing.yml');
  writeFileSync(path, text);
  return readConfig(path, '2026-03-01T00:00:00Z');
};

test('what is not said is as by default', () => {
  for (const configured of [readConfig(undefined, '2026-03-01T00:00:00Z'), read('')])
    expect(configured).toMatchObject({
      kind: 'settings',
      suppressions: [],
      alertBudget: { perHour: 6, perDay: 30, alertFrom: 'medium' },
      nonProduction: [],
    });
});

test('declared formats are read, and what is none is refused', () => {
  expect(read('formats: [{ vpcFlowLog: srcaddr dstaddr, in: /vpc/* }]')).toMatchObject({ declared: [{ kind: 'vpcflow', in: '/vpc/*' }] });
  expect(read('formats: [{ vpcFlowLog: srcaddr dstaddr }, { syslog: x }]')).toEqual({
    kind: 'refused',
    reason: 'formats, entry 2, names none of apiGatewayAccess, vpcFlowLog, cloudFrontRealTime',
  });
});

test('budget, suppressions and what is no production are read', () => {
  expect(
    read(`
alertBudget: { perHour: 2, alertFrom: high, behaviourScore: 0.8 }
nonProduction: ["*-dev", 111122223333]
suppressions:
  - { owner: ada, reason: known, expires: "2026-04-01", detector: new-action }
`),
  ).toMatchObject({
    kind: 'settings',
    alertBudget: { perHour: 2, perDay: 30, alertFrom: 'high', behaviourScore: 0.8 },
    nonProduction: ['*-dev', '111122223333'],
    suppressions: [{ owner: 'ada', detector: 'new-action', upTo: 'medium' }],
  });
});

test('lists for the placeholders of rules are read', () => {
  expect(read('placeholders: { Office_Addresses: [198.51.100.7], Accounts: [111122223333] }')).toMatchObject({
    settings: { placeholders: { Office_Addresses: ['198.51.100.7'], Accounts: ['111122223333'] } },
  });
});

test.for([
  ['placeholders: [a]', 'placeholders is not a mapping of names to lists'],
  ['placeholders: { a: b }', 'placeholders has a, which is not a list of texts'],
  ['placeholders: { "a b": [c] }', 'placeholders has a b, which no rule can name'],
  ['placeholders: { known_deployers: [c] }', 'placeholders has known_deployers, which is a setting of its own'],
  ['alertbudget: {}', 'alertbudget is not a setting'],
  ['alertBudget: { perhour: 1 }', 'alertBudget has an unknown name, perhour'],
  ['alertBudget: 3', 'alertBudget is not a mapping'],
  ['nonProduction: dev', 'nonProduction is not a list of texts'],
  ['nonProduction: ["*"]', 'nonProduction has * alone'],
  ['suppressions: [{ detector: x }]', 'suppression 1 has no owner'],
  ['learningDays: 0', 'learningDays is not a number of days'],
  ['{', ''],
] as const)('%s is refused', ([text, reason]) => {
  expect(read(text)).toMatchObject({ kind: 'refused', reason: expect.stringContaining(reason) });
});

test.for(['command-line.md', 'alerts.md'])('the example in docs/%s is one that is read', (name) => {
  const page = readFileSync(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), 'utf8');
  const example = page.split('```yaml\n')[1]?.split('```')[0] ?? '';
  const path = join(folder, name);
  writeFileSync(path, example);
  expect(readConfig(path, '2026-11-22T00:00:00Z')).toMatchObject({
    kind: 'settings',
    alertBudget: { behaviourScore: 0.8 },
    suppressions: [{ owner: 'ada' }],
  });
});

test('where functions are in a VPC is read', () => {
  expect(
    read('functions:\n  - name: orders\n    subnets: [subnet-1]\n  - name: arn:aws:lambda:eu-west-1:111122223333:function:billing\n'),
  ).toMatchObject({
    functions: [
      { function: '::orders', subnets: ['subnet-1'], securityGroups: [], interfaces: [] },
      { function: '111122223333:eu-west-1:billing', subnets: [] },
    ],
  });
});

test.for([
  ['functions: orders', 'is not a list'],
  ['functions: [orders]', 'entry 1 is not a mapping'],
  ['functions: [{subnets: [a]}]', 'entry 1 has no name'],
  ['functions: [{name: orders, subnet: a}]', 'entry 1 has subnet'],
  ['functions: [{name: orders, subnets: a}]', 'are lists of ids'],
])('%s is refused: %s', ([text, reason]) => {
  expect(read(text ?? '')).toMatchObject({ kind: 'refused', reason: expect.stringContaining(reason ?? '') });
});
