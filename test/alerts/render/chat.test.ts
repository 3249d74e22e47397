import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderChat } from '../../../alerts/render/chat.ts';
import { tellStories } from '../../../alerts/triage/stories.ts';
import { backdoor, stolenFunctionCredentials } from '../fixtures/attacks.ts';
import { HOSTILE_TEXTS, withText } from '../fixtures/hostile.ts';

const [exfiltration] = stolenFunctionCredentials.slice(-1);
const [story] = tellStories(backdoor);
if (exfiltration === undefined || story === undefined) throw new Error('fixture');

test('a finding is a custom notification', () => {
  expect(JSON.parse(renderChat(exfiltration, { projectUrl: 'https://git.example.com/lapwing/' }))).toEqual({
    version: '1.0',
    source: 'custom',
    id: exfiltration.id,
    content: {
      textType: 'client-markdown',
      title: 'HIGH: orders: orders-role read 48 MB from S3, forty times its usual',
      description: [
        '*What:* 48.1 MB in 5 minutes, from 3 buckets it never read.',
        '*Expected:* 0.3 to 1.2 MB in 5 minutes.',
        '*Since:* 2025-03-04 10:35 UTC for 15 minutes',
        '*Who:* orders-role, 198.51.100.23, ASIA\u2217\u2217\u2217\u2217DFGH',
        '*Where:* orders, 112233445566, eu-west-1',
      ].join('\n'),
      nextSteps: [
        'Look at the destination and the amount: is it a service you use?',
        'If not: cut the way out (security group, VPC endpoint policy, reserved concurrency 0).',
        'Find out what data was read just before, and tell whoever answers for that data.',
        'Runbook: https://git.example.com/lapwing/runbooks/bytes-out-far-above-usual.md',
        `In full: lapwing explain ${exfiltration.id} --deployed`,
      ],
      keywords: ['high', 'exfiltration', 'behaviour', 'orders'],
    },
    metadata: {
      threadId: exfiltration.id,
      summary: 'HIGH: orders: orders-role read 48 MB from S3, forty times its usual',
      eventType: 'exfiltration',
      relatedResources: ['arn:aws:lambda:eu-west-1:112233445566:function:orders'],
      additionalContext: { detector: 'bytes-out-far-above-usual', stage: 'live' },
    },
  });
});

test('a story says what it came to, and lists its parts', () => {
  const { content } = JSON.parse(renderChat(story, { parts: backdoor }));
  expect(content.title).toBe('HIGH: Attack on checkout (3 findings): checkout-role was given AdministratorAccess');
  expect(content.description).toContain('*03-14 15:04* checkout was made public');
});

const texts = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];

test('whatever is written into a name, there is no markup, mention, link or line but ours', () => {
  const quiet = JSON.parse(renderChat(withText(exfiltration, 'word')));
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
      const body = renderChat(withText(exfiltration, text));
      expect(body.length).toBeLessThan(10_000);
      const notification = JSON.parse(body);
      for (const each of texts(notification)) {
        expect(each).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(each).not.toMatch(/[`~<>|[\]\\#&]|:\/\/|@|!/);
        expect(each).not.toMatch(/\.(?=\p{L}[\p{L}\p{N}-])(?!md\b)/u);
        // Stars are ours: around a label at the beginning of a line, and nowhere else.
        expect(each.replace(/^\*[A-Za-z0-9:, -]{1,40}\*/gm, '')).not.toContain('*');
      }
      const labels = (description: string) => description.split('\n').map((line) => line.split(' ')[0]);
      if (text.trim() !== '' && !/[:/]$/.test(text)) {
        expect(labels(notification.content.description)).toEqual(labels(quiet.content.description));
      }
    }),
  );
});
