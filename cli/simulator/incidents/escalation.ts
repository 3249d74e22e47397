// From a function's role to the account: policies attached, a way back made, some of it refused.

import type { World } from '../account/world.ts';
import { MINUTE_MS, spokenTime } from '../calendar.ts';
import { permanentKeyId } from '../identifiers.ts';
import type { IncidentSpec } from '../incident-spec.ts';
import type { Step } from '../people/sessions.ts';
import { actOver, intruderOf, refused } from './attacker.ts';

const EVERYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
const FOREIGN_ACCOUNT = '444455556666';

export const escalate = (world: World, incident: IncidentSpec & { kind: 'escalation' }): void => {
  const random = world.random(`escalation:${incident.function}:${incident.startMs}`);
  const { actor, session } = intruderOf(world, incident.function, incident.attacker, incident.startMs, random);
  const { name: roleName } = session.role;
  const userName = 'backup-sync';
  const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::${FOREIGN_ACCOUNT}:root"},"Action":"sts:AssumeRole"}]}`;
  const keyMs = incident.startMs + (incident.minutes * MINUTE_MS) / 2;
  const accessKey = { accessKeyId: permanentKeyId(random), status: 'Active', userName, createDate: spokenTime(keyMs) };
  const steps: Step[] = [
    refused(world, session, { service: 'iam', name: 'CreateUser' }, 'iam:CreateUser'),
    { service: 'iam', name: 'ListAttachedRolePolicies', parameters: { roleName } },
    { service: 'iam', name: 'AttachRolePolicy', parameters: { roleName, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' } },
    { service: 'iam', name: 'ListUsers' },
    { service: 'iam', name: 'CreateAccessKey', parameters: { userName }, response: { accessKey } },
    { service: 'iam', name: 'PutRolePolicy', parameters: { roleName, policyName: 'runtime', policyDocument: EVERYTHING } },
    { service: 'iam', name: 'UpdateAssumeRolePolicy', parameters: { roleName: 'monitoring-integration', policyDocument: trust } },
  ];
  actOver(world, actor, steps, incident.startMs, incident.minutes * MINUTE_MS, random);
};
