// What a report tells of one invocation → Invocation, from text and JSON alike.
import type { Invocation } from '../../detectors/model/activity.ts';
import { recordId } from '../../detectors/model/identity.ts';
import type { Json, JsonObject } from '../../detectors/model/json.ts';
import type { Instant } from '../../detectors/model/time.ts';
import type { LineContext } from '../decode/line-context.ts';
import { amountOf } from './amount.ts';

export interface Report {
  readonly requestId: string | undefined;
  readonly durationMs: Json | undefined;
  readonly billedMs: Json | undefined;
  readonly memorySizeMb: Json | undefined;
  readonly maxMemoryUsedMb: Json | undefined;
  readonly initMs: Json | undefined;
  readonly restoreMs: Json | undefined;
  readonly status: string | undefined;
  readonly errorType: string | undefined;
}

type Outcome = Invocation['outcome'];

/** Billing rounds up to the millisecond, so only a run that was cut off at its time limit lasted longer than it was billed. */
const ROUNDING_MS = 1;

/** Of a report that tells no status and no error. */
export const outcomeWithoutStatus = (durationMs: number, billedMs: number): Outcome =>
  billedMs > 0 && durationMs > billedMs + ROUNDING_MS ? 'timeout' : 'success';

const outcomeOf = (report: Report, durationMs: number, billedMs: number, usedMb: number, sizeMb: number): Outcome => {
  const { status, errorType } = report;
  if (errorType?.includes('OutOfMemory')) return 'out-of-memory';
  if (status === 'timeout') return 'timeout';
  if (status === 'success') return 'success';
  if (status !== undefined || errorType !== undefined) return sizeMb > 0 && usedMb >= sizeMb ? 'out-of-memory' : 'error';
  return outcomeWithoutStatus(durationMs, billedMs);
};

export const invocation = (report: Report, record: JsonObject, time: Instant, context: LineContext, logBytes: number): Invocation => {
  const durationMs = amountOf(report.durationMs);
  const billedMs = amountOf(report.billedMs);
  const memorySizeMb = amountOf(report.memorySizeMb);
  const maxMemoryUsedMb = amountOf(report.maxMemoryUsedMb);
  const startup = report.initMs ?? report.restoreMs;
  return {
    kind: 'invocation',
    id: recordId(context.id),
    time,
    function: context.function ?? context.fallbackFunction,
    account: context.account,
    region: context.region,
    stream: context.logStream,
    service: 'lambda',
    record,
    requestId: report.requestId,
    outcome: outcomeOf(report, durationMs, billedMs, maxMemoryUsedMb, memorySizeMb),
    durationMs,
    billedMs,
    memorySizeMb,
    maxMemoryUsedMb,
    initMs: startup === undefined ? undefined : amountOf(startup),
    logBytes,
  };
};
