// The platform's own lines in a function's log, in the text format.
import { iso } from '../calendar.ts';

export interface Finished {
  readonly requestId: string;
  readonly durationMs: number;
  readonly memoryMb: number;
  readonly usedMemoryMb: number;
  readonly initMs: number | undefined;
  readonly outcome: 'success' | 'error' | 'timeout' | 'out-of-memory';
}

const fixed = (value: number): string => value.toFixed(2);

export const initStartText = (runtime: string, region: string, runtimeHash: string): string =>
  `INIT_START Runtime Version: ${runtime}\tRuntime Version ARN: arn:aws:lambda:${region}::runtime:${runtimeHash}\n`;

export const startText = (requestId: string, version: string): string => `START RequestId: ${requestId} Version: ${version}\n`;

export const endText = (requestId: string): string => `END RequestId: ${requestId}\n`;

/** Since August 2025 the billed time holds the init phase too. */
export const billedMs = (finished: Finished): number => Math.ceil(finished.durationMs + (finished.initMs ?? 0));

const statusText = (outcome: Finished['outcome']): string => {
  switch (outcome) {
    case 'success':
    // A handler that throws ends its invocation in order; only the runtime's own end is told here.
    case 'error':
      return '';
    case 'timeout':
      return 'Status: timeout';
    case 'out-of-memory':
      return 'Status: error\tError Type: Runtime.OutOfMemory';
  }
};

export const reportText = (finished: Finished): string => {
  const init = finished.initMs === undefined ? '' : `Init Duration: ${fixed(finished.initMs)} ms\t`;
  return `REPORT RequestId: ${finished.requestId}\tDuration: ${fixed(finished.durationMs)} ms\tBilled Duration: ${billedMs(finished)} ms\tMemory Size: ${finished.memoryMb} MB\tMax Memory Used: ${finished.usedMemoryMb} MB\t${init}${statusText(finished.outcome)}\n`;
};

export const timeoutText = (timeMs: number, requestId: string, timeoutMs: number): string =>
  `${iso(timeMs)} ${requestId} Task timed out after ${fixed(timeoutMs / 1000)} seconds\n\n`;

export const killedText = (requestId: string): string =>
  `RequestId: ${requestId} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`;
