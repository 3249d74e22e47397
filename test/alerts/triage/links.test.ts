import { describe, expect, test } from 'vitest';
import { tellStories } from '../../../alerts/triage/stories.ts';
import { findingOf } from '../fixtures/finding-of.ts';

const joined = (addresses: readonly [string, string], options = {}): boolean => {
  const pair = addresses.map((from, place) =>
    findingOf({ at: `2025-06-01T0${place}:00:00Z`, detector: `d${place}`, severity: 'medium', category: 'discovery', title: 'Seen', from }),
  );
  return tellStories(pair, options).length === 1;
};

describe('an address joins', () => {
  test.for<[string, readonly [string, string], boolean]>([
    ['when it is public', ['198.51.100.23', '198.51.100.23'], true],
    ['not when it is another', ['198.51.100.23', '198.51.100.24'], false],
    ['not when it is private', ['10.0.0.7', '10.0.0.7'], false],
    ['not when it is shared by a carrier', ['100.64.0.7', '100.64.0.7'], false],
    ['not when it is this machine', ['127.0.0.1', '127.0.0.1'], false],
    ['not when it is none', ['AWS Internal', 'AWS Internal'], false],
    ['by the subscriber, in IPv6', ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9'], true],
    ['not by the neighbour, in IPv6', ['2001:db8:1:2::1', '2001:db8:1:3::1'], false],
    ['when IPv6 only wraps it', ['::ffff:198.51.100.23', '198.51.100.23'], true],
  ])('%s', ([, addresses, is]) => {
    expect(joined(addresses)).toBe(is);
  });

  test("not when it is said to be the company's own", () => {
    expect(joined(['198.51.100.23', '198.51.100.23'], { shared: ['198.51.100.*'] })).toBe(false);
  });
});

test('a long finding reaches to what comes within a day of its end, past a short one in between', () => {
  const long = findingOf({
    at: '2025-06-01T00:00:00Z',
    detector: 'long',
    severity: 'medium',
    category: 'exfiltration',
    title: 'Long',
    on: 'orders',
    minutes: 36 * 60,
  });
  const short = findingOf({
    at: '2025-06-01T01:00:00Z',
    detector: 'short',
    severity: 'medium',
    category: 'discovery',
    title: 'Short',
    on: 'orders',
  });
  const later = findingOf({
    at: '2025-06-03T11:00:00Z',
    detector: 'later',
    severity: 'medium',
    category: 'discovery',
    title: 'Later',
    on: 'orders',
  });
  expect(tellStories([long, short, later]).map((story) => story.parts.length)).toEqual([3]);
});

test('a bare name stands for the one function of that name, and for none when there are two', () => {
  const arn = (account: string): string => `arn:aws:lambda:eu-west-1:${account}:function:orders`;
  const on = (detector: string, label: string) => {
    const finding = findingOf({
      at: '2025-06-01T00:00:00Z',
      id: `${detector} ${label}`,
      detector,
      severity: 'medium',
      category: 'discovery',
      title: 'Seen',
    });
    return { ...finding, function: label, entities: { ...finding.entities, functions: [label] } };
  };
  const counts = (labels: readonly string[]) =>
    tellStories(labels.map((label, place) => on(`d${place}`, label))).map((story) => story.parts.length);
  expect(counts([`${arn('111111111111')}:live`, 'orders', arn('111111111111')])).toEqual([3]);
  expect(counts([arn('111111111111'), 'orders', arn('222222222222')])).toEqual([]);
});
