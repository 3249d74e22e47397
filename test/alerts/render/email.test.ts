import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderEmail } from '../../../alerts/render/email.ts';
import { tellStories } from '../../../alerts/triage/stories.ts';
import { matchesSuppression } from '../../../alerts/triage/suppress.ts';
import { readSuppressions } from '../../../alerts/triage/suppression.ts';
import { backdoor, stolenFunctionCredentials } from '../fixtures/attacks.ts';

const [exfiltration] = stolenFunctionCredentials.slice(-1);
const [story] = tellStories(backdoor);
if (exfiltration === undefined || story === undefined) throw new Error('fixture');

test('a finding reads like a colleague wrote it', () => {
  const { subject, body } = renderEmail(exfiltration, { projectUrl: 'https://git.example.com/lapwing/' });
  expect(subject).toBe('[Lapwing HIGH] orders: orders-role read 48 MB from S3, forty times its usual');
  expect(body.split('\n')).toEqual([
    'HIGH: orders-role read 48 MB from S3, forty times its usual',
    '',
    'Expected: 0.3 to 1.2 MB in 5 minutes.',
    'Observed: 48.1 MB in 5 minutes, from 3 buckets it never read.',
    'Mostly: arn:aws:s3:::customer-exports 85 %, arn:aws:s3:::invoices-archive 15 %',
    '',
    'bytes read from S3 in 5 minutes:',
    '▏ usual 310 kB to 1.2 MB (Tuesdays 10:00-11:00 UTC)',
    `${'▇'.repeat(20)} now 48.1 MB`,
    `${'▂'.repeat(19)}█ lately`,
    'Learned from 2,016 windows since 2025-02-20.',
    '',
    'Since: 2025-03-04 10:35 UTC for 15 minutes',
    'Where: orders, account 112233445566, eu-west-1',
    'Who: role/orders-role, ASIA****DFGH, 198.51.100.23',
    '',
    'First steps',
    '1. Look at the destination and the amount: is it a service you use?',
    '    aws logs filter-log-events --region eu-west-1 --log-group-name /aws/lambda/orders --start-time 1741084500000 --end-time 1741085700000',
    '2. If not: cut the way out (security group, VPC endpoint policy, reserved concurrency 0).',
    '    aws lambda put-function-concurrency --region eu-west-1 --function-name orders --reserved-concurrent-executions 0',
    '3. Find out what data was read just before, and tell whoever answers for that data.',
    '    aws cloudtrail lookup-events --region eu-west-1 --lookup-attributes AttributeKey=Username,AttributeValue=orders',
    '',
    'Runbook: https://git.example.com/lapwing/runbooks/bytes-out-far-above-usual.md',
    `With its commands filled in: lapwing explain ${exfiltration.id} --deployed --runbook`,
    `In full: lapwing explain ${exfiltration.id} --deployed`,
    '',
    'Quiet if: The principal were among the known deployers.',
    '',
    'If this is harmless, say so in lapwing.yml, so that it is known who said it:',
    '  suppressions:',
    '    - detector: bytes-out-far-above-usual',
    '      function: "orders"',
    '      upTo: high',
    '      owner: (you)',
    '      reason: (why it is harmless)',
    '      expires: (a date within a year)',
    '',
    'Details',
    'Function: arn:aws:lambda:eu-west-1:112233445566:function:orders',
    'Principal: arn:aws:iam::112233445566:role/orders-role',
    `Evidence: ${exfiltration.id}/record-1`,
    'ATT&CK: T1530',
    '',
  ]);
});

test('the suppression it proposes is one that is read, and hides this finding', () => {
  const { body } = renderEmail(exfiltration);
  const proposed = body.slice(body.indexOf('  suppressions:'), body.indexOf('Details')).replace('(a date within a year)', '"2025-06-30"');
  const { suppressions, refused } = readSuppressions(parse(proposed).suppressions, '2025-06-01T00:00:00Z');
  expect(refused).toEqual([]);
  expect(suppressions.map((suppression) => [matchesSuppression(suppression, exfiltration), suppression.upTo])).toEqual([[true, 'high']]);
});

describe('a story', () => {
  test('lists its parts in order, and is not silenced as a whole', () => {
    const { subject, body } = renderEmail(story, { parts: backdoor });
    expect(subject).toBe('[Lapwing HIGH] Attack on checkout (3 findings): checkout-role was given AdministratorAccess');
    expect(body).toContain(
      [
        'What happened, in order (UTC)',
        '- 03-14 15:00 persistence: The code of checkout was changed by somebody new (medium)',
        '- 03-14 15:04 persistence: checkout was made public (high)',
        '- 03-14 15:09 privilege escalation: checkout-role was given AdministratorAccess (high)',
      ].join('\n'),
    );
    expect(body).not.toContain('detector: attack-story');
  });
  test('with many parts lists the gravest, one for each title, and counts the rest', () => {
    const small = Array.from({ length: 90 }, (_, place) => ({ ...exfiltration, severity: 'low' as const, title: `Small ${place % 45}` }));
    const parts = [...small, ...backdoor];
    const { body } = renderEmail({ ...story, parts: parts.map((part) => part.id) }, { parts });
    expect(body.match(/^- 03-14/gm)).toHaveLength(3);
    expect(body.match(/^- 03-04 .*Small \d/gm)).toHaveLength(9);
    expect(new Set(body.match(/Small \d+/g)).size).toBe(9);
    expect(body).toContain('- and 81 more, as grave at most');
  });
});

test('a correlation says itself what happened, and can be silenced', () => {
  const correlation = { ...exfiltration, kind: 'sequence' as const, parts: backdoor.map((part) => part.id) };
  const { subject, body } = renderEmail(correlation, { parts: backdoor });
  expect(subject).toBe('[Lapwing HIGH] orders: orders-role read 48 MB from S3, forty times its usual');
  expect(body).toContain('Observed: 48.1 MB in 5 minutes, from 3 buckets it never read.');
  expect(body).toContain('What happened, in order (UTC)');
  expect(body).toContain('    - detector: bytes-out-far-above-usual');
});

test("what is not the project's own path becomes no link", () => {
  const { body } = renderEmail(
    { ...exfiltration, runbook: 'runbooks/../../evil.md?x=https://evil.example' },
    { projectUrl: 'https://git.example.com/lapwing/' },
  );
  expect(body).toContain('Runbook: https://git.example.com/lapwing/runbooks/\n');
  expect(body).not.toContain('evil');
});

test('a very large finding is a small mail', () => {
  const long = 'é\u{1f600}'.repeat(200_000);
  const { subject, body } = renderEmail({
    ...exfiltration,
    title: long,
    function: long,
    principal: long,
    explanation: {
      ...exfiltration.explanation,
      expected: long,
      observed: long,
      quietIf: long,
      contributors: Array.from({ length: 50 }, () => ({ name: long, amount: 1, share: 0.02 })),
    },
  });
  expect(subject.length).toBeLessThan(100);
  expect(new TextEncoder().encode(body).length).toBeLessThan(32 * 1024);
});
