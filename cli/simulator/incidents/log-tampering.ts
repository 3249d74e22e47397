// Covering tracks: the subscription goes, retention falls to a day, the trail stops.

import type { World } from '../account/world.ts';
import { MINUTE_MS } from '../calendar.ts';
import type { IncidentSpec } from '../incident-spec.ts';
import type { Step } from '../people/sessions.ts';
import { actOver, intruderOf } from './attacker.ts';

const MINUTES = 6;

export const tamperWithLogs = (world: World, incident: IncidentSpec & { kind: 'log-tampering' }): void => {
  const random = world.random(`log-tampering:${incident.function}:${incident.startMs}`);
  const { actor } = intruderOf(world, incident.function, incident.attacker, incident.startMs, random);
  const logGroupName = `/aws/lambda/${incident.function}`;
  const steps: Step[] = [
    { service: 'cloudtrail', name: 'DescribeTrails' },
    { service: 'logs', name: 'DescribeSubscriptionFilters', parameters: { logGroupName } },
    { service: 'logs', name: 'DeleteSubscriptionFilter', parameters: { logGroupName, filterName: 'central-logging' } },
    { service: 'logs', name: 'PutRetentionPolicy', parameters: { logGroupName, retentionInDays: 1 } },
    {
      service: 'cloudtrail',
      name: 'StopLogging',
      parameters: { name: `arn:aws:cloudtrail:${world.place.region}:${world.place.account}:trail/organisation` },
    },
  ];
  actOver(world, actor, steps, incident.startMs, MINUTES * MINUTE_MS, random);
};
