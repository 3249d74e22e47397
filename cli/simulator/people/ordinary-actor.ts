// The ordinary events of the options: what looks unusual and is none of an attacker's doing.

import type { Actor } from '../account/actor.ts';
import type { World } from '../account/world.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../calendar.ts';
import type { OrdinaryEvent } from '../incident-spec.ts';
import { deploy } from './deployer.ts';
import { probe, robotOf } from './internet-noise.ts';
import { applyPlan } from './terraform.ts';

const scan = (world: World, event: OrdinaryEvent & { kind: 'scanner' }): void => {
  const random = world.random(`scanner:${event.startMs}`);
  const robot = robotOf(random);
  for (let request = 0; request < event.requests; request += 1) {
    probe(world, robot, Math.floor(event.startMs + random.next() * event.minutes * MINUTE_MS), random);
  }
};

const begin = (world: World, event: OrdinaryEvent): void => {
  switch (event.kind) {
    case 'peak':
    case 'flaky-dependency':
      // These bend the traffic itself.
      return;
    case 'scanner':
      scan(world, event);
      return;
    case 'terraform':
      applyPlan(world, event);
      return;
    case 'new-bucket': {
      const use = { kind: 's3-write', bucket: event.bucket, prefix: 'out/', chance: 0.3, bytes: { median: 18_000, sigma: 0.7 } } as const;
      deploy(world, event.function, event.startMs + 10 * SECOND_MS, [use], world.random(`new-bucket:${event.function}:${event.startMs}`));
    }
  }
};

export const ordinaryActor = (world: World, event: OrdinaryEvent): Actor => ({
  plan(fromMs) {
    if (event.startMs >= fromMs && event.startMs < fromMs + HOUR_MS) begin(world, event);
  },
});
