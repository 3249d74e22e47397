// A partial's sums and peaks: exact, in any order, and of any version.
import { expect, test } from 'vitest';
import { recordId } from '../../../detectors/model/identity.ts';
import {
  addName,
  addSum,
  emptyPartial,
  isEmptyPartial,
  mergePartial,
  type PartialState,
  partialFrom,
  partialState,
  raisePeak,
  sumOf,
  sumsOf,
} from '../../../detectors/model/partial.ts';
import type { Instant } from '../../../detectors/model/time.ts';

const LARGEST = Number.MAX_SAFE_INTEGER;

test('a sum stops at the largest exact integer, however it is reached', () => {
  const one = emptyPartial();
  for (const amount of [LARGEST - 1, 1, 3]) addSum(one, 'responseBytes', amount);
  const [half, other] = [emptyPartial(), emptyPartial()];
  addSum(half, 'responseBytes', LARGEST - 1);
  addSum(other, 'responseBytes', 4);
  mergePartial(other, half);
  expect([sumOf(one, 'responseBytes'), sumOf(other, 'responseBytes')]).toEqual([LARGEST, LARGEST]);
});

test('a state is the same in whatever order it was made, and reads back', () => {
  const [one, other] = [emptyPartial(), emptyPartial()];
  addSum(one, 'records', 1);
  addSum(one, 'apiCalls', 2);
  raisePeak(one, 'maxMemoryUsedMb', 88);
  raisePeak(one, 'maxDurationMs', 5);
  raisePeak(other, 'maxDurationMs', 5);
  raisePeak(other, 'maxMemoryUsedMb', 12);
  raisePeak(other, 'maxMemoryUsedMb', 88);
  addSum(other, 'apiCalls', 2);
  addSum(other, 'records', 1);
  expect(partialState(other)).toEqual(partialState(one));
  expect(partialState(partialFrom(partialState(one)))).toEqual(partialState(one));
});

test('what another version counted and this one does not know is left out, and nothing else', () => {
  const state = {
    sums: [
      ['shoesSold', 3],
      ['records', 2],
    ],
    peaks: [
      ['maxHeight', 9],
      ['maxDurationMs', 7],
    ],
    named: [],
  } as unknown as PartialState;
  const partial = partialFrom(state);
  expect(partialState(partial)).toEqual({ sums: [['records', 2]], peaks: [['maxDurationMs', 7]], named: [] });
  expect(Object.keys(partial.sums)).toHaveLength(partial.sums.length);
  expect(Object.keys(partial.peaks)).toHaveLength(partial.peaks.length);
});

test('a partial is empty until something is counted or named', () => {
  expect(isEmptyPartial(emptyPartial())).toBe(true);
  const [counted, named] = [emptyPartial(), emptyPartial()];
  addSum(counted, 'records', 1);
  addName(named, 'actions', 's3:GetObject', 0 as Instant, recordId('e1'));
  expect([isEmptyPartial(counted), isEmptyPartial(named)]).toEqual([false, false]);
  expect(sumsOf(named)).toEqual([]);
});
