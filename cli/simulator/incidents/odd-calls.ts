// The function does, with its own credentials, what it never did: scans a table, takes a sensitive action, calls a new host.

import type { World } from '../account/world.ts';
import { MINUTE_MS } from '../calendar.ts';
import { sessionToken, temporaryKeyId } from '../identifiers.ts';
import type { IncidentSpec } from '../incident-spec.ts';
import { tableEvent } from '../records/data-events.ts';
import type { OwnCall } from '../runtime/call.ts';
import { callFunction } from './inside-calls.ts';
import { DESTINATION_CALLS_A_MINUTE } from './pace.ts';

export const scanTable = (world: World, incident: IncidentSpec & { kind: 'table-scan' }): void => {
  const random = world.random(`table-scan:${incident.function}:${incident.startMs}`);
  const scan: OwnCall = {
    service: 'dynamodb',
    make: (caller, place, own) => tableEvent(caller, { name: 'Scan', table: incident.table }, place, own),
  };
  const { timeoutMs } = world.function(incident.function).spec;
  callFunction(
    world,
    incident.function,
    incident.startMs,
    { calls: Array.from({ length: incident.pages }, () => scan), durationMs: timeoutMs / 2 },
    random,
  );
};

const sensitiveCall = (world: World, action: (IncidentSpec & { kind: 'sensitive-action' })['action']): OwnCall => {
  const { account, region } = world.place;
  switch (action) {
    case 'GetSecretValue':
      return {
        service: 'secrets-manager',
        make: (caller) => ({
          ...caller,
          service: 'secretsmanager',
          name: action,
          readOnly: true,
          parameters: { secretId: `arn:aws:secretsmanager:${region}:${account}:secret:prod/database-owner-Qx7TzM` },
          host: `secretsmanager.${region}.amazonaws.com`,
        }),
      };
    case 'GetParametersByPath':
      return {
        service: 'ssm',
        make: (caller) => ({
          ...caller,
          service: 'ssm',
          name: action,
          readOnly: true,
          parameters: { path: '/', recursive: true, withDecryption: true },
          host: `ssm.${region}.amazonaws.com`,
        }),
      };
    case 'AssumeRole': {
      const roleArn = `arn:aws:iam::${account}:role/organisation-admin`;
      return {
        service: 'sts',
        make: (caller, _place, random) => ({
          ...caller,
          service: 'sts',
          name: action,
          readOnly: true,
          parameters: { roleArn, roleSessionName: 'session' },
          response: { credentials: { accessKeyId: temporaryKeyId(random), sessionToken: sessionToken(random) } },
          resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN: roleArn }],
          host: `sts.${region}.amazonaws.com`,
        }),
      };
    }
    case 'CreateFunction':
      return {
        service: 'lambda',
        make: (caller) => ({
          ...caller,
          service: 'lambda',
          name: 'CreateFunction20150331',
          readOnly: false,
          parameters: {
            functionName: 'log-rotation',
            runtime: 'python3.13',
            role: `arn:aws:iam::${account}:role/organisation-admin`,
            handler: 'index.handler',
            publish: true,
          },
          host: `lambda.${region}.amazonaws.com`,
        }),
      };
  }
};

export const actSensitively = (world: World, incident: IncidentSpec & { kind: 'sensitive-action' }): void => {
  const random = world.random(`sensitive-action:${incident.function}:${incident.startMs}`);
  callFunction(world, incident.function, incident.startMs, { calls: [sensitiveCall(world, incident.action)] }, random);
};

export const callNewDestination = (world: World, incident: IncidentSpec & { kind: 'new-destination' }): void => {
  if (world.function(incident.function).spec.network === undefined) throw new RangeError('a function outside a VPC has no flow log');
  const random = world.random(`new-destination:${incident.function}:${incident.startMs}`);
  const calls = Math.max(1, Math.round(incident.minutes * DESTINATION_CALLS_A_MINUTE));
  for (let index = 0; index < calls; index += 1) {
    const timeMs = incident.startMs + ((index + random.next()) / calls) * incident.minutes * MINUTE_MS;
    const transfers = [{ address: incident.address, port: 443, sentBytes: incident.bytes / calls, receivedBytes: 6000 }];
    callFunction(world, incident.function, timeMs, { transfers }, random);
  }
};
