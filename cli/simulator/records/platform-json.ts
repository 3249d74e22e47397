// The platform's own records in a function's log, in the JSON format at level INFO.
import { iso } from '../calendar.ts';
import type { Json } from '../json.ts';
import { billedMs, type Finished } from './platform-text.ts';

const platformEvent = (timeMs: number, type: string, record: Json): string => JSON.stringify({ time: iso(timeMs), type, record });

export const initStartJson = (
  timeMs: number,
  start: {
    readonly runtime: string;
    readonly runtimeArn: string;
    readonly function: string;
    readonly version: string;
    readonly stream: string;
    readonly memoryMb: number;
  },
): string =>
  platformEvent(timeMs, 'platform.initStart', {
    initializationType: 'on-demand',
    phase: 'init',
    runtimeVersion: start.runtime,
    runtimeVersionArn: start.runtimeArn,
    functionName: start.function,
    functionVersion: start.version,
    instanceId: start.stream,
    instanceMaxMemory: start.memoryMb * 1_048_576,
  });

export const startJson = (timeMs: number, requestId: string, functionArn: string, version: string): string =>
  platformEvent(timeMs, 'platform.start', { requestId, functionArn, version });

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

const errorTypeOf = (outcome: Finished['outcome']): string | undefined => {
  switch (outcome) {
    case 'success':
      return undefined;
    case 'error':
      return 'Runtime.UnhandledPromiseRejection';
    case 'timeout':
      return 'Sandbox.Timedout';
    case 'out-of-memory':
      return 'Runtime.OutOfMemory';
  }
};

export const reportJson = (timeMs: number, finished: Finished): string =>
  platformEvent(timeMs, 'platform.report', {
    requestId: finished.requestId,
    metrics: {
      durationMs: rounded(finished.durationMs),
      billedDurationMs: billedMs(finished),
      memorySizeMB: finished.memoryMb,
      maxMemoryUsedMB: finished.usedMemoryMb,
      initDurationMs: finished.initMs === undefined ? undefined : rounded(finished.initMs),
    },
    status: finished.outcome === 'out-of-memory' ? 'error' : finished.outcome,
    errorType: errorTypeOf(finished.outcome),
  });
