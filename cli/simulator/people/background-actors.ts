// Everybody who works in the account on ordinary days, beside the functions.

import type { Actor } from '../account/actor.ts';
import type { World } from '../account/world.ts';
import { HOUR_MS, weekday } from '../calendar.ts';
import type { FunctionSpec } from '../function-spec.ts';
import { awsServiceActors } from './aws-services.ts';
import { deploy } from './deployer.ts';
import { internetNoiseActor } from './internet-noise.ts';
import { monitoringActor } from './monitoring.ts';
import { operatorActor } from './operator.ts';

const releaseActor = (world: World, spec: FunctionSpec): Actor => ({
  plan(fromMs) {
    const { deployed } = spec;
    if (deployed === undefined || weekday(fromMs) !== deployed.weekday || Math.floor(fromMs / HOUR_MS) % 24 !== deployed.hour) return;
    const random = world.random(`release:${spec.name}:${fromMs}`);
    deploy(world, spec.name, fromMs + random.below(HOUR_MS / 2), [], random);
  },
});

export const backgroundActors = (world: World): Actor[] => {
  if (world.options.account.operators.length === 0) return [];
  return [
    ...world.options.account.operators.map((person) => operatorActor(world, person)),
    ...world.options.functions.map((spec) => releaseActor(world, spec)),
    ...awsServiceActors(world),
    monitoringActor(world),
    internetNoiseActor(world),
  ];
};
