// Which lines in the shape of Lambda's own the application printed, whatever the order they come in.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Activity } from '../../../detectors/model/activity.ts';
import { isObject, textField } from '../../../detectors/model/json.ts';
import { newRunBook } from '../../../ingest/runs/run-book.ts';
import { readAll } from '../fixtures/read-all.ts';
import { delivered, end, environment, eventId, type Line, type Print, report, requestId, start } from './one-environment.ts';

const judged = (items: readonly string[], mostHeld?: number, name = '-'): readonly Activity[] => {
  const taken: Activity[] = [];
  const book = newRunBook((_source, _format, activity) => taken.push(activity), mostHeld);
  const { activities, formats } = readAll(items, { name });
  activities.forEach((activity, place) => {
    book.add(name, formats[place] ?? 'unknown', activity);
  });
  book.end();
  return taken;
};

const forgedIn = (activities: readonly Activity[]): readonly string[] =>
  activities.flatMap(({ id, record }) => (isObject(record['lapwing']) ? [`${id} ${textField(record['lapwing'], 'forged')}`] : []));
const invocationsIn = (activities: readonly Activity[]): number => activities.filter(({ kind }) => kind === 'invocation').length;

/** START and REPORT lines that the application printed: what END says counts for nothing. */
const expectedForged = (lines: readonly Line[]): readonly string[] =>
  lines.flatMap((line, place) => (line.isForged && !line.text.startsWith('END') ? [eventId(line, place)] : [])).sort();

const numbered = (lines: readonly Line[]): (readonly [Line, number])[] => lines.map((line, place) => [line, place]);
const idsOf = (forged: readonly string[]): readonly string[] => forged.map((told) => told.split(' ')[0] ?? '').sort();

const PRINTS: readonly Print[] = ['pair', 'own report', 'own report with END', 'stray report', 'own START', 'word'];
const runs = fc.array(fc.array(fc.constantFrom(...PRINTS), { maxLength: 4 }), { minLength: 1, maxLength: 8 });

describe('in the log stream of one environment', () => {
  test.for<readonly [string, readonly (readonly Print[])[], string]>([
    ['a whole invocation', [[], ['pair'], []], 'inside another invocation'],
    ['a report of an invocation that never was', [['stray report']], 'inside another invocation'],
    ['an early report of its own invocation', [['own report'], []], 'reported more than once'],
    ['an early report with END before it', [['own report with END']], 'reported more than once'],
    ['a second START of its own invocation', [['own START']], 'started more than once'],
    ['an early report of its own invocation and a START as of a retry', [['own report', 'own START']], 'started more than once'],
    ['many invocations behind an early report', [['own report', 'pair', 'pair', 'pair']], 'inside another invocation'],
  ])('%s is told and counts as no invocation', ([, prints, why]) => {
    const lines = environment(prints);
    const activities = judged([delivered(numbered(lines))]);
    expect(invocationsIn(activities)).toBe(prints.length);
    expect(idsOf(forgedIn(activities))).toEqual(expectedForged(lines));
    expect(forgedIn(activities).join()).toContain(why);
  });

  test('all that is forged is told, and nothing else, in any order, cut into any batches', () => {
    fc.assert(
      fc.property(runs, fc.nat(), fc.integer({ min: 1, max: 7 }), (prints, seed, size) => {
        const lines = environment(prints);
        const order = numbered(lines)
          .map((entry, place) => [entry, Math.imul(seed + place + 1, 2_654_435_761) >>> 0] as const)
          .sort(([, one], [, other]) => one - other)
          .map(([entry]) => entry);
        const batches: string[] = [];
        for (let at = 0; at < order.length; at += size) batches.push(delivered(order.slice(at, at + size)));
        const activities = judged(batches);
        expect(invocationsIn(activities)).toBe(prints.length);
        expect(idsOf(forgedIn(activities))).toEqual(expectedForged(lines));
        expect(activities).toHaveLength(lines.length);
      }),
    );
  });

  test('a log that is cut anywhere, at either end, accuses nobody', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(60), fc.nat(60), (count, from, length) => {
        const lines = numbered(environment(Array.from({ length: count }, () => ['word'] as const))).slice(from, from + length);
        const activities = judged([delivered(lines)]);
        expect(forgedIn(activities)).toEqual([]);
        expect(invocationsIn(activities)).toBe(lines.filter(([{ text }]) => text.startsWith('REPORT')).length);
      }),
    );
  });

  test('nor does a log with a hole in it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 10 }), fc.nat(40), fc.integer({ min: 1, max: 12 }), (count, from, length) => {
        const lines = numbered(environment(Array.from({ length: count }, () => ['word'] as const)));
        // At least one whole run lies behind the hole.
        const rest = lines.slice(Math.min(from + length, lines.length - 4));
        const activities = judged([delivered([...lines.slice(0, Math.min(from, lines.length - 4)), ...rest])]);
        expect(forgedIn(activities)).toEqual([]);
      }),
    );
  });

  test('a retry has the id of the first attempt and is none', () => {
    const lines = [...environment([[]]), ...environment([[]]).map((line) => ({ ...line, time: line.time + 60_000 }))];
    expect(forgedIn(judged([delivered(numbered(lines))]))).toEqual([]);
  });

  test('a log of reports only has nothing to tell by', () => {
    const lines = environment([[], ['own report'], []]).filter(({ text }) => text.startsWith('REPORT'));
    expect(forgedIn(judged([delivered(numbered(lines))]))).toEqual([]);
  });

  test('an invocation began before the log: what was printed in it is told all the same', () => {
    const lines = environment([[...Array.from({ length: 19 }, () => 'word' as const), 'stray report'], []]).slice(1);
    const activities = judged([delivered(numbered(lines))]);
    expect(invocationsIn(activities)).toBe(2);
    expect(forgedIn(activities)).toHaveLength(1);
  });

  test('figures beyond what Lambda runs are none of its own', () => {
    const line = { time: Date.UTC(2026, 2, 2), text: report(1, 3_000_000), isForged: true };
    expect(forgedIn(judged([delivered([[line, 0]])]))).toEqual([`${eventId(line, 0)} impossible figures`]);
  });
});

describe('held back', () => {
  test('no more than may be, however many environments and invocations there are', () => {
    let taken = 0;
    const book = newRunBook(() => taken++, 100);
    let most = 0;
    let added = 0;
    for (let stream = 0; stream < 40; stream++) {
      const lines = environment(Array.from({ length: 10 }, () => []));
      const name = `2026/03/02/[$LATEST]${String(stream).padStart(32, '0')}`;
      const { activities, formats } = readAll([delivered(numbered(lines), name)]);
      activities.forEach((activity, place) => {
        book.add('-', formats[place] ?? 'unknown', activity);
        added++;
        most = Math.max(most, added - taken);
      });
    }
    expect(most).toBeLessThanOrEqual(100);
    book.end();
    expect(taken).toBe(added);
  });

  test('what looks like a whole run is held until its real end comes, however busy others are', () => {
    const own = numbered(environment([['own report']]));
    const others = numbered(
      environment(
        Array.from({ length: 30 }, () => []),
        100,
      ),
    );
    const busy = '2026/03/02/[$LATEST]00000000000000000000000000000001';
    const activities = judged([delivered(own.slice(0, 2)), delivered(others, busy), delivered(own.slice(2))], 40);
    expect(forgedIn(activities)).toEqual([expect.stringContaining('reported more than once')]);
    expect(invocationsIn(activities)).toBe(31);
  });

  test('what is let go early is judged as at the end, when it comes in order', () => {
    const lines = environment(Array.from({ length: 60 }, (_, run) => (run % 7 === 3 ? ['pair', 'own report'] : [])));
    const batches = numbered(lines).map((entry) => delivered([entry]));
    const told = (mostHeld: number) => [...forgedIn(judged(batches, mostHeld))].sort();
    expect(told(80)).toEqual(told(10_000));
    expect(told(80)).not.toEqual([]);
  });
});

describe('in a file that names no streams', () => {
  const at = (milliseconds: number, text: string): string =>
    `${new Date(Date.UTC(2026, 2, 2, 10) + milliseconds).toISOString()} ${text.trimEnd()}`;

  test('a report of an invocation that never started, and another of one that did', () => {
    const lines = [at(0, start(1)), at(500, report(9, 2)), at(600, report(1, 600)), at(900, end(1)), at(900, report(1, 900))];
    const activities = judged(lines);
    expect(invocationsIn(activities)).toBe(1);
    expect(forgedIn(activities)).toEqual(['-:2 never started', '-:3 reported more than once']);
  });

  test('lines without times of their own: what stands before END reports nothing', () => {
    const first = `${new Date(Date.UTC(2026, 2, 2, 10)).toISOString()}\t${requestId(1)}\tINFO\thello`;
    const activities = judged([first, start(1), report(1, 1), end(1), report(1, 900)].map((line) => line.trimEnd()));
    expect(invocationsIn(activities)).toBe(1);
    expect(forgedIn(activities)).toEqual(['-:3 reported more than once']);
  });

  test('environments that overlap accuse nobody', () => {
    const lines = [at(0, start(1)), at(10, start(2)), at(20, report(2, 10)), at(30, report(1, 30)), at(40, report(3, 5000))];
    expect(forgedIn(judged(lines))).toEqual([]);
  });
});

describe('in JSON', () => {
  const event = (time: number, type: string, record: object): string =>
    JSON.stringify({ time: new Date(Date.UTC(2026, 2, 2, 10) + time).toISOString(), type, record });
  const reported = (request: number, durationMs: number) => ({
    requestId: requestId(request),
    metrics: { durationMs, billedDurationMs: Math.ceil(durationMs), memorySizeMB: 256, maxMemoryUsedMB: 88 },
    status: 'success',
  });
  const log = (initializationType: string): string =>
    delivered(
      [
        event(0, 'platform.initStart', { initializationType, phase: 'init', functionName: 'orders' }),
        event(10, 'platform.start', { requestId: requestId(1), version: '7' }),
        event(20, 'platform.start', { requestId: requestId(2), version: '99' }),
        event(30, 'platform.report', reported(2, 5)),
        event(40, 'platform.report', reported(1, 30)),
      ].map((text, place) => [{ time: Date.UTC(2026, 2, 2, 10) + place * 10, text, isForged: false }, place]),
    );

  test('an invocation inside another is forged where one runs at a time', () => {
    const activities = judged([log('on-demand')]);
    expect(invocationsIn(activities)).toBe(1);
    expect(forgedIn(activities)).toHaveLength(2);
  });

  test('and is ordinary on a managed instance, which runs several', () => {
    const activities = judged([log('lambda-managed-instances')]);
    expect(invocationsIn(activities)).toBe(2);
    expect(forgedIn(activities)).toEqual([]);
  });
});
