// AWS's own services at work in the account: noise that every real trail holds, errors included.

import type { Actor } from '../account/actor.ts';
import type { World } from '../account/world.ts';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../calendar.ts';
import { poisson } from '../distributions.ts';
import { sessionToken, temporaryKeyId } from '../identifiers.ts';
import type { Random } from '../random.ts';
import { s3Additional } from '../records/data-events.ts';
import { awsService } from '../records/identities.ts';
import { act, type Step, serviceActor } from './sessions.ts';

/** What AWS Config asks of every bucket, and how S3 says that there is nothing. */
const BUCKET_QUESTIONS: readonly { readonly name: string; readonly missing?: { readonly code: string; readonly message: string } }[] = [
  { name: 'GetBucketAcl' },
  { name: 'GetBucketLocation' },
  { name: 'GetBucketVersioning' },
  { name: 'GetBucketLogging' },
  { name: 'GetBucketNotification' },
  { name: 'GetBucketEncryption' },
  { name: 'GetBucketPolicy', missing: { code: 'NoSuchBucketPolicy', message: 'The bucket policy does not exist' } },
  { name: 'GetBucketTagging', missing: { code: 'NoSuchTagSet', message: 'The TagSet does not exist' } },
  { name: 'GetBucketLifecycle', missing: { code: 'NoSuchLifecycleConfiguration', message: 'The lifecycle configuration does not exist' } },
  {
    name: 'GetBucketReplication',
    missing: { code: 'ReplicationConfigurationNotFoundError', message: 'The replication configuration was not found' },
  },
  { name: 'GetBucketPublicAccessBlock' },
];

const SWEEP_HOURS = 12;

const assumeForConfig = (world: World, timeMs: number, random: Random): void => {
  const role = world.role('AWSServiceRoleForConfig', '/aws-service-role/config.amazonaws.com/');
  const arn = `arn:aws:iam::${world.place.account}:role${role.path}${role.name}`;
  const service = 'config.amazonaws.com';
  const parameters = { roleArn: arn, roleSessionName: 'AWSConfig-Describe' };
  const response = { credentials: { accessKeyId: temporaryKeyId(random), sessionToken: sessionToken(random) } };
  const resources = [{ accountId: world.place.account, type: 'AWS::IAM::Role', ARN: arn }];
  const call = {
    timeMs,
    identity: awsService(service),
    service: 'sts',
    name: 'AssumeRole',
    address: service,
    agent: service,
    readOnly: true,
  };
  world.record({ ...call, parameters, response, resources, shared: true }, random);
};

/** AWS Config describes every bucket and function twice a day. */
const configActor = (world: World): Actor => ({
  plan(fromMs) {
    const random = world.random(`config:${fromMs}`);
    if (fromMs % (SWEEP_HOURS * HOUR_MS) !== 0) return;
    let timeMs = fromMs + random.below(HOUR_MS);
    assumeForConfig(world, timeMs, random);
    const config = serviceActor(world, 'AWSServiceRoleForConfig', 'config.amazonaws.com', 'AWSConfig-Describe', timeMs, random);
    const ask = (step: Step): void => {
      timeMs += Math.floor(random.next() * 2 * SECOND_MS);
      act(world, config, step, timeMs, random);
    };
    for (const bucket of world.options.account.buckets) {
      for (const { name, missing } of BUCKET_QUESTIONS) {
        const parameters = { bucketName: bucket, Host: `${bucket}.s3.${world.place.region}.amazonaws.com` };
        const absent = missing !== undefined && world.random(`${bucket}:${name}`).chance(0.6);
        ask({ service: 's3', name, parameters, ...(absent ? { error: missing } : {}) });
      }
    }
    if (fromMs % DAY_MS !== 0) return;
    ask({ service: 'lambda', name: 'ListFunctions20150331' });
    for (const { name } of world.options.functions)
      ask({ service: 'lambda', name: 'GetPolicy20150331v2', parameters: { functionName: name } });
  },
});

const TRAIL_CHECKS_AN_HOUR = 3;

/** CloudTrail looks at its own bucket before it delivers. */
const trailActor = (world: World): Actor => ({
  plan(fromMs, toMs) {
    const random = world.random(`cloudtrail:${fromMs}`);
    const service = 'cloudtrail.amazonaws.com';
    const bucket = `trail-${world.place.account}`;
    const actor = { identity: awsService(service), address: service, agent: service };
    const count = poisson(random, TRAIL_CHECKS_AN_HOUR);
    for (let check = 0; check < count; check += 1) {
      const timeMs = Math.floor(random.between(fromMs, toMs));
      const parameters = { bucketName: bucket, Host: `${bucket}.s3.${world.place.region}.amazonaws.com`, acl: '' };
      const additional = s3Additional({ sentBytes: 0, receivedBytes: 568 }, random);
      const resources = [{ accountId: world.place.account, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` }];
      world.record(
        { ...actor, timeMs, service: 's3', name: 'GetBucketAcl', readOnly: true, parameters, additional, resources, shared: true },
        random,
      );
      if (random.chance(0.5))
        act(world, actor, { service: 'kms', name: 'GenerateDataKey', parameters: { keySpec: 'AES_256' } }, timeMs + 200, random);
    }
  },
});

const SCALING_CHECKS_AN_HOUR = 1.5;

const scalingActor = (world: World): Actor => ({
  plan(fromMs, toMs) {
    const random = world.random(`autoscaling:${fromMs}`);
    const count = poisson(random, SCALING_CHECKS_AN_HOUR);
    for (let check = 0; check < count; check += 1) {
      const timeMs = Math.floor(random.between(fromMs, toMs));
      const scaling = serviceActor(world, 'AWSServiceRoleForAutoScaling', 'autoscaling.amazonaws.com', 'AutoScaling', timeMs, random);
      const [service, name] = random.pick([
        ['ec2', 'DescribeInstanceStatus'],
        ['elasticloadbalancing', 'DescribeTargetHealth'],
        ['monitoring', 'DescribeAlarms'],
      ] as const);
      act(world, scaling, { service, name, parameters: { filterSet: {}, includeAllInstances: true } }, timeMs, random);
    }
  },
});

export const awsServiceActors = (world: World): Actor[] => [configActor(world), trailActor(world), scalingActor(world)];
