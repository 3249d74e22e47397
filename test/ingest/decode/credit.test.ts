// Which function did it: in pairs, what must be credited and the look-alike that must not.
import { describe, expect, test } from 'vitest';
import { readOne } from '../fixtures/read-all.ts';
import { ACCOUNT, REGION, sessionOf, trailLine, userAgentInLambda } from '../fixtures/trail-records.ts';

const credited = (userIdentity: unknown, changes: Readonly<Record<string, unknown>> = {}): string | undefined =>
  readOne('api-call', trailLine({ userIdentity, ...changes })).function;

const foreign = { userAgent: 'aws-cli/2.17.32 md/Botocore#1.34.159 os/linux lang/python#3.11.9', sourceIPAddress: '203.0.113.77' };
const checkout = `${ACCOUNT}:${REGION}:checkout`;

describe('from an execution environment', () => {
  test('the session is the function', () => expect(credited(sessionOf('any-role', 'checkout'))).toBe(checkout));
  test('a session named by an SDK is a role the function assumed', () =>
    expect(credited(sessionOf('partner-read', 'botocore-session-1772446530'))).toBeUndefined());
  test('a name that no function can have is none', () => expect(credited(sessionOf('any-role', 'ann@example.com'))).toBeUndefined());
});

describe('without the mark of one', () => {
  test('a role made for the function by the console', () =>
    expect(credited(sessionOf('service-role/checkout-role-1a2b3c4d', 'checkout'), foreign)).toBe(checkout));
  test('a role of that form for another function', () =>
    expect(credited(sessionOf('service-role/invoices-role-1a2b3c4d', 'checkout'), foreign)).toBeUndefined());
  test('a role and a function of one stack', () =>
    expect(credited(sessionOf('shop-CheckoutFunctionRole-K3J5H7G9F1D2', 'shop-CheckoutFunction-a1B2c3D4e5F6'), foreign)).toBe(
      `${ACCOUNT}:${REGION}:shop-CheckoutFunction-a1B2c3D4e5F6`,
    ));
  test('a role and a session of different stacks', () =>
    expect(credited(sessionOf('audit-ReaderRole-K3J5H7G9F1D2', 'shop-CheckoutFunction-a1B2c3D4e5F6'), foreign)).toBeUndefined());
  test('credentials that AWS issued to a function', () =>
    expect(
      credited(
        sessionOf('any-role', 'checkout', {
          inScopeOf: { issuerType: 'AWS::Lambda::Function', credentialsIssuedTo: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:checkout` },
        }),
        foreign,
      ),
    ).toBe(checkout));
  test('credentials that AWS issued to a container', () =>
    expect(
      credited(
        sessionOf('any-role', 'checkout', { inScopeOf: { issuerType: 'AWS::ECS::Task', credentialsIssuedTo: 'arn:aws:ecs:x:y:task/c/1' } }),
        foreign,
      ),
    ).toBeUndefined());
  test('an integration whose role bears its session’s name', () =>
    expect(credited(sessionOf('MetricsIntegrationRole', 'MetricsIntegration'), foreign)).toBeUndefined());
  test('a user’s session', () => expect(credited(sessionOf('Admin', 'ann'), foreign)).toBeUndefined());
});

describe('done for it by others', () => {
  test('a service decrypting with the function’s session', () =>
    expect(
      credited(sessionOf('any-role', 'checkout', { invokedBy: 'lambda.amazonaws.com' }), {
        eventSource: 'kms.amazonaws.com',
        eventName: 'Decrypt',
        sourceIPAddress: 'lambda.amazonaws.com',
        userAgent: 'lambda.amazonaws.com',
        requestParameters: { encryptionContext: { 'aws:lambda:FunctionArn': `arn:aws:lambda:${REGION}:${ACCOUNT}:function:inspected` } },
      }),
    ).toBeUndefined());
  test('Lambda’s worker making a log stream', () =>
    expect(
      credited(sessionOf('service-role/checkout-role-1a2b3c4d', 'checkout'), {
        eventSource: 'logs.amazonaws.com',
        eventName: 'CreateLogStream',
        userAgent: 'awslambda-worker/1.0 rusoto/0.48.0 rust/1.88.0 linux',
      }),
    ).toBeUndefined());
  test.for([
    ['single sign-on', sessionOf('aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_0a1b2c3d4e5f6071', 'checkout')],
    ['a linked role', sessionOf('aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig', 'AWSConfig-Describe')],
    [
      'OIDC',
      sessionOf('deploy', 'checkout', { sessionContext: { webIdFederationData: { federatedProvider: 'arn:aws:iam::1:oidc-provider/x' } } }),
    ],
    ['a second factor', sessionOf('deploy', 'checkout', { sessionContext: { attributes: { mfaAuthenticated: 'true' } } })],
    ['an instance', sessionOf('deploy', 'checkout', { sessionContext: { ec2RoleDelivery: '2.0' } })],
  ] as const)('%s, even from a function’s user agent', ([, identity]) => {
    expect(credited(identity, { userAgent: userAgentInLambda })).toBeUndefined();
  });
});

test('a call to a global service does not tell the function’s region', () => {
  expect(
    credited(sessionOf('any-role', 'checkout'), { eventSource: 'iam.amazonaws.com', eventName: 'ListRoles', awsRegion: 'us-east-1' }),
  ).toBe(`${ACCOUNT}::checkout`);
});
