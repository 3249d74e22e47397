// Every AWS command that a runbook, a page of the docs or an alert names exists, with its options and what it cannot do without: held
// against the service models that the AWS CLI itself is made from (botocore's, which comes with the emulator).
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { firstSteps } from '../../alerts/render/first-steps.ts';
import { triage } from '../../alerts/triage/triage.ts';
import { INCIDENTS } from '../alerts/fixtures/incidents.ts';
import { awsCommandsIn, type NamedCommand } from './aws-commands.ts';
import { pythonProgram } from './moto.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));

const problemsOf = (commands: readonly NamedCommand[]): readonly (readonly string[])[] =>
  JSON.parse(
    execFileSync(pythonProgram(), [join(here, 'aws-commands.py')], {
      input: JSON.stringify(commands),
      encoding: 'utf8',
    }),
  ) as readonly (readonly string[])[];

test('in pages', () => {
  const pages = ['runbooks', 'docs'].flatMap((folder) => readdirSync(project + folder).map((name) => `${folder}/${name}`));
  const named = pages
    .filter((name) => name.endsWith('.md'))
    .flatMap((page) => awsCommandsIn(readFileSync(project + page, 'utf8')).map((named) => ({ page, ...named })));
  expect(named.length).toBeGreaterThan(300);
  const problems = problemsOf(named);
  expect(problems).toHaveLength(named.length);
  expect(
    named.flatMap(({ page, command }, place) => (problems[place] ?? []).map((problem) => `${page}: ${problem} (${command.slice(0, 90)})`)),
  ).toEqual([]);
});

test('in alerts', () => {
  const findings = Object.values(INCIDENTS).flatMap((incident) => {
    const { findings: single, stories } = triage(incident, { now: '2026-09-01T00:00:00Z' });
    return [...single, ...stories];
  });
  const commands = [
    ...new Set(
      findings.flatMap((finding) => firstSteps(finding).flatMap(({ command }) => (command === undefined ? [] : [command.join(' ')]))),
    ),
  ];
  expect(commands.length).toBeGreaterThan(10);
  expect(problemsOf(commands.map((command) => ({ command, whole: true }))).flat()).toEqual([]);
});

test('a command that does not exist is seen', () => {
  expect(
    problemsOf(
      [
        'aws lambda stop-function --function-name x',
        'aws lamda get-function --function-name x',
        'aws lambda get-function --name x',
        'aws iam get-role --role-name "it\'s"',
      ].map((command) => ({ command, whole: true })),
    ),
  ).toEqual([
    ['lambda has no operation stop-function'],
    ['no service lamda'],
    ['lambda get-function has no option --name', 'lambda get-function needs --function-name'],
    [],
  ]);
});
