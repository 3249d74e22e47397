// The measures of a function's windows: what each is, which sums it is made of, and whose silence is its zero.
import { type FunctionPartial, type Sum, sumOf } from '../model/partial.ts';
import type { MeasureKind } from './measure-kind.ts';

export interface MeasureShape {
  readonly kind: MeasureKind;
  /** Words for people, after the amount: `3 invocations`, `4 MB read from AWS services`, `2 GB-s of billed memory time`. */
  readonly words: string;
  readonly unit: 'count' | 'bytes' | 'milliseconds' | 'gigabyte-seconds';
  /**
   * Activity whose log tells of this measure too: from its first record on, a missing value is a true zero. Without it
   * (a source switched on today) history starts with the measure itself.
   */
  readonly toldBy: Sum;
  readonly sum: Sum;
}

const shape = (kind: MeasureKind, words: string, unit: MeasureShape['unit'], toldBy: Sum, sum: Sum): MeasureShape => ({
  kind,
  words,
  unit,
  toldBy,
  sum,
});

export const MEASURES = {
  invocations: shape('count', 'invocations', 'count', 'invocations', 'invocations'),
  cost: shape('amount', 'billed memory time', 'gigabyte-seconds', 'invocations', 'billedMbMs'),
  duration: shape('amount', 'running time', 'milliseconds', 'invocations', 'durationMicros'),
  initialisations: shape('count', 'cold starts', 'count', 'invocations', 'initialisations'),
  errors: shape('count', 'failed invocations', 'count', 'invocations', 'errors'),
  timeouts: shape('count', 'timed-out invocations', 'count', 'invocations', 'timeouts'),
  logBytes: shape('amount', 'logged', 'bytes', 'logBytes', 'logBytes'),
  responseBytes: shape('amount', 'returned to callers', 'bytes', 'requests', 'responseBytes'),
  serviceBytesRead: shape('amount', 'read from AWS services', 'bytes', 'serviceBytesRead', 'serviceBytesRead'),
  serviceBytesWritten: shape('amount', 'written to AWS services', 'bytes', 'serviceBytesWritten', 'serviceBytesWritten'),
  networkBytesOut: shape('amount', 'sent over the network', 'bytes', 'networkBytesOut', 'networkBytesOut'),
  apiCalls: shape('count', 'AWS API calls', 'count', 'apiCalls', 'apiCalls'),
  apiDenied: shape('count', 'refused AWS API calls', 'count', 'apiCalls', 'apiDenied'),
} as const satisfies Record<string, MeasureShape>;
export type MeasureId = keyof typeof MEASURES;
export const MEASURE_IDS = Object.keys(MEASURES) as readonly MeasureId[];

/** A petabyte in five minutes: beyond it squares would leave single precision, and nothing real is. */
const LARGEST_VALUE = 1e15;

export const measureValue = (id: MeasureId, partial: FunctionPartial): number => {
  const value = sumOf(partial, MEASURES[id].sum);
  return value > 0 ? Math.min(value, LARGEST_VALUE) : 0;
};
