// Reads from outside with the function's credentials: a bucket listed and fetched, a table scanned page by page.

import type { World } from '../account/world.ts';
import { MINUTE_MS } from '../calendar.ts';
import { logNormal } from '../distributions.ts';
import { hex } from '../identifiers.ts';
import type { IncidentSpec } from '../incident-spec.ts';
import { objectEvent, tableEvent } from '../records/data-events.ts';
import { intruderOf } from './attacker.ts';

/** Keys a listing page holds. */
const PAGE_KEYS = 1000;
const SIZE_SIGMA = 0.5;

export const takeData = (world: World, incident: IncidentSpec & { kind: 'stolen-data' }): void => {
  const random = world.random(`stolen-data:${incident.function}:${incident.startMs}`);
  const { actor } = intruderOf(world, incident.function, incident.attacker, incident.startMs, random);
  const lengthMs = incident.minutes * MINUTE_MS;
  const { bucket, table, objects, pages } = incident;
  const listings = Math.ceil(objects / PAGE_KEYS);
  for (let page = 0; page < listings; page += 1) {
    const caller = { ...actor, timeMs: incident.startMs + page * 800 };
    world.record(objectEvent(caller, { name: 'ListObjects', bucket, sentBytes: 0, receivedBytes: 260_000 }, world.place, random), random);
  }
  for (let object = 0; object < objects; object += 1) {
    const timeMs = Math.floor(incident.startMs + lengthMs * (0.05 + 0.95 * random.next()));
    const receivedBytes = logNormal(random, { median: incident.bytesPerObject, sigma: SIZE_SIGMA });
    const key = `exports/2026/${hex(random, 6)}.parquet`;
    world.record(
      objectEvent({ ...actor, timeMs }, { name: 'GetObject', bucket, key, sentBytes: 0, receivedBytes }, world.place, random),
      random,
    );
  }
  for (let page = 0; page < pages; page += 1) {
    const timeMs = Math.floor(incident.startMs + lengthMs * (0.3 + (0.7 * (page + random.next())) / pages));
    world.record(tableEvent({ ...actor, timeMs }, { name: 'Scan', table }, world.place, random), random);
  }
};
