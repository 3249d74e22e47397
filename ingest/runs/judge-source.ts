// Which reports among lines of many environments (a file without stream names, managed instances) the application printed: here
// invocations may overlap, so only what one request's own marks tell counts.
import type { Forgery } from './forgery.ts';
import type { RunMark } from './run-mark.ts';

/** Lambda writes a report some milliseconds after the end of what it reports. */
const REPORT_DELAY_MS = 100;

interface Run {
  readonly from: number;
  readonly to: number;
}

/**
 * Attempts of one request: each from its START to its last report before the next START. Reports before any START are cut-off
 * attempts' own. Of several reports at one instant (a line without a time has that of the line before) those before END are none.
 */
const attemptsOf = (places: readonly number[], marks: readonly RunMark[], verdicts: (Forgery | undefined)[]): readonly Run[] => {
  const runs: Run[] = [];
  let from: number | undefined;
  let last: number | undefined;
  let endedSince = false;
  const close = (): void => {
    if (from !== undefined && last !== undefined) runs.push({ from, to: last });
    last = undefined;
  };
  for (const at of places) {
    const { kind, time } = marks[at] as RunMark;
    if (kind === 'start') {
      close();
      from = at;
      continue;
    }
    if (kind === 'end') {
      endedSince = true;
      continue;
    }
    const earlier = last === undefined ? undefined : marks[last]?.time;
    if (from !== undefined && last !== undefined && (endedSince || earlier !== time)) verdicts[last] = 'reported more than once';
    last = at;
    endedSince = false;
  }
  close();
  return runs;
};

/** One verdict a mark, undefined for Lambda's own. The marks are one source's, in its order. */
export const judgeSource = (marks: readonly RunMark[]): readonly (Forgery | undefined)[] => {
  const verdicts: (Forgery | undefined)[] = marks.map(() => undefined);
  const [first] = marks;
  if (first === undefined) return verdicts;
  const byRequest = Map.groupBy(marks.keys(), (at) => marks[at]?.requestId ?? '');
  // Where each complete run ends that begins at a place; then, of all that began before a place, the furthest end.
  const ends = new Array<number>(marks.length).fill(-1);
  const neverStarted: number[] = [];
  for (const places of byRequest.values()) {
    for (const { from, to } of attemptsOf(places, marks, verdicts)) ends[from] = to;
    if (!places.some((at) => marks[at]?.kind === 'start')) neverStarted.push(...places.filter((at) => marks[at]?.kind === 'report'));
  }
  let furthest = -1;
  const reach = ends.map((end) => {
    furthest = Math.max(furthest, end);
    return furthest;
  });
  for (const at of neverStarted) {
    const mark = marks[at] as RunMark;
    // Its START would be in what was read, and something ran that could print it.
    const wasVisible = mark.time - mark.durationMs >= first.time + REPORT_DELAY_MS;
    if (wasVisible && (reach[at] ?? -1) > at) verdicts[at] = 'never started';
  }
  return verdicts;
};
