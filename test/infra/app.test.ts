// The app as the CDK's command runs it: each kind of deployment by its context, offline, in the time that a person waits gladly.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const APP = new URL('../../infra/app.ts', import.meta.url).href;

/** Processor time, since what else the machine does is not ours. */
const SYNTH_SECONDS = 20;

const synth = (context: Readonly<Record<string, string>>) => {
  const folder = mkdtempSync(join(tmpdir(), 'lapwing-app-'));
  const script = `process.once('exit', () => process.stdout.write(JSON.stringify(process.cpuUsage()))); await import(${JSON.stringify(APP)});`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { PATH: process.env['PATH'], CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(context) },
    encoding: 'utf8',
  });
  const { user = 0, system = 0 } = (
    /\{"user".*\}/.exec(stdout)?.[0] === undefined ? {} : JSON.parse(/\{"user".*\}/.exec(stdout)?.[0] ?? '')
  ) as {
    user?: number;
    system?: number;
  };
  return { status, stderr, seconds: (user + system) / 1e6, folder };
};

const typesIn = (folder: string, stack: string): readonly string[] => {
  const template = JSON.parse(readFileSync(join(folder, `${stack}.template.json`), 'utf8')) as {
    readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
  };
  return Object.values(template.Resources).map(({ Type }) => Type);
};

test('an address is all it takes', () => {
  const { status, stderr, seconds, folder } = synth({ email: 'me@example.org' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThan(SYNTH_SECONDS);
  const types = typesIn(folder, 'Lapwing');
  expect(types).toContain('AWS::Logs::AccountPolicy');
  expect(types).not.toContain('AWS::SSM::Document');
});

test('context asks for what is optional', () => {
  const { folder } = synth({
    email: 'me@example.org,you@example.org',
    approvers: 'arn:aws:iam::111122223333:role/OnCall',
    members: '222233334444',
    lookout: 'eu-north-1',
  });
  const types = typesIn(folder, 'Lapwing');
  expect(types).toEqual(expect.arrayContaining(['AWS::SSM::Document', 'AWS::Logs::Destination', 'AWS::Events::EventBus']));
});

test('a member and a lookout are deployments of their own', () => {
  expect(typesIn(synth({ email: 'me@example.org', central: '111122223333' }).folder, 'Lapwing')).not.toContain('AWS::Lambda::Function');
  expect(typesIn(synth({ email: 'me@example.org', watches: '111122223333' }).folder, 'LapwingLookout')).toContain('AWS::CloudWatch::Alarm');
});

test('without an address nothing is made', () => {
  const { status, stderr } = synth({});
  expect(status).not.toBe(0);
  expect(stderr).toContain('whom shall Lapwing tell?');
});
