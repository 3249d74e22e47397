// What the deployed path does for a month's volumes: invocations, requests, units. Figures marked *measured* are of a simulated account
// played through the path (test/infra/cost-units.test.ts does it again); the rest are AWS's own intervals, or assumed and said so.
import { HOURS, MINUTES, SECONDS, type Volumes } from './volumes.ts';

/** CloudWatch Logs gathers a stream's lines for some seconds before it sends them: assumed, five. */
const GATHERED_SECONDS = 5;

/** Units of one log message and of one CloudTrail event, in ingest: *measured*. */
export const PER_MESSAGE = { writes: 3.6, reads: 1.6 } as const;
export const PER_EVENT = { writes: 4, reads: 0.1 } as const;

/** A window of a function is due twice: when it is assessed, and when it is settled. Units of each time in detect: *measured*. */
const DUES = 2;
export const PER_DUE = { writes: 4.3, reads: 3.1 } as const;
/** Beyond what was measured on young baselines: one of a month is 13 kB (docs/baselines.md), read each time and written once a window. */
const GROWN = { writes: 10, reads: 6 } as const;
const WINDOW_SECONDS = 300;

/** Shards of work that detect asks each minute, whatever there is. */
const DUE_SHARDS = 8;

/** Lambda's own: five pollers a queue, each waiting up to 20 seconds for a message. */
const POLLS_A_MINUTE = 5 * 3;

/** Seconds of an invocation, at the memory it has: assumed, since none was measured in an account yet; writes wait for DynamoDB. */
const TIMES = { ingest: 0.1, detect: 0.2, alert: 0.2, canary: 0.05 } as const;
const MEMORY_GB = { ingest: 1, detect: 1, alert: 0.5, canary: 0.125 } as const;

/** Lines that Lambda and Lapwing write of an invocation, in bytes: start, report, metrics. */
const LOG_BYTES = 1500;

/** What a channel did not take is told again every five minutes. */
const ALERT_TICKS = MINUTES / 5;

export interface Work {
  readonly invocations: number;
  readonly gbSeconds: number;
  readonly writes: number;
  readonly reads: number;
  readonly storedGb: number;
  readonly standardRequests: number;
  readonly fifoRequests: number;
  readonly ownLogGb: number;
}

const GIGA = 1e9;

export const workOf = ({ functions, invocations, trailEvents, objects }: Volumes): Work => {
  const messages = Math.min(invocations, (functions * SECONDS) / GATHERED_SECONDS);
  // Five seconds of events share an invocation.
  const batches = Math.min(trailEvents, SECONDS / 5);
  const windows = Math.min(functions * (SECONDS / WINDOW_SECONDS), invocations + trailEvents);
  const dues = windows * DUES;
  const ingests = messages + batches + objects;
  const runs = { ingest: ingests, detect: MINUTES, alert: ALERT_TICKS, canary: HOURS };
  const services = ['ingest', 'detect', 'alert', 'canary'] as const;
  const all = services.reduce((sum, service) => sum + runs[service], 0);
  return {
    invocations: all,
    gbSeconds: services.reduce((sum, service) => sum + runs[service] * TIMES[service] * MEMORY_GB[service], 0),
    writes: messages * PER_MESSAGE.writes + trailEvents * PER_EVENT.writes + dues * PER_DUE.writes + windows * GROWN.writes,
    reads: messages * PER_MESSAGE.reads + trailEvents * PER_EVENT.reads + dues * (PER_DUE.reads + GROWN.reads) + MINUTES * DUE_SHARDS,
    // Claims for fifteen days, partials for three, at a kilobyte for both of a message or event; a baseline for each function.
    storedGb: ((messages + trailEvents) * 1000 * (15 / 30) + functions * 16_384) / GIGA,
    // Each event is sent, received and deleted; batches make it fewer.
    standardRequests: MINUTES * POLLS_A_MINUTE + (trailEvents + objects) * 3,
    fifoRequests: MINUTES * POLLS_A_MINUTE + ALERT_TICKS * 3,
    ownLogGb: (all * LOG_BYTES) / GIGA,
  };
};
