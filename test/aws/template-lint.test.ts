// The templates against CloudFormation's own schemas, and the automation documents in them against Systems Manager's, by cfn-lint.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Resource } from '../infra/template.ts';
import { ALL } from '../infra/variants.ts';
import { installMoto } from './moto.ts';

/** A dependency that CDK writes down although a reference says it too: harmless. */
const HARMLESS = ['W3005'];

/** The linter reads a document only as an object, where CloudFormation takes its text as well. */
const readable = ({ Type, ...resource }: Resource): object =>
  Type === 'AWS::SSM::Document'
    ? { Type, ...resource, Properties: { ...resource.Properties, Content: parse(String(resource.Properties['Content'])) as object } }
    : { Type, ...resource };

const lint = (template: object): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'lapwing-lint-')), 'template.json');
  writeFileSync(file, JSON.stringify(template, null, 1));
  const program = join(dirname(installMoto()), 'cfn-lint');
  const { stdout, stderr } = spawnSync(
    program,
    ['--regions', 'eu-west-1', '--ignore-checks', ...HARMLESS, '--format', 'parseable', '--', file],
    {
      encoding: 'utf8',
    },
  );
  return (stdout + stderr).trim();
};

test.for(ALL)('%s', ([, { resources }]) => {
  expect(lint({ Resources: Object.fromEntries(resources.map(([id, resource]) => [id, readable(resource)])) })).toBe('');
});

test('the linter sees what is wrong', () => {
  expect(lint({ Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: -1 } } } })).toContain(
    'less than the minimum',
  );
});
