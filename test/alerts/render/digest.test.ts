// The digest: all that disturbed nobody, worst first, once each; inert and within SNS's size whatever it holds.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderDigest, renderDigestMessage } from '../../../alerts/render/digest.ts';
import { SNS_BYTES, snsBytes } from '../../../alerts/render/sns-message.ts';
import { digestOf } from '../../../alerts/triage/digest.ts';
import { triage } from '../../../alerts/triage/triage.ts';
import { arbitraryFinding, uniqueFindings } from '../fixtures/arbitrary-finding.ts';
import { findingOf } from '../fixtures/finding-of.ts';
import { HOSTILE_TEXTS, withText } from '../fixtures/hostile.ts';

const DAY = '2026-03-01';
const NOW = `2026-03-02T06:00:00.000Z`;

const low = (place: number, detector = 'data-volume') =>
  findingOf({
    id: `low-${place}`,
    detector,
    severity: 'low',
    category: 'exfiltration',
    title: 'Much was read',
    at: `${DAY}T0${place}:00:00Z`,
    on: 'orders',
  });

test('says how many, how grave and why nobody was disturbed', () => {
  const staged = { ...low(7, 'on-trial'), id: 'staged', stage: 'staged' as const, severity: 'high' as const, title: 'A rule on trial' };
  const suppressions = [
    {
      id: 'old',
      owner: 'ada',
      reason: 'a move',
      expires: '2026-02-01',
      detector: 'data-volume',
      function: undefined,
      principal: undefined,
      upTo: 'low' as const,
    },
  ];
  const { subject, body } = renderDigest(digestOf(triage([low(1), low(2), staged], { now: NOW, suppressions }), DAY));
  expect(subject).toBe('[Lapwing digest] 2026-03-01: 3 findings, worst high');
  expect(body.split('\n')).toEqual([
    'What Lapwing saw on 2026-03-01 (UTC) and disturbed nobody with, worst first. Nothing here needs an answer tonight.',
    '',
    'Too small for an alert (2)',
    '- low 01:00 Much was read (orders), 2 times [low-1]',
    '',
    'Of rules on trial (`lapwing rules promote` says what they would have come to) (1)',
    '- high 07:00 A rule on trial (orders) [staged]',
    '',
    'Suppressions',
    '- suppression old (ada) expired on 2026-02-01 and would have hidden 2',
    '',
    'One of them in full: lapwing explain ID --deployed',
    '',
  ]);
});

test('holds each finding of the day that no person was told of, and no other', () => {
  fc.assert(
    fc.property(uniqueFindings(), (findings) => {
      const triaged = triage(findings, { now: '2025-06-01T00:00:00Z' });
      const { lines } = digestOf(triaged, '2025-05-03');
      const counted = Object.values(lines)
        .flat()
        .reduce((sum, { times }) => sum + times, 0);
      const quiet = [...triaged.findings, ...triaged.stories].filter(
        ({ id, time }) => time.startsWith('2025-05-03') && ['digested', 'staged'].includes(triaged.fates.get(id)?.kind ?? ''),
      );
      expect(counted).toBe(quiet.length);
    }),
  );
});

test.for(HOSTILE_TEXTS)('whatever a finding holds, a mail has the lines of the same finding with harmless text: %j', (text) => {
  const told = (hostile: string) => renderDigest(digestOf(triage([{ ...withText(low(1), hostile), id: hostile }], { now: NOW }), DAY));
  const { subject, body } = told(text);
  expect(subject).toBe(told('harmless').subject);
  for (const line of body.split('\n')) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(998);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there.
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
  }
  expect(body).not.toMatch(/:\/\/|@/);
  expect(body.split('\n').filter((line) => /^\S/.test(line)).length).toBe(
    told('harmless')
      .body.split('\n')
      .filter((line) => /^\S/.test(line)).length,
  );
});

test('fits into a message, however much there was', () => {
  const text = fc.string({ minLength: 2_000, maxLength: 5_000 });
  fc.assert(
    fc.property(fc.array(arbitraryFinding(text), { minLength: 150, maxLength: 150 }), (findings) => {
      const sameDay = findings.map((finding, place) => ({
        ...finding,
        id: `f${place}`,
        detector: `d${place}`,
        time: `${DAY}T10:00:00.000Z`,
        stage: 'staged' as const,
      }));
      const message = renderDigestMessage(digestOf(triage(sameDay, { now: NOW }), DAY), 'production');
      expect(snsBytes(message)).toBeLessThan(SNS_BYTES);
      expect(message.Subject.length).toBeLessThan(100);
    }),
    { numRuns: 5 },
  );
});
