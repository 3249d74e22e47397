// The deployments whose templates are tested: the plainest, one with everything, named groups, and what is deployed elsewhere.
import { Duration } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { LapwingLookout } from '../../infra/lookout.ts';
import { LapwingMember } from '../../infra/member.ts';
import { synthesise, synthesiseStack } from './template.ts';

export const ON_CALL = 'arn:aws:iam::111122223333:role/OnCall';

export const plain = synthesise();

export const everything = synthesise((stack) => ({
  email: ['one@example.org', 'other@example.org'],
  stream: true,
  chat: true,
  cloudTrail: 'all',
  buckets: [Bucket.fromBucketName(stack, 'Trail', 'trail-of-somebody')],
  resolverQueryLogs: ['vpc-0a1b2c3d'],
  members: { organization: 'o-a1b2c3d4e5' },
  response: {
    approvers: [ON_CALL],
    protect: ['checkout'],
    evidence: Bucket.fromBucketName(stack, 'Evidence', 'evidence-of-somebody'),
    alias: 'live',
  },
  lookout: { region: 'eu-north-1', account: '444455556666' },
  key: new Key(stack, 'Key', { enableKeyRotation: true }),
  settle: Duration.minutes(30),
  environment: 'production',
}));

export const named = synthesise((stack) => ({
  logGroups: ['/aws/lambda/orders', '/aws/apigateway/shop'],
  cloudTrail: 'none',
  buckets: [Bucket.fromBucketName(stack, 'Trail', 'trail-of-somebody')],
  members: { accounts: ['222233334444', '333344445555'] },
  response: { approvers: [ON_CALL] },
  dashboard: false,
}));

export const member = synthesiseStack((stack) => {
  new LapwingMember(stack, 'Lapwing', { central: '111122223333', email: 'team@example.org' });
});

export const lookout = synthesiseStack((stack) => {
  new LapwingLookout(stack, 'Lookout', { email: 'team@example.org', account: '111122223333' });
});

export const LAPWINGS = [
  ['plain', plain],
  ['everything', everything],
  ['named groups, buckets and accounts', named],
] as const;

export const ALL = [...LAPWINGS, ['member', member], ['lookout', lookout]] as const;
