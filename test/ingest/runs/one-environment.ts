// The log of one execution environment: its invocations one after the other, and what the application printed meanwhile.
import { zipped } from '../fixtures/read-all.ts';

export interface Line {
  readonly time: number;
  readonly text: string;
  readonly isForged: boolean;
}

export const requestId = (number: number): string => `5b0c2a6e-17d4-4c39-9f11-${String(number).padStart(12, '0')}`;

export const start = (request: number): string => `START RequestId: ${requestId(request)} Version: 7\n`;
export const end = (request: number): string => `END RequestId: ${requestId(request)}\n`;
export const report = (request: number, durationMs: number): string =>
  `REPORT RequestId: ${requestId(request)}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${Math.ceil(durationMs)} ms\tMemory Size: 256 MB\tMax Memory Used: 88 MB\t\n`;

/** What the application prints while it handles one request. */
export type Print = 'pair' | 'own report' | 'own report with END' | 'stray report' | 'own START' | 'word';

const BEGIN = Date.UTC(2026, 2, 2, 10, 0);
const RUN_MS = 400;

const printed = (what: Print, request: number, time: number): readonly Line[] => {
  const forged = (...texts: string[]): readonly Line[] => texts.map((text, place) => ({ time: time + place, text, isForged: true }));
  switch (what) {
    case 'pair':
      return forged(start(request + 5000), end(request + 5000), report(request + 5000, 2));
    case 'own report':
      return forged(report(request, time - BEGIN));
    case 'own report with END':
      return forged(end(request), report(request, 3));
    case 'stray report':
      return forged(report(request + 7000, 1));
    case 'own START':
      return forged(start(request));
    case 'word':
      return [{ time, text: 'stored\n', isForged: false }];
  }
};

/** One run for each list of what is printed in it, two seconds apart. */
export const environment = (runs: readonly (readonly Print[])[], firstRequest = 0): readonly Line[] =>
  runs.flatMap((prints, run) => {
    const from = BEGIN + run * 2000;
    const request = firstRequest + run;
    return [
      { time: from, text: start(request), isForged: false },
      ...prints.flatMap((what, place) => printed(what, request, from + 10 + place * 10)),
      { time: from + RUN_MS, text: end(request), isForged: false },
      { time: from + RUN_MS, text: report(request, RUN_MS), isForged: false },
    ];
  });

/** As CloudWatch numbers them: by time, then in order. */
export const eventId = (line: Line, place: number): string => `${line.time}${String(place).padStart(43, '0')}`;

export const STREAM = '2026/03/02/[$LATEST]0a1b2c3d4e5f60718293a4b5c6d7e8f9';

export const subscriptionMessage = (lines: readonly (readonly [Line, number])[], logStream = STREAM) => ({
  messageType: 'DATA_MESSAGE',
  owner: '111122223333',
  logGroup: '/aws/lambda/orders',
  logStream,
  subscriptionFilters: ['lapwing'],
  logEvents: lines.map(([line, place]) => ({ id: eventId(line, place), timestamp: line.time, message: line.text })),
});

export const delivered = (lines: readonly (readonly [Line, number])[], logStream = STREAM): string =>
  zipped(subscriptionMessage(lines, logStream));
