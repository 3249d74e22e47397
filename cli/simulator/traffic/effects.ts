// How incidents and ordinary events bend a function's traffic while they last.
import { DAY_MS, MINUTE_MS } from '../calendar.ts';
import type { IncidentSpec, OrdinaryEvent } from '../incident-spec.ts';
import { DESTINATION_CALLS_A_MINUTE, EXFILTRATION_CALLS_A_MINUTE } from '../incidents/pace.ts';

/** Fine enough for events that last minutes. */
const STEP_MS = 5 * MINUTE_MS;

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

export interface Added {
  readonly calls: number;
  readonly errors: number;
  readonly readBytes: number;
  readonly sentBytes: number;
}

const NOTHING = { minutes: 1, calls: 0, errors: 0, readBytes: 0, sentBytes: 0 };

/** Of the probes of an injection, about this share makes the function fail. */
const PROVOKED_SHARE = 0.6;

/** What an incident adds over its whole length. */
const wholeOf = (event: Event): Added & { readonly minutes: number } => {
  switch (event.kind) {
    case 'fast-exfiltration': {
      const { minutes, bytes } = event;
      return { minutes, calls: minutes * EXFILTRATION_CALLS_A_MINUTE, errors: 0, readBytes: bytes, sentBytes: bytes };
    }
    case 'new-destination': {
      const { minutes, bytes } = event;
      return { minutes, calls: minutes * DESTINATION_CALLS_A_MINUTE, errors: 0, readBytes: 0, sentBytes: bytes };
    }
    case 'injection':
      return { ...NOTHING, minutes: event.minutes, calls: event.attempts, errors: event.attempts * PROVOKED_SHARE };
    default:
      return NOTHING;
  }
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

  /** The mean of the rate's factor over [fromMs, toMs): events begin and end within hours. */
  meanRate(fromMs: number, toMs: number): number {
    return this.#mean(fromMs, toMs, (timeMs) => this.rate(timeMs));
  }

  meanFailing(fromMs: number, toMs: number): number {
    return this.#mean(fromMs, toMs, (timeMs) => this.failing(timeMs));
  }

  #mean(fromMs: number, toMs: number, valueAt: (timeMs: number) => number): number {
    if (this.#events.length === 0) return valueAt(fromMs);
    let sum = 0;
    let count = 0;
    for (let timeMs = fromMs; timeMs < toMs; timeMs += STEP_MS) {
      sum += valueAt(timeMs);
      count += 1;
    }
    return sum / count;
  }

  /** What incidents add to the function's own work in [fromMs, toMs), on average. */
  added(fromMs: number, toMs: number): Added {
    const sum = { calls: 0, errors: 0, readBytes: 0, sentBytes: 0 };
    for (const event of this.#events) {
      const { minutes, ...whole } = wholeOf(event);
      const lengthMs = minutes * MINUTE_MS;
      const shared = Math.min(toMs, event.startMs + lengthMs) - Math.max(fromMs, event.startMs);
      if (shared <= 0) continue;
      const share = shared / lengthMs;
      sum.calls += whole.calls * share;
      sum.errors += whole.errors * share;
      sum.readBytes += whole.readBytes * share;
      sum.sentBytes += whole.sentBytes * share;
    }
    return sum;
  }
}
