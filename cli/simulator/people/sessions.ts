// People, pipelines and services as callers: a session, where it comes from and with what.

import { GLOBAL_REGION, type World } from '../account/world.ts';
import { HOUR_MS } from '../calendar.ts';
import { hex, s3RequestId, temporaryKeyId } from '../identifiers.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Random } from '../random.ts';
import { s3Additional } from '../records/data-events.ts';
import { assumedRole, type Role, type Session } from '../records/identities.ts';
import type { TrailCall } from '../records/trail-record.ts';

export interface Actor {
  readonly identity: JsonObject;
  readonly address: string;
  readonly agent: string;
  readonly fromConsole?: boolean;
}

/** One API call as a list names it: service, event name and, where it matters, what was asked. */
export interface Step {
  readonly service: string;
  readonly name: string;
  readonly parameters?: JsonObject;
  readonly response?: JsonObject;
  readonly error?: NonNullable<TrailCall['error']>;
  readonly resources?: readonly JsonObject[];
}

const READING = /^(?:Get|List|Describe|Lookup|Filter|Start(?:Query|LiveTail)|Batch(?:Get|Describe)|Head|Search)/;

/** Services whose records lie in us-east-1 wherever they are called from. */
const GLOBAL_SERVICES = new Set(['iam', 'cloudfront', 'organizations', 'route53']);

const hostOf = (service: string, region: string): string =>
  GLOBAL_SERVICES.has(service) ? `${service}.amazonaws.com` : `${service}.${region}.amazonaws.com`;

/** S3 names its requests, its callers and what it sent in its own way, for calls on buckets too. */
const asStorage = (world: World, call: TrailCall, bucket: Json | undefined, random: Random): TrailCall => {
  const resources =
    typeof bucket === 'string'
      ? { resources: [{ accountId: world.place.account, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` }] }
      : {};
  return {
    ...call,
    ...resources,
    agent: call.host === undefined ? call.agent : `[${call.agent}]`,
    requestId: s3RequestId(random),
    additional: s3Additional({ sentBytes: 0, receivedBytes: 240 + random.below(2400) }, random),
  };
};

export const act = (world: World, actor: Actor, step: Step, timeMs: number, random: Random): void => {
  const global = GLOBAL_SERVICES.has(step.service);
  const { fromConsole, ...caller } = actor;
  const call: TrailCall = {
    ...caller,
    ...step,
    timeMs,
    readOnly: READING.test(step.name),
    ...(fromConsole ? { fromConsole } : {}),
    ...(actor.address.includes('.amazonaws.com') || actor.address === 'AWS Internal'
      ? {}
      : { host: hostOf(step.service, world.place.region) }),
  };
  world.record(
    step.service === 's3' ? asStorage(world, call, step.parameters?.['bucketName'], random) : call,
    random,
    global ? GLOBAL_REGION : world.place.region,
  );
};

export const openSession = (role: Role, name: string, createdMs: number, random: Random): Session => ({
  role,
  name,
  accessKeyId: temporaryKeyId(random),
  createdMs,
});

/** A role that IAM Identity Center made for a permission set. */
export const permissionSetRole = (world: World, permissionSet: string): Role => {
  const suffix = hex(world.random(`permission-set:${permissionSet}`), 16);
  return world.role(`AWSReservedSSO_${permissionSet}_${suffix}`, `/aws-reserved/sso.amazonaws.com/${world.place.region}/`);
};

/** The office's address: the same for everybody who works there. */
export const officeAddress = (world: World): string => `192.0.2.${10 + world.random('office').below(200)}`;

export const serviceActor = (world: World, roleName: string, service: string, session: string, timeMs: number, random: Random): Actor => {
  const role = world.role(roleName, `/aws-service-role/${service}/`);
  const address = service === 'config.amazonaws.com' ? 'AWS Internal' : service;
  const opened = openSession(role, session, timeMs - (timeMs % HOUR_MS), random);
  return { identity: assumedRole(world.place.account, opened, address), address, agent: address };
};
