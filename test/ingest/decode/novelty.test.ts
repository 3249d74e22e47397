// What is new in a record is read, told in a few words, and not confused with what is known.
import { describe, expect, test } from 'vitest';
import { accountJson, countNovel, emptyAccount } from '../../../ingest/account.ts';
import { noveltiesOf } from '../../../ingest/decode/novelty.ts';
import { EVERYTHING } from '../fixtures/everything.ts';
import { readAll } from '../fixtures/read-all.ts';
import { trailLine } from '../fixtures/trail-records.ts';

const novelties = (...items: readonly string[]): readonly string[] => {
  const { activities, formats } = readAll(items);
  return activities.flatMap((activity, index) => noveltiesOf(formats[index] ?? 'unknown', activity));
};

test('nothing of the stock is new', () => {
  expect(novelties(...EVERYTHING)).toEqual([]);
});

describe('what is new is told', () => {
  test.for([
    [
      'a later version of CloudTrail with a field',
      [trailLine({ eventVersion: '1.12', newField: 1 })],
      ['eventVersion 1.12', 'field newField'],
    ],
    ['a field of a version that is known', [trailLine({ newField: 1 })], []],
    [
      'an event of the platform',
      ['{"time":"2026-03-02T10:15:30Z","type":"platform.thaw","record":{"requestId":"r"}}'],
      ['type platform.thaw'],
    ],
    ['a column of a flow log', ['srcaddr dstaddr start new-column bytes', '10.0.0.1 198.51.100.7 1772446530 x 5'], ['column new-column']],
    [
      'a field behind those of a classic load balancer',
      [
        '2026-03-02T10:15:30.945958Z shop 198.51.100.7:2817 10.0.0.1:80 0.000073 0.001048 0.000057 200 200 0 29 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.38.0" - - more',
      ],
      ['field 16'],
    ],
  ] as const)('%s', ([, items, expected]) => {
    expect(novelties(...items)).toEqual(expected);
  });
});

test('whoever chooses names does not choose how many are kept, nor what they look like', () => {
  const account = emptyAccount();
  for (let number = 0; number < 1000; number++) countNovel(account, 'vpcflow', `column n${number}`);
  countNovel(account, 'vpcflow', '\u001b[2J');
  const { novel } = accountJson(account);
  expect(Object.keys(novel).length).toBeLessThanOrEqual(201);
  expect(Object.values(novel).reduce((sum, count) => sum + count, 0)).toBe(1001);
  expect(JSON.stringify(novel)).not.toContain('u001b');
});
