// The page about the automations says what is so: every document, its changes, who starts it, and commands that would run.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { AUTOMATIONS } from '../../runbooks/automation/catalogue.ts';
import { policyFor } from '../../runbooks/automation/policy.ts';
import { CHOICES } from '../../runbooks/automation/trigger-choices.ts';
import { startProblems } from './start-problems.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/automation.md', import.meta.url)), 'utf8');

const READING = /:(Get|List|Describe|Lookup|FilterLogEvents)/;

describe.for(AUTOMATIONS)('$name', ({ id, name, document }) => {
  const row = page.split('\n').find((line) => line.startsWith(`| [\`${name}\`]`)) ?? '';
  const cells = row.split(' | ');

  test('names the changes it may make', () => {
    const actions = policyFor({ id, document }).Statement.flatMap(({ Action }) => Action);
    const changing = actions.filter((action) => !READING.test(action) && !/^(ssm|sns):/.test(action));
    const told = [...(cells[3] ?? '').matchAll(/`([a-z0-9]+:\w+)`/g)].map(([, action]) => action);
    expect(told.sort()).toEqual(changing.sort());
  });

  test('names the detectors that start it', () => {
    const detectors = CHOICES.filter(({ automation }) => automation === id).flatMap(({ findings }) => [findings['detector'] ?? []].flat());
    const told = [...(cells[4] ?? '').matchAll(/`([a-z-]+)`/g)].map(([, detector]) => detector);
    expect(told.sort()).toEqual([...new Set(detectors)].sort());
  });

  test('has a command that would start it', () => {
    const common = /COMMON='(.*?)'/s.exec(page)?.[1] ?? '';
    const command = new RegExp(`--document-name ${name} --parameters "(\\{.*?\\})"`, 's').exec(page)?.[1] ?? '';
    const given = JSON.parse(command.replaceAll('\\"', '"').replace('$COMMON', common)) as { readonly [name: string]: unknown };
    expect(startProblems(document, given)).toEqual([]);
  });
});

test('the example with a dry run would start', () => {
  const given = /--document-name (\S+) --parameters '(\{.*?\})'/s.exec(page);
  const entry = AUTOMATIONS.find(({ name }) => name === given?.[1]);
  expect(entry === undefined ? ['no document'] : startProblems(entry.document, JSON.parse(given?.[2] ?? ''))).toEqual([]);
});
