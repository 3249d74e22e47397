// The ordinary calls of one function: its own traffic, not what other functions or incidents add.
import type { FunctionSpec } from '../function-spec.ts';
import { uuid } from '../identifiers.ts';
import { invokerOf } from '../runtime/invoker.ts';
import { visit } from '../runtime/visitors.ts';
import { Effects } from '../traffic/effects.ts';
import { TrafficSource } from '../traffic/traffic-source.ts';
import type { Actor } from './actor.ts';
import type { World } from './world.ts';

export const trafficActor = (world: World, spec: FunctionSpec): Actor => {
  const { incidents, ordinary, startMs } = world.options;
  const source = new TrafficSource(spec.traffic, world.random(`traffic:${spec.name}`), startMs);
  const calls = world.random(`calls:${spec.name}`);
  const effects = new Effects(spec.name, [...incidents, ...ordinary]);
  const invoker = invokerOf(spec.trigger);
  const { trigger } = spec;
  return {
    plan(fromMs, toMs) {
      for (const timeMs of source.arrivals(fromMs, toMs, (at) => effects.rate(at))) {
        const random = calls.fork();
        const call = { timeMs, function: spec.name, requestId: uuid(random), random, attempt: 0, invoker };
        world.schedule(trigger.kind === 'api' ? { ...call, request: visit(trigger.routes, random) } : call);
      }
    },
  };
};
