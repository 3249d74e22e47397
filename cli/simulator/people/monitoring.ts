// A monitoring product in another account: reads metrics and tags through a role of its own, and is throttled now and then.
import type { Actor } from '../account/actor.ts';
import type { World } from '../account/world.ts';
import { poisson } from '../distributions.ts';
import { assumedRole } from '../records/identities.ts';
import { act, openSession, type Step } from './sessions.ts';

const VISITS_AN_HOUR = 1;
const VENDOR_ADDRESS = '198.51.100.7';
const AGENT =
  'Boto3/1.38.27 md/Botocore#1.38.27 ua/2.1 os/linux#6.1.141 md/arch#x86_64 lang/python#3.12.11 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.38.27';
const THROTTLED = { code: 'Client.RequestLimitExceeded', message: 'Request limit exceeded.' };
const DENIED =
  'is not authorized to perform: sns:ListTagsForResource because no identity-based policy allows the sns:ListTagsForResource action';

export const monitoringActor = (world: World): Actor => {
  const role = world.role('monitoring-integration');
  return {
    plan(fromMs, toMs) {
      const random = world.random(`monitoring:${fromMs}`);
      const visits = poisson(random, VISITS_AN_HOUR);
      for (let visit = 0; visit < visits; visit += 1) {
        let timeMs = Math.floor(random.between(fromMs, toMs));
        const session = openSession(role, 'MetricsIntegration', timeMs, random);
        const actor = { identity: assumedRole(world.place.account, session), address: VENDOR_ADDRESS, agent: AGENT };
        const steps: Step[] = [
          { service: 'ec2', name: 'DescribeInstanceStatus', ...(random.chance(0.2) ? { error: THROTTLED } : {}) },
          { service: 'lambda', name: 'ListTags20170331', parameters: { resource: random.pick(world.options.functions).name } },
          {
            service: 'sns',
            name: 'ListTagsForResource',
            ...(random.chance(0.1) ? { error: { code: 'AccessDenied', message: DENIED } } : {}),
          },
        ];
        for (const step of steps) {
          act(world, actor, step, timeMs, random);
          timeMs += 900 + random.below(2000);
        }
      }
    },
  };
};
