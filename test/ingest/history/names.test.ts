import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesGlob } from '../../../detectors/model/glob.ts';
import { checkpointFrom } from '../../../ingest/aws/history/checkpoint.ts';
import { isHistory } from '../../../ingest/aws/history/history.ts';
import { fixedPrefix } from '../../../ingest/aws/history/name-pattern.ts';
import { datedFolder, ownerOf } from '../../../ingest/aws/history/object-place.ts';
import { ownAccount } from '../../../ingest/aws/history/own-account.ts';

test('sources of an account are told from paths', () => {
  for (const source of ['cloudwatch-logs:/aws/lambda/x', 'cloudtrail:', 's3://b/p']) expect(isHistory(source)).toBe(true);
  for (const path of ['-', './s3/x', 'cloudtrail', 'cloudtrail.json', '/var/log/cloudwatch-logs:x']) expect(isHistory(path)).toBe(false);
});

test('a pattern matches as the same expression of `.*` would', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
  fc.assert(
    fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 }), (pattern, name) => {
      const expected = new RegExp(`^${pattern.replaceAll(/\*+/g, '.*')}$`).test(name);
      expect(matchesGlob(pattern, name)).toBe(expected);
      if (expected) expect(name.startsWith(fixedPrefix(pattern))).toBe(true);
    }),
  );
});

test('a key id spells its account, and an old or made-up one does not', () => {
  // The example of T. Be'ery, "A short note on AWS key ID", 2023.
  expect(ownAccount({ accessKeyId: 'ASIAQNZGKIQY56JQ7WML' })).toBe('029608264753');
  expect(ownAccount({ accessKeyId: 'ASIAQNZGKIQY56JQ7WML', accountId: '123456789012' })).toBe('123456789012');
  expect(ownAccount({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE' })).toBeUndefined();
  expect(ownAccount({ accessKeyId: 'testing' })).toBeUndefined();
});

test('account and region come from the folders beneath AWSLogs, in either way of writing them', () => {
  expect(ownerOf('p/AWSLogs/o-abc123/123456789012/CloudTrail/us-gov-west-1/2026/03/01/x.gz')).toEqual({
    account: '123456789012',
    region: 'us-gov-west-1',
  });
  expect(ownerOf('AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/x.gz')).toEqual({
    account: '123456789012',
    region: 'eu-west-1',
  });
  expect(ownerOf('AWSLogs/123456789012')).toEqual({});
  expect(ownerOf('210987654321/eu-west-1/x.gz')).toEqual({});
});

test('a folder is dated only where its names spell a date', () => {
  const day = { span: { from: Date.UTC(2026, 2, 2), until: Date.UTC(2026, 2, 3) }, precision: 'day' };
  for (const folder of ['x/2026/03/02/', 'x/2026/03/02/14/', 'year=2026/month=03/day=02/', 'x/dt=2026-03-02/', 'x/2026-03-02/'])
    expect(datedFolder(folder)).toEqual(day);
  expect(datedFolder('x/2026/03/')).toEqual({ span: { from: Date.UTC(2026, 2), until: Date.UTC(2026, 3) }, precision: 'month' });
  expect(datedFolder('x/2026/')).toEqual({ span: { from: Date.UTC(2026, 0), until: Date.UTC(2027, 0) }, precision: 'year' });
  for (const folder of ['', 'x/', '123456789012/', '2026/orders/', 'v2/03/']) expect(datedFolder(folder)).toBeUndefined();
});

test('a checkpoint that is none is no checkpoint', () => {
  for (const text of ['', 'null', '[]', '{"version":2,"lanes":[]}', '{"version":1']) expect(checkpointFrom(text)).toBeUndefined();
  expect(
    checkpointFrom(
      '{"version":1,"lanes":[["__proto__",{"kind":"spans","spans":[{"from":1,"until":2},{"from":"x"}]}],["b",{"kind":"?"}],7]}',
    ),
  ).toEqual({
    version: 1,
    lanes: [['__proto__', { kind: 'spans', spans: [{ from: 1, until: 2 }] }]],
  });
});
