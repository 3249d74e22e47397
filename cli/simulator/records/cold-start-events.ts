// What a new execution environment leaves in CloudTrail: role assumed, environment decrypted, log stream made, secret read.
import { HOUR_MS, spokenTime } from '../calendar.ts';
import { sessionToken } from '../identifiers.ts';
import type { Random } from '../random.ts';
import { functionArn } from './data-events.ts';
import { assumedRole, awsService, roleArn, type Session } from './identities.ts';
import type { RecordPlace, TrailCall } from './trail-record.ts';

/** Lambda asks for sessions of twelve hours. */
const SESSION_MS = 12 * HOUR_MS;
const WORKER_AGENT = 'awslambda-worker/1.0 rusoto/0.48.0 rust/1.88.0 linux';
const LAMBDA = 'lambda.amazonaws.com';

export const assumeRoleEvent = (timeMs: number, session: Session, place: RecordPlace, random: Random): TrailCall => {
  const arn = roleArn(place.account, session.role);
  return {
    timeMs,
    identity: awsService(LAMBDA),
    service: 'sts',
    name: 'AssumeRole',
    address: LAMBDA,
    agent: LAMBDA,
    readOnly: true,
    parameters: { roleArn: arn, roleSessionName: session.name },
    response: {
      credentials: { accessKeyId: session.accessKeyId, sessionToken: sessionToken(random), expiration: spokenTime(timeMs + SESSION_MS) },
    },
    resources: [{ accountId: place.account, type: 'AWS::IAM::Role', ARN: arn }],
    shared: true,
  };
};

/** The function's environment variables, decrypted by Lambda on the function's behalf. */
export const decryptEvent = (timeMs: number, session: Session, key: string, place: RecordPlace): TrailCall => ({
  timeMs,
  identity: assumedRole(place.account, session, LAMBDA),
  service: 'kms',
  name: 'Decrypt',
  address: LAMBDA,
  agent: LAMBDA,
  readOnly: true,
  parameters: {
    encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    encryptionContext: { 'aws:lambda:FunctionArn': functionArn(place, session.name) },
  },
  resources: [{ accountId: place.account, type: 'AWS::KMS::Key', ARN: `arn:aws:kms:${place.region}:${place.account}:key/${key}` }],
});

export const logStreamEvent = (timeMs: number, session: Session, stream: string, address: string, place: RecordPlace): TrailCall => ({
  timeMs,
  identity: assumedRole(place.account, session),
  service: 'logs',
  name: 'CreateLogStream',
  address,
  agent: WORKER_AGENT,
  readOnly: false,
  parameters: { logGroupName: `/aws/lambda/${session.name}`, logStreamName: stream },
  apiVersion: '20140328',
  host: `logs.${place.region}.amazonaws.com`,
});

export const secretEvent = (
  caller: { readonly timeMs: number; readonly session: Session; readonly address: string; readonly agent: string },
  secret: string,
  place: RecordPlace,
): TrailCall => ({
  timeMs: caller.timeMs,
  identity: assumedRole(place.account, caller.session),
  service: 'secretsmanager',
  name: 'GetSecretValue',
  address: caller.address,
  agent: caller.agent,
  readOnly: true,
  parameters: { secretId: `arn:aws:secretsmanager:${place.region}:${place.account}:secret:${secret}` },
  host: `secretsmanager.${place.region}.amazonaws.com`,
});
