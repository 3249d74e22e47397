// The function itself, with changed code or a hole in it, reads far more than it does and sends it out.

import type { World } from '../account/world.ts';
import { MINUTE_MS } from '../calendar.ts';
import { hex } from '../identifiers.ts';
import type { IncidentSpec } from '../incident-spec.ts';
import { attackerOf } from './attacker.ts';
import { callFunction } from './inside-calls.ts';
import { EXFILTRATION_CALLS_A_MINUTE } from './pace.ts';

const OBJECTS_A_CALL = 6;
/** What a function of middling memory moves in a millisecond: some 40 MB a second. */
const BYTES_A_MILLISECOND = 40_000;
/** A thief stops before the timeout would show. */
const TIMEOUT_SHARE = 0.9;

export const exfiltrateFast = (world: World, incident: IncidentSpec & { kind: 'fast-exfiltration' }): void => {
  const random = world.random(`fast-exfiltration:${incident.function}:${incident.startMs}`);
  const { spec } = world.function(incident.function);
  const read = spec.uses.find((use) => use.kind === 's3-read');
  const bucket = read?.bucket ?? random.pick(world.options.account.buckets);
  const prefix = read?.prefix ?? '';
  const { address } = attackerOf(undefined, random);
  const calls = Math.max(1, Math.round(incident.minutes * EXFILTRATION_CALLS_A_MINUTE));
  const weights = Array.from({ length: calls * OBJECTS_A_CALL }, () => random.between(0.3, 1.7));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  for (let index = 0; index < calls; index += 1) {
    const reads = weights
      .slice(index * OBJECTS_A_CALL, (index + 1) * OBJECTS_A_CALL)
      .map((weight) => ({ bucket, key: `${prefix}${hex(random, 8)}`, bytes: (incident.bytes * weight) / whole }));
    const bytes = reads.reduce((sum, object) => sum + object.bytes, 0);
    const durationMs = Math.min(spec.durationMs.median + bytes / BYTES_A_MILLISECOND, spec.timeoutMs * TIMEOUT_SHARE);
    const transfers = [{ address, port: 443, sentBytes: bytes, receivedBytes: 40_000 }];
    const timeMs = incident.startMs + ((index + random.next()) / calls) * incident.minutes * MINUTE_MS;
    callFunction(world, incident.function, timeMs, { reads, transfers, durationMs }, random);
  }
};
