// Which marks of one environment's log the application printed. The environment runs one invocation at a time, and the
// application can print only while one runs: so Lambda's own marks follow each other as START, REPORT, START, REPORT, and what
// was forged lies inside. Of all readings that allow for it the likeliest is taken: the one with fewest holes in the log, then
// the one with fewest forged marks. A log may be cut off at either end, which is no hole.
import type { Forgery } from './forgery.ts';
import type { RunMark } from './run-mark.ts';

/** Weighs more than all marks that are ever judged together. */
const HOLE = 1_000_000;
/** Reports of one request that are tried as its last: who prints more of them gains nothing by it. */
const MOST_CLOSERS = 32;

/** Lambda waits a minute before it tries an asynchronous invocation again (developer guide, error handling): half of it is too soon. */
const TOO_SOON_TO_RETRY_MS = 30_000;
/** Lambda's clocks for a report and for the time of its line differ by less. */
const CLOCKS_DIFFER_MS = 100;

/** The cheapest reading of the marks from one place on, and how far its first step reaches: all before `next` but the step's ends is forged. */
interface Reading {
  readonly cost: number;
  readonly first: 'run' | 'cut-run' | 'alone' | 'open-run' | 'end';
  readonly next: number;
}

const END: Reading = { cost: 0, first: 'end', next: 0 };

const cheaper = (one: Reading, other: Reading): Reading => (other.cost < one.cost ? other : one);

/** `lastStart`: index of the last START of all. */
const readingOfStart = (
  marks: readonly RunMark[],
  at: number,
  readings: readonly Reading[],
  closers: readonly number[],
  lastStart: number,
): Reading => {
  const costFrom = (place: number): number => readings[place]?.cost ?? 0;
  const inside = marks.length - at - 1;
  // Its report is missing: the log ends with it, or has a hole behind it.
  let best: Reading = { cost: (inside === 0 ? 0 : HOLE) + costFrom(at + 1), first: 'alone', next: at + 1 };
  // The log ends while it runs. Only reports behind it: with a START among them a hole is likelier.
  if (inside > 0 && lastStart === at) best = cheaper(best, { cost: HOLE + inside, first: 'open-run', next: marks.length });
  for (const closer of closers) {
    if (closer > at) best = cheaper(best, { cost: closer - at - 1 + costFrom(closer + 1), first: 'run', next: closer + 1 });
  }
  return best;
};

/** The log was cut off before the START of what ran first; its report tells since when it ran. */
const cutRun = (marks: readonly RunMark[], readings: readonly Reading[]): Reading | undefined => {
  const [first] = marks;
  if (first === undefined) return undefined;
  let best: Reading | undefined;
  const started = new Set<string>();
  for (const [at, { kind, requestId, time, durationMs }] of marks.entries()) {
    if (kind === 'start') {
      started.add(requestId);
      continue;
    }
    const ranBefore = time > first.time && time - durationMs <= first.time - CLOCKS_DIFFER_MS;
    if (started.has(requestId) || (at > 0 && !ranBefore)) continue;
    const reading: Reading = { cost: at + (readings[at + 1]?.cost ?? 0), first: 'cut-run', next: at + 1 };
    best = best === undefined ? reading : cheaper(best, reading);
  }
  return best;
};

/** Whether a START comes too soon after another of the same request, if there was one. */
const isTooSoon = (began: number | undefined, time: number): boolean => began !== undefined && time - began < TOO_SOON_TO_RETRY_MS;

/** STARTs of an invocation that had begun shortly before. */
const repeatedStarts = (marks: readonly RunMark[]): ReadonlySet<number> => {
  const repeated = new Set<number>();
  const began = new Map<string, number>();
  for (const [at, { kind, requestId, time }] of marks.entries()) {
    if (kind !== 'start') continue;
    if (isTooSoon(began.get(requestId), time)) repeated.add(at);
    else began.set(requestId, time);
  }
  return repeated;
};

/** Whether each mark was printed by the application, as the likeliest reading says. */
const printedOf = (marks: readonly RunMark[]): readonly (Forgery | undefined)[] => {
  const verdicts: (Forgery | undefined)[] = marks.map(() => undefined);
  const reports = new Map<string, number[]>();
  let lastStart = -1;
  for (const [at, { kind, requestId }] of marks.entries()) {
    if (kind === 'start') lastStart = at;
    else reports.set(requestId, [...(reports.get(requestId) ?? []).slice(1 - MOST_CLOSERS), at]);
  }
  // Without any START the log is one of reports only (a filter pattern, a log level): nothing to tell by.
  if (lastStart === -1) return verdicts;
  const readings: Reading[] = new Array<Reading>(marks.length + 1).fill(END);
  for (let at = marks.length - 1; at >= 0; at--) {
    const { kind, requestId } = marks[at] as RunMark;
    readings[at] =
      kind === 'start'
        ? readingOfStart(marks, at, readings, reports.get(requestId) ?? [], lastStart)
        : { cost: HOLE + (readings[at + 1]?.cost ?? 0), first: 'alone', next: at + 1 };
  }
  const cut = cutRun(marks, readings);
  let reading = cut === undefined ? readings[0] : cheaper(readings[0] ?? END, cut);
  for (let at = 0; at < marks.length && reading !== undefined; ) {
    const { first, next }: Reading = reading;
    const from = first === 'cut-run' ? at : at + 1;
    const to = first === 'open-run' ? next : next - 1;
    const running = first === 'cut-run' ? marks[next - 1]?.requestId : marks[at]?.requestId;
    for (let inner = from; inner < to; inner++)
      verdicts[inner] = marks[inner]?.requestId === running ? 'reported more than once' : 'inside another invocation';
    at = next;
    reading = readings[at];
  }
  return verdicts;
};

/**
 * Whether each START is followed by its own report and none is repeated too soon: the reading without holes that forges nothing,
 * which no other can beat. Nearly every log is one, and this looks at each mark once.
 */
const isPlain = (marks: readonly RunMark[]): boolean => {
  const began = new Map<string, number>();
  // The first may report what began before the log.
  for (let at = marks[0]?.kind === 'report' ? 1 : 0; at < marks.length; at += 2) {
    const { kind, requestId, time } = marks[at] as RunMark;
    if (kind !== 'start' || isTooSoon(began.get(requestId), time)) return false;
    began.set(requestId, time);
    const end = marks[at + 1];
    if (end !== undefined && (end.kind !== 'report' || end.requestId !== requestId)) return false;
  }
  return true;
};

/** One verdict a mark, undefined for Lambda's own: of all readings the likeliest. */
export const weighReadings = (marks: readonly RunMark[]): readonly (Forgery | undefined)[] => {
  const repeated = repeatedStarts(marks);
  const printed = printedOf(marks.filter((_mark, at) => !repeated.has(at))).values();
  return marks.map((_mark, at) => (repeated.has(at) ? 'started more than once' : printed.next().value));
};

/** The same, or 'plain' when all marks are Lambda's own. The marks are one stream's, in order of time. */
export const judgeStream = (marks: readonly RunMark[]): readonly (Forgery | undefined)[] | 'plain' =>
  isPlain(marks) ? 'plain' : weighReadings(marks);
