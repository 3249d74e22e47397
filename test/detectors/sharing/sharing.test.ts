// Whom a request lets in: the derived fields that rules about sharing stand on.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../detectors/model/json.ts';
import { sharingFields } from '../../../detectors/sharing/derived.ts';
import { foreignAccounts } from '../../../detectors/sharing/foreign-accounts.ts';
import { foreignKeys } from '../../../detectors/sharing/foreign-keys.ts';
import { foreignLayers } from '../../../detectors/sharing/foreign-layers.ts';
import { openPrincipal } from '../../../detectors/sharing/open-principal.ts';

const OWN = '111122223333';
const OTHER = '444455556666';

const call = (requestParameters: Json, more: JsonObject = {}): JsonObject => ({
  userIdentity: { accountId: OWN },
  recipientAccountId: OWN,
  requestParameters,
  ...more,
});
const allow = (principal: Json, more: JsonObject = {}): JsonObject => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 's3:GetObject',
  ...more,
});
const policy = (...statements: readonly JsonObject[]): JsonObject => ({ Version: '2012-10-17', Statement: statements });

describe('foreign accounts', () => {
  const rows: readonly (readonly [string, Json, readonly string[]])[] = [
    ['a principal by ARN', { policyDocument: JSON.stringify(policy(allow({ AWS: `arn:aws:iam::${OTHER}:root` }))) }, [OTHER]],
    [
      'a principal by number, in a list with our own',
      { bucketPolicy: policy(allow({ AWS: [`arn:aws:iam::${OWN}:role/a`, OTHER] })) },
      [OTHER],
    ],
    ['one statement instead of a list', { policy: { Statement: allow({ AWS: OTHER }) } }, [OTHER]],
    ['a denied principal', { policy: policy({ Effect: 'Deny', Principal: { AWS: OTHER }, Action: '*' }) }, []],
    ['a service', { policy: policy(allow({ Service: 'lambda.amazonaws.com' })) }, []],
    ['our own account', { policy: policy(allow({ AWS: `arn:aws:iam::${OWN}:root` })) }, []],
    [
      'a resource of another account inside a policy',
      { policy: policy(allow({ AWS: OWN }, { Resource: `arn:aws:s3:eu-west-1:${OTHER}:x` })) },
      [],
    ],
    ['an ARN among the parameters', { layers: [`arn:aws:lambda:eu-west-1:${OTHER}:layer:x:1`] }, [OTHER]],
    ['an ARN without an account', { policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }, []],
    ['a bare number where an account belongs', { principal: OTHER }, [OTHER]],
    ['a bare number where none belongs', { orderNumber: OTHER }, []],
    ['text that is no JSON', { policyDocument: '{ not json' }, []],
    ['no parameters', null, []],
  ];
  test.for(rows)('%s', ([, parameters, expected]) => {
    expect(foreignAccounts(call(parameters))).toEqual(expected);
  });

  test('the owner of the bucket that is written to counts, that of the bucket read from does not', () => {
    const owned = (bucket: string, accountId: string): JsonObject => ({
      accountId,
      type: 'AWS::S3::Bucket',
      ARN: `arn:aws:s3:::${bucket}`,
    });
    const copy = (target: string, source: string): JsonObject =>
      call({ bucketName: 'target', key: 'a' }, { resources: [owned('source', source), owned('target', target)] });
    expect(foreignAccounts(copy(OTHER, OWN))).toEqual([OTHER]);
    expect(foreignAccounts(copy(OWN, OTHER))).toEqual([]);
  });

  test('a caller from outside is not foreign to its own account', () => {
    expect(foreignAccounts({ ...call({ principal: OTHER }), userIdentity: { accountId: OTHER } })).toEqual([]);
  });
});

describe('open principals', () => {
  const rows: readonly (readonly [string, Json, boolean])[] = [
    ['everybody', allow('*'), true],
    ['everybody, as AWS principals', allow({ AWS: '*' }), true],
    ['everybody among others', allow({ AWS: [OWN, '*'] }), true],
    ['everybody except one', { Effect: 'Allow', NotPrincipal: { AWS: OWN }, Action: '*' }, true],
    ['everybody, denied', { Effect: 'Deny', Principal: '*', Action: '*' }, false],
    ['everybody in the organization', allow('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1' } } }), false],
    ['everybody for the owner of a topic', allow({ AWS: '*' }, { Condition: { StringEquals: { 'AWS:SourceOwner': OWN } } }), false],
    ['everybody over TLS', allow('*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }), true],
    ['one account', allow({ AWS: OTHER }), false],
  ];
  test.for(rows)('%s', ([, statement, expected]) => {
    const open = expected ? ['true'] : [];
    expect(openPrincipal(call({ attributes: { Policy: policy(statement as JsonObject) } }))).toEqual(open);
    expect(openPrincipal(call({ attributeValue: JSON.stringify(policy(statement as JsonObject)) }))).toEqual(open);
  });
});

test('whatever a record holds, the answer is a short sorted list of foreign account numbers', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), fc.constantFrom('cloudtrail', 'lambda', 'waf'), (value, service) => {
      for (const derive of sharingFields([]).values()) {
        const found = derive(call(value as Json), service);
        expect(found.length).toBeLessThanOrEqual(20);
        expect(found).toEqual([...found].sort());
        expect(found).not.toContain(OWN);
        if (service !== 'cloudtrail') expect(found).toEqual([]);
      }
    }),
  );
});

test('a policy nested without end, or grown without end, is not followed', () => {
  let nested: Json = policy(allow('*'));
  for (let depth = 0; depth < 60; depth++) nested = { inner: nested };
  expect(openPrincipal(call(nested))).toEqual([]);
  expect(openPrincipal(call({ policy: ' '.repeat(200_000) + JSON.stringify(policy(allow('*'))) }))).toEqual(['true']);
  expect(openPrincipal(call({ policy: JSON.stringify({ ...policy(allow('*')), Comment: 'x'.repeat(200_000) }) }))).toEqual([]);
});

describe('trusted accounts', () => {
  const fields = (trusted: readonly string[], principals: readonly string[]): readonly string[] => {
    const derive = sharingFields(trusted).get('lapwing.foreignAccounts');
    return derive?.(call({ policy: policy(allow({ AWS: principals })) }), 'cloudtrail') ?? ['no such field'];
  };

  test('are foreign no longer, and hide no other account named beside them', () => {
    expect(fields([OTHER], [OTHER])).toEqual([]);
    expect(fields([OTHER], [OTHER, '777788889999'])).toEqual(['777788889999']);
    expect(fields([], [OTHER, '777788889999'])).toEqual([OTHER, '777788889999']);
  });
});

describe('foreign layers', () => {
  const layer = (account: string): string => `arn:aws:lambda:eu-west-1:${account}:layer:tools:3`;
  const layersOf = (...layers: readonly Json[]): readonly string[] => foreignLayers(call({ functionName: 'orders', layers }));

  test('are those of strangers, each judged for itself', () => {
    expect(layersOf(layer(OWN))).toEqual([]);
    expect(layersOf(layer('580247275435'))).toEqual([]);
    expect(layersOf(layer('580247275435'), layer(OTHER), layer(OTHER))).toEqual([OTHER]);
    expect(layersOf({ arn: layer(OTHER), codeSize: 5 })).toEqual([OTHER]);
    expect(layersOf('not an ARN', 7, null)).toEqual([]);
  });
});

describe('foreign keys', () => {
  const key = (account: string): string => `arn:aws:kms:eu-west-1:${account}:key/0f1e2d3c-0000-4000-8000-000000000001`;
  const put = (account: string, resources: Json = []): JsonObject =>
    call({ bucketName: 'lake', 'x-amz-server-side-encryption-aws-kms-key-id': key(account) }, { resources });

  test('lock data in a bucket of our own; with the owner of a foreign bucket they share it', () => {
    expect(foreignKeys(put(OTHER))).toEqual([OTHER]);
    expect(foreignKeys(put(OWN))).toEqual([]);
    expect(foreignKeys(put(OTHER, [{ ARN: 'arn:aws:s3:::lake', accountId: OTHER }]))).toEqual([]);
    expect(foreignKeys(put(OTHER, [{ ARN: 'arn:aws:s3:::lake', accountId: OWN }]))).toEqual([OTHER]);
  });
});

test('a bucket for the logs of a load balancer lets in nobody foreign, and another account beside it is told', () => {
  const logs = 'arn:aws:iam::054676820928:root';
  expect(foreignAccounts(call({ bucketPolicy: policy(allow({ AWS: logs })) }))).toEqual([]);
  expect(foreignAccounts(call({ bucketPolicy: policy(allow({ AWS: [logs, OTHER] })) }))).toEqual([OTHER]);
});
