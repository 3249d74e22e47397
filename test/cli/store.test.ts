import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { partialStore } from '../../cli/store/partial-store.ts';
import { seenRecords } from '../../cli/store/seen-records.ts';
import { openState, type StateFile } from '../../cli/store/state-file.ts';
import { functionId, recordId } from '../../detectors/model/identity.ts';
import { addName, addSum, type FunctionPartial, namesOf, partialState, sumOf } from '../../detectors/model/partial.ts';
import { HOUR_MS, type Instant, MINUTE_MS } from '../../detectors/model/time.ts';

const folder = mkdtempSync(join(tmpdir(), 'lapwing-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const opened = (path?: string): StateFile => {
  const state = openState(path);
  if (state.kind !== 'open') throw new Error(state.reason);
  return state.state;
};

const at = (minute: number): Instant => (Date.UTC(2026, 2, 2) + minute * MINUTE_MS) as Instant;

describe('records seen', () => {
  test('the second time is told from the first, in any order of hours, however little memory there is', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })), { maxLength: 300 }), (records) => {
        const seen = seenRecords(opened(), 4096);
        const naive = new Set<string>();
        for (const [hour, name] of records) {
          const identity = `record-${hour}-${name}`;
          expect(seen.add(identity, at(hour * 60))).toBe(!naive.has(identity));
          naive.add(identity);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('are known to the next scan with the same state, and forgotten when told', () => {
    const path = join(folder, 'seen.db');
    const first = opened(path);
    const seen = seenRecords(first);
    for (let number = 0; number < 5_000; number++) seen.add(`record-${number}`, at(number));
    seen.save();
    first.keep();
    first.close();
    const second = opened(path);
    const again = seenRecords(second);
    expect(again.add('record-4000', at(4000))).toBe(false);
    expect(again.add('another', at(4000))).toBe(true);
    const third = seenRecords(second);
    third.forgetBefore(at(60 * 24));
    expect(third.add('record-10', at(10))).toBe(true);
    second.close();
  });
});

/** A window as it was written before windows were packed. */
const EARLIER = {
  sums: [['invocations', 3]],
  peaks: [['maxDurationMs', 127.37]],
  named: [['actions', [3, 11, 2 ** 53, [['s3:GetObject', 3, 11, at(5), 'e1']]]]],
} as const;

const touch = (partial: FunctionPartial, minute: number, name: string): void => {
  addSum(partial, 'invocations', 1);
  addName(partial, 'actions', name, at(minute), recordId(`${minute}-${name}`));
};

describe('partials kept', () => {
  test('are the same whether they fit in memory or not, and in order of time', () => {
    const one = functionId({ account: '111122223333', region: 'eu-west-1', name: 'one' });
    const other = functionId({ account: '111122223333', region: '', name: 'one' });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 400 }), fc.constantFrom('s3:GetObject', 's3:PutObject', 'kms:Decrypt')), {
          maxLength: 200,
        }),
        (touches) => {
          const [roomy, cramped] = [partialStore(opened()), partialStore(opened(), 3)];
          for (const [first, minute, name] of touches) {
            for (const store of [roomy, cramped]) touch(store.cell(first ? one : other, at(minute)), minute, name);
          }
          const listed = [roomy, cramped].map((store) =>
            [...store.windows([one, other])].map(([window, partial]) => [window, partialState(partial)]),
          );
          expect(listed[1]).toEqual(listed[0]);
          const times = (listed[0] ?? []).map(([window]) => Number(window));
          expect(times).toEqual([...times].sort((first, second) => first - second));
          expect(cramped.functions()).toEqual(roomy.functions());
        },
      ),
      { numRuns: 60 },
    );
  });

  test('add up to windows without losing any', () => {
    const store = partialStore(opened());
    const name = functionId({ account: '1', region: 'r', name: 'f' });
    for (const minute of [0, 1, 4, 5, 9, 61]) touch(store.cell(name, at(minute)), minute, 'x');
    const windows = [...store.windows([name])].map(([start, partial]) => [(start - at(0)) / MINUTE_MS, sumOf(partial, 'invocations')]);
    expect(windows).toEqual([
      [0, 3],
      [5, 2],
      [60, 1],
    ]);
  });

  test('that an earlier version wrote are read, and added to', () => {
    const state = opened();
    const name = functionId({ account: '1', region: 'r', name: 'f' });
    const windows = JSON.stringify([0, 5].map((minute) => [at(minute), EARLIER]));
    state.database.prepare('INSERT INTO partials (function, hour, windows) VALUES (?, ?, ?)').run(name, at(0) / HOUR_MS, windows);
    const store = partialStore(state);
    touch(store.cell(name, at(7)), 7, 's3:PutObject');
    const told = () => [...store.windows([name])].map(([start, partial]) => [(start - at(0)) / MINUTE_MS, partialState(partial)]);
    const grown = {
      sums: [['invocations', 4]],
      peaks: [['maxDurationMs', 127.37]],
      named: [['actions', [4, 11, 2 ** 53, [...EARLIER.named[0][1][3], ['s3:PutObject', 1, 0, at(7), '7-s3:PutObject']]]]],
    };
    expect(told()).toEqual([
      [0, EARLIER],
      [5, grown],
    ]);
    store.save();
    expect(told()).toEqual([
      [0, EARLIER],
      [5, grown],
    ]);
  });

  test('name the same whether they were held or written away, however many names came', () => {
    const name = functionId({ account: '1', region: 'r', name: 'f' });
    const callers = Array.from({ length: 100 }, (_, place) => `caller-${place}`);
    const told = [callers, callers.slice(0, 40), callers.toReversed(), callers.slice(0, 40).toReversed()].map((order) => {
      const store = partialStore(opened());
      for (const caller of order) addName(store.cell(name, at(0)), 'callers', caller, at(0), recordId(caller));
      const names = () => [...store.windows([name])].map(([, partial]) => namesOf(partial, 'callers'));
      const held = names();
      store.save();
      expect(names()).toEqual(held);
      return held;
    });
    expect(told[2]).toEqual(told[0]);
    expect(told[3]).toEqual(told[1]);
  });

  test('of an hour are forgotten when told', () => {
    const state = opened(join(folder, 'partials.db'));
    const store = partialStore(state);
    const name = functionId({ account: '1', region: 'r', name: 'f' });
    touch(store.cell(name, at(0)), 0, 'x');
    touch(store.cell(name, at(120)), 120, 'x');
    store.save();
    store.forgetBefore((at(0) + HOUR_MS) as Instant);
    expect([...store.windows([name])]).toHaveLength(1);
    state.close();
  });
});

test('a file that is no state is refused with a reason', () => {
  const path = join(folder, 'not-state.db');
  writeFileSync(path, 'this is not a database, and long enough to be looked at as one');
  expect(openState(path)).toMatchObject({ kind: 'refused' });
});

test('state of another schema is refused with a reason', () => {
  const path = join(folder, 'old.db');
  const state = opened(path);
  state.setMeta('schema', '999');
  state.keep();
  state.close();
  expect(openState(path)).toMatchObject({ kind: 'refused', reason: expect.stringContaining('999') });
});

test('what was not kept is gone, and two scans do not write one file', () => {
  const path = join(folder, 'shared.db');
  const kept = opened(path);
  kept.setMeta('mark', 'kept');
  kept.keep();
  kept.close();
  const broken = opened(path);
  broken.setMeta('mark', 'not kept');
  expect(openState(path)).toMatchObject({ kind: 'refused', reason: expect.stringContaining('another scan') });
  broken.close();
  expect(opened(path).meta('mark')).toBe('kept');
}, 20_000);
