// Channels that fail: nothing is lost, nothing is told twice, and one that is broken silences no other.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Finding } from '../../detectors/model/finding.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import { findingOf } from '../alerts/fixtures/finding-of.ts';
import { noChaos } from './world/chaos.ts';
import { World } from './world/world.ts';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const MINUTE_MS = 60_000;
const TICK = JSON.stringify({ kind: 'tick', at: '2026-03-02T12:05:00Z' });

const found = (id: string, severity: Finding['severity'], at: string, on: string, detector = 'data-volume'): Finding =>
  findingOf({ id, detector, severity, at, on, category: 'exfiltration', title: `${detector} on ${on}` });
const messageOf = (findings: readonly Finding[], revision = 1): string =>
  JSON.stringify(findings.map((finding) => ({ revision, finding })));

const mailed = (world: World): readonly string[] =>
  world.mails.map(({ Message }) => (JSON.parse((JSON.parse(Message) as { sqs: string }).sqs) as Finding).id);
const put = (world: World): readonly string[] => world.events.map(({ Detail }) => (JSON.parse(Detail) as Finding).id);
const owed = (world: World): number => world.findings.all('owed').length;

const one = found('one', 'high', '2026-03-02T11:00:00Z', 'orders');
const two = found('two', 'high', '2026-03-02T11:10:00Z', 'refunds');

let world: World;
beforeEach(() => {
  world = new World(
    { loaded: { rules: [], correlations: [], problems: [] } as never, matcher: undefined as never },
    DEFAULT_SETTINGS,
    noChaos,
  );
  world.nowMs = NOW;
});

describe.for([
  ['mail', mailed, put],
  ['event', put, mailed],
] as const)('when the channel of %s takes nothing', ([channel, broken, whole]) => {
  test('the other is told at once, and this one when it is back, each once', async () => {
    world.down.add(channel);
    expect(await world.alert([messageOf([one, two])])).toBe(true);
    expect(broken(world)).toEqual([]);
    expect([...whole(world)].sort()).toEqual(['one', 'two']);
    expect(world.undelivered).toBe(2);
    expect(owed(world)).toBe(2);
    await world.alert([TICK]);
    expect(owed(world)).toBe(2);
    world.down.clear();
    await world.alert([TICK]);
    await world.alert([TICK, messageOf([one, two])]);
    expect([...broken(world)].sort()).toEqual(['one', 'two']);
    expect([...whole(world)].sort()).toEqual(['one', 'two']);
    expect(owed(world)).toBe(0);
  });

  test('a story that it did not take is told as a story', async () => {
    const parts = [found('first', 'high', '2026-03-02T10:00:00Z', 'orders', 'credentials-elsewhere'), one];
    world.down.add(channel);
    await world.alert([messageOf(parts)]);
    world.down.clear();
    // With the next finding, without waiting for a tick.
    await world.alert([messageOf([two])]);
    const kinds =
      channel === 'mail'
        ? world.mails.map(({ Message }) => (JSON.parse((JSON.parse(Message) as { sqs: string }).sqs) as Finding).kind)
        : [];
    expect(broken(world)).toHaveLength(channel === 'mail' ? 2 : 4);
    if (channel === 'mail') expect(kinds).toContain('sequence');
    expect(owed(world)).toBe(0);
  });
});

test('a message that is refused by itself holds no other back', async () => {
  const { publish } = world.alertContext.topic;
  (world.alertContext.topic as { publish: typeof publish }).publish = (message) =>
    message.Message.includes('refunds') ? Promise.reject(new Error('InvalidParameter')) : publish(message);
  await world.alert([messageOf([two, one, found('three', 'high', '2026-03-02T11:20:00Z', 'mailer')])]);
  expect([...mailed(world)].sort()).toEqual(['one', 'three']);
  expect(owed(world)).toBe(1);
});

test('a dead channel is asked no more than twice in a run', async () => {
  let asked = 0;
  (world.alertContext.topic as { publish: unknown }).publish = () => {
    asked++;
    return Promise.reject(new Error('NotFound'));
  };
  const many = Array.from({ length: 5 }, (_, place) => found(`f${place}`, 'high', `2026-03-02T11:0${place}:00Z`, `fn-${place}`));
  await world.alert([messageOf(many)]);
  expect(asked).toBe(2);
  expect(owed(world)).toBe(5);
});

test('graver is told anew, with what it was', async () => {
  await world.alert([messageOf([{ ...one, severity: 'medium' }])]);
  await world.alert([messageOf([{ ...one, severity: 'critical' }], 2)]);
  await world.alert([messageOf([{ ...one, severity: 'high' }], 3)]);
  expect(world.mails.map(({ Subject = '' }) => Subject.slice(0, 30))).toEqual([
    '[Lapwing MEDIUM] data-volume o',
    '[Lapwing CRITICAL, was MEDIUM]',
  ]);
  expect(world.mails[1]?.Message).toContain('You were told of this before, as medium.');
});

test('what flaps is told when it first reaches each step, and not again', async () => {
  for (const [revision, severity] of (
    ['medium', 'high', 'medium', 'high', 'low', 'high', 'critical', 'medium', 'critical'] as const
  ).entries())
    await world.alert([messageOf([{ ...one, severity }], revision + 1)]);
  expect(world.mails.map(({ MessageAttributes }) => MessageAttributes['severity']?.StringValue)).toEqual(['medium', 'high', 'critical']);
});

test('a storm leaves no finding untold to machines, none told twice, and few mails', { timeout: 60_000 }, async () => {
  const storm = Array.from({ length: 3_600 }, (_, place) =>
    found(`storm-${String(place).padStart(5, '0')}`, 'medium', '2026-03-02T11:30:00Z', `fn-${place % 50}`, `detector-${place % 7}`),
  );
  for (let at = 0; at < storm.length; at += 1_200) await world.alert([messageOf(storm.slice(at, at + 1_200))]);
  // All of it once more, as after a batch that failed at its end.
  for (let at = 0; at < storm.length; at += 1_800) await world.alert([messageOf(storm.slice(at, at + 1_800))]);
  const events = world.events.map(({ Detail }) => JSON.parse(Detail) as Finding);
  const single = events.filter(({ parts }) => parts.length === 0).map(({ id }) => id);
  expect(single).toHaveLength(storm.length);
  expect(new Set(single).size).toBe(storm.length);
  expect(world.mails.length).toBeGreaterThan(0);
  expect(world.mails.length).toBeLessThanOrEqual(2 * 6);
});

describe('the digest', () => {
  const digests = (): readonly string[] =>
    world.mails.flatMap(({ Subject = '' }) => (Subject.startsWith('[Lapwing digest]') ? [Subject] : []));
  const low = found('low', 'low', '2026-03-01T09:00:00Z', 'orders');

  test('comes once, after the day, with what disturbed nobody', async () => {
    await world.alert([messageOf([low, { ...one, stage: 'staged', time: '2026-03-01T10:00:00.000Z' }])]);
    world.nowMs = Date.parse('2026-03-02T04:59:00Z');
    await world.alert([TICK]);
    expect(digests()).toEqual([]);
    for (const minute of [1, 6, 11]) {
      world.nowMs = Date.parse('2026-03-02T05:00:00Z') + minute * MINUTE_MS;
      await world.alert([TICK]);
    }
    expect(digests()).toEqual(['[Lapwing digest] 2026-03-01: 2 findings, worst high']);
  });

  test('is sent by the next tick when it was not taken', async () => {
    await world.alert([messageOf([low])]);
    world.down.add('mail');
    await world.alert([TICK]);
    expect(world.undelivered).toBe(1);
    world.down.clear();
    await world.alert([TICK]);
    expect(digests()).toHaveLength(1);
  });

  test('of a day on which nothing was found does not come', async () => {
    await world.alert([TICK]);
    expect(world.mails).toEqual([]);
  });
});
