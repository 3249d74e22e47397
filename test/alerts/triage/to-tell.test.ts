// What is told, and what is not told again.
import { expect, test } from 'vitest';
import { type Channel, candidatesFor, newsAmong, type Told, toldOf } from '../../../alerts/triage/to-tell.ts';
import { triage } from '../../../alerts/triage/triage.ts';
import type { Finding } from '../../../detectors/model/finding.ts';
import { findingOf } from '../fixtures/finding-of.ts';

const NOW = '2026-03-02T12:00:00.000Z';

const decide = (findings: readonly Finding[], told: readonly Told[] = [], fresh = new Set(findings.map(({ id }) => id))) => {
  const triaged = triage(findings, { now: NOW, sent: told.filter(({ channel }) => channel === 'mail') });
  const news = (channel: Channel) =>
    newsAmong(
      candidatesFor(triaged, channel, fresh),
      told.filter((each) => each.channel === channel),
    );
  return { mails: news('mail').map(({ finding }) => finding), events: news('event').map(({ finding }) => finding), news };
};

const NOTHING = { mails: [], events: [] };

const found = (id: string, detector: string, severity: Finding['severity'], at: string): Finding =>
  findingOf({ id, detector, severity, at, category: 'exfiltration', title: detector, on: 'orders' });

const one = found('one', 'data-volume', 'medium', '2026-03-02T10:00:00.000Z');
const two = found('two', 'new-action', 'medium', '2026-03-02T10:30:00.000Z');
const earlier = found('earlier', 'credentials-elsewhere', 'medium', '2026-03-02T09:30:00.000Z');

const tellAll = ({ mails, events }: ReturnType<typeof decide>): readonly Told[] => [
  ...mails.map((finding) => toldOf(finding, 'mail')),
  ...events.map((finding) => toldOf(finding, 'event')),
];

test('a finding is told once', () => {
  const first = decide([one]);
  expect([first.mails.length, first.events.length]).toEqual([1, 1]);
  expect(decide([one], tellAll(first))).toMatchObject(NOTHING);
});

test('what machines were told is still news to people', () => {
  expect(decide([one], [toldOf(one, 'event')]).mails).toHaveLength(1);
  expect(decide([one], [toldOf(one, 'mail')]).events).toHaveLength(1);
});

test('and again when it is graver', () => {
  const told = tellAll(decide([one]));
  const graver = { ...one, severity: 'critical' } as const;
  expect(decide([graver], told).news('mail')).toEqual([{ finding: graver, before: 'medium' }]);
  expect(decide([one], [...told, toldOf(graver, 'mail')]).mails).toEqual([]);
});

test('what joins a story without making it graver is told to machines alone', () => {
  const told = tellAll(decide([one, two]));
  const third = found('third', 'new-destination', 'low', '2026-03-02T11:00:00.000Z');
  const later = decide([one, two, third], told);
  expect(later.mails).toEqual([]);
  expect(later.events.map(({ id }) => id)).toContain('third');
});

test('a story that is renamed by an earlier part is the same story', () => {
  const first = decide([one, two]);
  expect(first.mails).toHaveLength(1);
  const again = decide([earlier, one, two], tellAll(first));
  const renamed = triage([earlier, one, two], { now: NOW }).stories[0];
  expect(renamed?.id).not.toBe(first.mails[0]?.id);
  expect(again.mails.filter(({ severity }) => severity === first.mails[0]?.severity)).toEqual([]);
});

test('what is left of an old story, when its beginning is no longer read, is no news', () => {
  expect(decide([two], [], new Set(['one']))).toMatchObject(NOTHING);
  // A story with something new in it is.
  expect(decide([one, two], [], new Set(['one'])).mails).toHaveLength(1);
});

test('what is staged or small disturbs nobody', () => {
  const staged = { ...one, stage: 'staged' } as const;
  expect(decide([staged])).toMatchObject(NOTHING);
  const minor = decide([{ ...one, severity: 'low' }]);
  expect([minor.mails.length, minor.events.length]).toEqual([0, 1]);
});
