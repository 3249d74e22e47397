// The simulation: hour by hour, everybody acts, the calls run, and the finished files are handed out.
import type { Actor } from './account/actor.ts';
import { trafficActor } from './account/traffic-actor.ts';
import { World } from './account/world.ts';
import { DAY_MS, HOUR_MS } from './calendar.ts';
import { incidentActor } from './incidents/incident-actor.ts';
import { backgroundActors } from './people/background-actors.ts';
import { ordinaryActor } from './people/ordinary-actor.ts';
import type { SimulatedFile, SimulationOptions } from './simulation-options.ts';

export type { SimulatedFile, SimulationOptions } from './simulation-options.ts';

const actorsOf = (world: World): Actor[] => [
  ...world.options.functions.map((spec) => trafficActor(world, spec)),
  ...backgroundActors(world),
  ...world.options.ordinary.map((event) => ordinaryActor(world, event)),
  ...world.options.incidents.map((incident) => incidentActor(world, incident)),
];

/**
 * The logs of the account, file by file in the order of delivery. Same options, same bytes. No more than about an hour of
 * records is held at a time, however long the simulation runs.
 */
export function* simulate(options: SimulationOptions): Generator<SimulatedFile> {
  if (options.startMs % HOUR_MS !== 0) throw new RangeError('a simulation starts on the hour');
  const world = new World(options);
  const actors = actorsOf(world);
  const endMs = options.startMs + options.days * DAY_MS;
  for (let hour = options.startMs; hour < endMs; hour += HOUR_MS) {
    for (const actor of actors) actor.plan(hour, hour + HOUR_MS);
    world.runUntil(hour + HOUR_MS);
    yield* world.journal.drain(hour);
  }
  yield* world.journal.finish(endMs);
}
