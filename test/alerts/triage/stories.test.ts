import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { STORY_PARTS, STORY_SPAN_MS } from '../../../alerts/triage/groups.ts';
import { STORY_DETECTOR, tellStories } from '../../../alerts/triage/stories.ts';
import type { Finding } from '../../../detectors/model/finding.ts';
import { atLeast, severityRank } from '../../../detectors/model/severity.ts';
import { uniqueFindings } from '../fixtures/arbitrary-finding.ts';
import {
  ATTACKS,
  backdoor,
  cryptomining,
  poisonedDependency,
  slowExfiltration,
  stolenFunctionCredentials,
  witnessesRemoved,
} from '../fixtures/attacks.ts';
import { awsItself, officeNat, releaseDay } from '../fixtures/everyday.ts';
import { findingOf, functionArn, roleArn } from '../fixtures/finding-of.ts';

describe('an attack is one story', () => {
  test.for(Object.entries(ATTACKS))('%s', ([, parts]) => {
    const stories = tellStories(parts);
    expect(stories.map((story) => story.parts)).toEqual([parts.map((part) => part.id)]);
  });

  test('attacks that share nothing stay apart, in one scan as alone', () => {
    const together = tellStories(Object.values(ATTACKS).flat());
    const alone = Object.values(ATTACKS).flatMap((parts) => tellStories(parts));
    expect(together.map((story) => story.id).sort()).toEqual(alone.map((story) => story.id).sort());
  });
});

describe('severity', () => {
  test.for([
    ['four stages raise the worst part by one', stolenFunctionCredentials, 'critical'],
    ['two stages raise nothing', slowExfiltration, 'medium'],
    ['three stages raise by one', poisonedDependency, 'high'],
    ['two stages of a high attack stay high', backdoor, 'high'],
  ] as const)('%s', ([, parts, severity]) => {
    expect(tellStories(parts)[0]?.severity).toBe(severity);
  });

  test('what is only worth knowing reaches no stage', () => {
    const info = findingOf({
      at: '2025-03-12T21:30:00Z',
      detector: 'deployed',
      severity: 'info',
      category: 'persistence',
      title: 'New code',
      on: 'report-maker',
    });
    const [story] = tellStories([...slowExfiltration, info]);
    expect([story?.severity, story?.parts.length]).toEqual(['medium', 4]);
  });
});

describe('what everybody shares joins nothing', () => {
  test.for([
    ['a pipeline that changes twelve functions', releaseDay],
    ['an office behind one address', officeNat],
    ["AWS's own services and private addresses", awsItself],
  ] as const)('%s', ([, findings]) => {
    expect(tellStories(findings)).toEqual([]);
  });

  test('an attacker who touches as many functions as a pipeline is still one story, where it is grave', () => {
    const sweep = Array.from({ length: 8 }, (_, place) =>
      findingOf({
        at: `2025-06-01T0${place}:00:00Z`,
        detector: place % 2 === 0 ? 'code-read-out' : 'secret-read',
        severity: 'high',
        category: 'credential-access',
        title: 'Read',
        on: `f${place}`,
        by: roleArn('stolen'),
      }),
    );
    expect(tellStories(sweep).map((story) => story.parts.length)).toEqual([8]);
  });

  test('a declared deployer joins nothing, and neither does its key', () => {
    const [code, open] = backdoor;
    const elsewhere = backdoor[2];
    if (code === undefined || open === undefined || elsewhere === undefined) throw new Error('fixture');
    expect(tellStories([code, elsewhere], { shared: [roleArn('dev*')] })).toEqual([]);
    expect(tellStories([code, elsewhere])).toHaveLength(1);
  });

  test('the account as a whole has no name to join by', () => {
    const nameless = ['first', 'second'].map((detector) => ({
      ...findingOf({ at: '2025-06-01T00:00:00Z', detector, severity: 'high', category: 'discovery', title: 'Looked', by: '112233445566' }),
      function: 'arn:aws:lambda:eu-west-1:112233445566:function:',
    }));
    expect(tellStories(nameless)).toEqual([]);
  });
});

describe('what is no story', () => {
  const one = findingOf({
    at: '2025-06-01T00:00:00Z',
    detector: 'first',
    severity: 'medium',
    category: 'discovery',
    title: 'One',
    on: 'orders',
  });
  const later = (at: string, more: Partial<Finding> = {}): Finding => ({
    ...findingOf({ at, detector: 'second', severity: 'low', category: 'exfiltration', title: 'Two', on: 'orders' }),
    ...more,
  });
  test.for([
    ['the same detector twice', later('2025-06-01T01:00:00Z', { detector: 'first' }), 0],
    ['another detector, an hour later', later('2025-06-01T01:00:00Z'), 1],
    ['a day and a second apart', later('2025-06-02T00:00:01Z'), 0],
    ['a day apart', later('2025-06-02T00:00:00Z'), 1],
    ['the second is staged', later('2025-06-01T01:00:00Z', { stage: 'staged' }), 0],
    ['the second is only worth knowing', later('2025-06-01T01:00:00Z', { severity: 'info' }), 0],
    [
      'another function',
      later('2025-06-01T01:00:00Z', {
        function: functionArn('other'),
        entities: { functions: [functionArn('other')], principals: [], accessKeys: [], addresses: [] },
      }),
      0,
    ],
    [
      'the same function by its bare name',
      later('2025-06-01T01:00:00Z', {
        function: 'orders',
        entities: { functions: ['orders'], principals: [], accessKeys: [], addresses: [] },
      }),
      1,
    ],
  ] as const)('%s', ([, second, count]) => {
    expect(tellStories([one, second])).toHaveLength(count);
  });

  test('nothing medium in it', () => {
    expect(tellStories([{ ...one, severity: 'low' }, later('2025-06-01T01:00:00Z')])).toEqual([]);
  });
});

test('a story that grows keeps its id', () => {
  const early = tellStories(cryptomining.slice(0, 3));
  const late = tellStories(cryptomining);
  expect(late[0]?.id).toBe(early[0]?.id);
  expect(late[0]?.parts.length).toBe(4);
});

test('a story tells what happened, in order', () => {
  const [story] = tellStories(backdoor);
  expect(story?.explanation.observed).toBe(
    'It began 2025-03-14 15:00 UTC with persistence: The code of checkout was changed by somebody new. 4 minutes later, persistence: checkout was made public. 5 minutes later, privilege escalation: checkout-role was given AdministratorAccess (refunds).',
  );
});

test('findings about the account itself give a story no function', () => {
  const nameless = witnessesRemoved.map((part) => ({ ...part, function: 'arn:aws:lambda:eu-west-1:112233445566:function:' }));
  const [story] = tellStories(nameless);
  expect([story?.function, story?.title]).toEqual([null, 'Attack story on ops-admin: defense evasion, persistence']);
});

test('at one instant the tactics decide the order', () => {
  const at = '2025-06-01T00:00:00Z';
  const out = findingOf({ at, id: 'a', detector: 'out', severity: 'high', category: 'exfiltration', title: 'Out', on: 'orders' });
  const into = findingOf({ at, id: 'b', detector: 'in', severity: 'high', category: 'injection', title: 'In', on: 'orders' });
  expect(tellStories([out, into])[0]?.parts).toEqual(['b', 'a']);
});

test('a noisy function makes stories of bounded length, not one for ever', () => {
  const noise = Array.from({ length: 24 * 12 }, (_, hour) =>
    findingOf({
      at: new Date(Date.parse('2025-06-01T00:00:00Z') + hour * 3_600_000).toISOString(),
      detector: hour % 2 === 0 ? 'first' : 'second',
      severity: 'medium',
      category: 'discovery',
      title: 'Again',
      on: 'orders',
    }),
  );
  const stories = tellStories(noise);
  expect(stories.flatMap((story) => story.parts)).toHaveLength(noise.length);
  for (const story of stories) {
    expect(story.parts.length).toBeLessThanOrEqual(STORY_PARTS);
    expect(Date.parse(story.window.end) - Date.parse(story.time)).toBeLessThanOrEqual(STORY_SPAN_MS);
  }
});

describe('laws', () => {
  test('any order of arrival tells the same stories', () => {
    fc.assert(
      fc.property(
        uniqueFindings().chain((findings) =>
          fc.tuple(fc.constant(findings), fc.shuffledSubarray(findings, { minLength: findings.length })),
        ),
        ([findings, shuffled]) => {
          expect(tellStories(shuffled)).toEqual(tellStories(findings));
        },
      ),
    );
  });

  test('a story has at least two detectors, something medium, no part twice, and is never milder than its parts', () => {
    fc.assert(
      fc.property(uniqueFindings(), (findings) => {
        const byId = new Map(findings.map((finding) => [finding.id, finding]));
        const stories = tellStories(findings);
        const all = stories.flatMap((story) => story.parts);
        expect(new Set(all).size).toBe(all.length);
        for (const story of stories) {
          const parts = story.parts.flatMap((id) => byId.get(id) ?? []);
          expect(parts).toHaveLength(story.parts.length);
          expect(new Set(parts.map((part) => part.detector)).size).toBeGreaterThanOrEqual(2);
          expect(parts.some((part) => atLeast(part.severity, 'medium'))).toBe(true);
          expect(parts.every((part) => part.stage === 'live' && severityRank(part.severity) <= severityRank(story.severity))).toBe(true);
          expect(Date.parse(parts.at(-1)?.time ?? '') - Date.parse(story.time)).toBeLessThanOrEqual(STORY_SPAN_MS);
        }
      }),
    );
  });

  test('stories are not retold into stories', () => {
    fc.assert(
      fc.property(uniqueFindings(20), (findings) => {
        const stories = tellStories(findings);
        expect(tellStories([...findings, ...stories])).toEqual(stories);
        expect(stories.every((story) => story.detector === STORY_DETECTOR)).toBe(true);
      }),
    );
  });
});
