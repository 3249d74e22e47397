// How incidents and ordinary events bend a function's traffic while they last.
import { DAY_MS, MINUTE_MS } from '../calendar.ts';
import type { IncidentSpec, OrdinaryEvent } from '../incident-spec.ts';

type Event = IncidentSpec | OrdinaryEvent;

const within = (event: Event, lengthMs: number, timeMs: number): boolean => timeMs >= event.startMs && timeMs < event.startMs + lengthMs;

/** What a ramp has reached: it grows by the day and stays where it ended. */
const ramp = (event: Event & { kind: 'poisoning' }, timeMs: number): number =>
  timeMs < event.startMs ? 1 : (1 + event.dailyGrowth) ** Math.min((timeMs - event.startMs) / DAY_MS, event.days);

const rateOf = (event: Event, timeMs: number): number => {
  if (event.kind === 'peak' || event.kind === 'denial-of-wallet')
    return within(event, event.minutes * MINUTE_MS, timeMs) ? event.factor : 1;
  if (event.kind === 'silence') return within(event, event.minutes * MINUTE_MS, timeMs) ? 0 : 1;
  return event.kind === 'poisoning' && event.of === 'calls' ? ramp(event, timeMs) : 1;
};

const bytesOf = (event: Event, timeMs: number): number => {
  if (event.kind === 'slow-exfiltration') return within(event, event.days * DAY_MS, timeMs) ? event.factor : 1;
  return event.kind === 'poisoning' && event.of === 'bytes' ? ramp(event, timeMs) : 1;
};

/** The events of one function, as factors on its rate and amounts. */
export class Effects {
  readonly #events: readonly Event[];

  constructor(functionName: string, events: readonly Event[]) {
    this.#events = events.filter((event) => event.function === functionName);
  }

  /** Multiplies the calls an hour. */
  rate(timeMs: number): number {
    let factor = 1;
    for (const event of this.#events) factor *= rateOf(event, timeMs);
    return factor;
  }

  /** Multiplies the bytes of each read. */
  bytes(timeMs: number): number {
    let factor = 1;
    for (const event of this.#events) factor *= bytesOf(event, timeMs);
    return factor;
  }

  /** The share of calls that fail because of a dependency. */
  failing(timeMs: number): number {
    let share = 0;
    for (const event of this.#events) {
      if (event.kind === 'flaky-dependency' && within(event, event.minutes * MINUTE_MS, timeMs)) share = Math.max(share, event.errorShare);
    }
    return share;
  }

  /** Bytes that an incident moves beside the function's own, in [fromMs, toMs). */
  extraBytes(fromMs: number, toMs: number): number {
    let bytes = 0;
    for (const event of this.#events) {
      if (event.kind !== 'fast-exfiltration' && event.kind !== 'new-destination') continue;
      const lengthMs = event.minutes * MINUTE_MS;
      const shared = Math.min(toMs, event.startMs + lengthMs) - Math.max(fromMs, event.startMs);
      if (shared > 0) bytes += (event.bytes * shared) / lengthMs;
    }
    return bytes;
  }
}
