// The second level: a function's counts and amounts by the window, from the same traffic model, without writing any log.
import { DAY_MS, HOUR_MS } from './calendar.ts';
import { type LogNormal, logNormalSum, poisson } from './distributions.ts';
import type { FunctionSpec } from './function-spec.ts';
import type { IncidentSpec, OrdinaryEvent } from './incident-spec.ts';
import { type Random, seeded } from './random.ts';
import { Effects } from './traffic/effects.ts';
import { TrafficSource } from './traffic/traffic-source.ts';

export interface SeriesWindow {
  readonly startMs: number;
  readonly invocations: number;
  /** What they were drawn from, but for the chance of the hour and for events: of a window within an hour. */
  readonly expectedInvocations: number;
  /** The chance of the hour: the factor of that. */
  readonly hourFactor: number;
  readonly errors: number;
  /** Sums over the window's invocations. */
  readonly durationMs: number;
  readonly responseBytes: number;
  /** Read from S3. */
  readonly readBytes: number;
  /** Sent to hosts outside, by a function inside a VPC. */
  readonly sentBytes: number;
}

export interface SeriesOptions {
  readonly seed: number;
  readonly startMs: number;
  readonly days: number;
  /** Divides an hour, or is whole hours. */
  readonly windowMs: number;
  readonly events: readonly (IncidentSpec | OrdinaryEvent)[];
}

/** How many of `count` trials succeed. Exact while they are few; Poisson when they are many and success is rare. */
const successes = (random: Random, count: number, chance: number): number => {
  const fewEnoughToTry = 40;
  if (count > fewEnoughToTry) return Math.min(count, poisson(random, count * chance));
  let found = 0;
  for (let trial = 0; trial < count; trial += 1) if (random.next() < chance) found += 1;
  return found;
};

interface Amount {
  readonly chance: number;
  readonly bytes: LogNormal;
}

const sumOf = (random: Random, invocations: number, amounts: readonly Amount[]): number => {
  let bytes = 0;
  for (const amount of amounts)
    bytes += logNormalSum(random, amount.chance >= 1 ? invocations : successes(random, invocations, amount.chance), amount.bytes);
  return bytes;
};

/** Calls in one window, drawn in pieces of at most an hour because an hour is what chance draws a rate for. */
const callsIn = (source: TrafficSource, effects: Effects, fromMs: number, toMs: number): number => {
  let calls = 0;
  for (let piece = fromMs; piece < toMs; ) {
    const end = Math.min(toMs, piece - (piece % HOUR_MS) + HOUR_MS);
    calls += source.count(piece, end, effects.meanRate(piece, end));
    piece = end;
  }
  return calls;
};

/**
 * One function's windows, oldest first, silent ones included. A function that only others call has none but an incident's.
 * Counts and amounts follow the laws of the full simulation; the draws are not the same ones.
 */
export function* series(spec: FunctionSpec, options: SeriesOptions): Generator<SeriesWindow> {
  const { seed, startMs, windowMs } = options;
  if (windowMs % HOUR_MS !== 0 && HOUR_MS % windowMs !== 0) throw new RangeError('a window divides an hour or is whole hours');
  if (startMs % HOUR_MS !== 0) throw new RangeError('a series starts on the hour');
  const source = new TrafficSource(spec.traffic, seeded(seed, `traffic:${spec.name}`), startMs);
  const amounts = seeded(seed, `amounts:${spec.name}`);
  const effects = new Effects(spec.name, options.events);
  const reads = spec.uses.flatMap((use) => (use.kind === 's3-read' ? [{ chance: use.chance, bytes: use.bytes }] : []));
  const sends = (spec.network?.destinations ?? []).map(({ chance, sentBytes }) => ({ chance, bytes: sentBytes }));
  const endMs = startMs + options.days * DAY_MS;
  for (let fromMs = startMs; fromMs < endMs; fromMs += windowMs) {
    const toMs = Math.min(fromMs + windowMs, endMs);
    const added = effects.added(fromMs, toMs);
    const own = callsIn(source, effects, fromMs, toMs);
    const invocations = own + poisson(amounts, added.calls);
    const failing = Math.min(1, spec.errorShare + effects.meanFailing(fromMs, toMs));
    const factor = effects.bytes(fromMs);
    yield {
      startMs: fromMs,
      invocations,
      expectedInvocations: source.expected(fromMs, toMs),
      hourFactor: source.hourFactor,
      errors: successes(amounts, own, failing) + poisson(amounts, added.errors),
      durationMs: logNormalSum(amounts, invocations, spec.durationMs),
      responseBytes: logNormalSum(amounts, invocations, spec.responseBytes) * factor,
      readBytes: sumOf(amounts, invocations, reads) * factor + added.readBytes,
      sentBytes: sumOf(amounts, invocations, sends) * factor + added.sentBytes,
    };
  }
}
