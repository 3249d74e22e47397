// What happens to a fleet on ordinary days: campaigns, outages, deployments with new buckets, plans applied, robots.
import { DAY_MS, HOUR_MS, MINUTE_MS } from './calendar.ts';
import { poisson } from './distributions.ts';
import type { FunctionSpec } from './function-spec.ts';
import type { OrdinaryEvent } from './incident-spec.ts';
import { type Random, seeded } from './random.ts';

/** Events of each kind that one function sees in a year: a guess at a busy but orderly company. */
const A_YEAR = { peak: 6, flaky: 10, newBucket: 3 } as const;
const YEAR_DAYS = 365;

/** Events of the whole account in a week. */
const A_WEEK = { terraform: 2, scanner: 5 } as const;

const functionEvents = (spec: FunctionSpec, startMs: number, days: number, random: Random): OrdinaryEvent[] => {
  const events: OrdinaryEvent[] = [];
  const times = (aYear: number): number[] =>
    Array.from({ length: poisson(random, (aYear * days) / YEAR_DAYS) }, () => startMs + Math.floor(random.next() * days * DAY_MS));
  for (const start of times(A_YEAR.peak)) {
    events.push({ kind: 'peak', function: spec.name, startMs: start, minutes: 60 + random.below(600), factor: random.between(1.3, 2.2) });
  }
  for (const start of times(A_YEAR.flaky)) {
    events.push({
      kind: 'flaky-dependency',
      function: spec.name,
      startMs: start,
      minutes: 5 + random.below(120),
      errorShare: random.between(0.1, 0.7),
    });
  }
  for (const start of times(A_YEAR.newBucket)) {
    events.push({ kind: 'new-bucket', function: spec.name, startMs: start, bucket: `${spec.name}-output` });
  }
  return events;
};

export const fleetOrdinary = (functions: readonly FunctionSpec[], startMs: number, days: number, seed: number): OrdinaryEvent[] => {
  const random = seeded(seed, 'fleet-ordinary');
  const events = functions.flatMap((spec) => functionEvents(spec, startMs, days, random.fork()));
  const [first] = functions;
  if (first === undefined) return events;
  for (let day = 0; day < days; day += 1) {
    const dayMs = startMs + day * DAY_MS;
    for (let count = poisson(random, A_WEEK.scanner / 7); count > 0; count -= 1) {
      const start = dayMs + random.below(DAY_MS);
      events.push({
        kind: 'scanner',
        function: first.name,
        startMs: start,
        minutes: 2 + random.below(40),
        requests: 20 + random.below(300),
      });
    }
    for (let count = poisson(random, A_WEEK.terraform / 7); count > 0; count -= 1) {
      const start = dayMs + 8 * HOUR_MS + random.below(9 * 60) * MINUTE_MS;
      events.push({ kind: 'terraform', function: random.pick(functions).name, startMs: start, changes: 1 + random.below(6) });
    }
  }
  return events;
};
