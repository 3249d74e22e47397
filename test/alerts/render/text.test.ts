import { describe, expect, test } from 'vitest';
import { renderText } from '../../../alerts/render/text.ts';
import { backdoor, slowExfiltration, stolenFunctionCredentials } from '../fixtures/attacks.ts';
import { findingOf } from '../fixtures/finding-of.ts';
import { reportInputOf } from '../fixtures/report-input-of.ts';

const plain = (_name: string, text: string): string => text;
const render = (input: Parameters<typeof renderText>[0], more: object = {}): string =>
  renderText(input, { width: 100, style: plain, ...more });
const [exfiltration] = stolenFunctionCredentials.slice(-1);
if (exfiltration === undefined) throw new Error('fixture');

test('a story is a sentence and a timeline', () => {
  const input = reportInputOf(backdoor);
  expect(render(input).split('\n').slice(4, 14)).toEqual([
    'HIGH     Attack on checkout (3 findings): checkout-role was given AdministratorAccess',
    '  3 findings within 9 minutes, from persistence to privilege escalation. What they share: access key',
    '  ASIA****WWWW, principal developer and function checkout.',
    '',
    '  ├ 2025-03-14 15:00:00  persistence          The code of checkout was changed by somebody new',
    '  │                                           [medium]',
    '  ├            15:04:00  persistence          checkout was made public [high]',
    '  └            15:09:00  privilege escalation checkout-role was given AdministratorAccess, refunds',
    '                                              [high]',
    '',
  ]);
});

test('a finding shows expected against observed, with the usual range in the picture', () => {
  const out = render(reportInputOf([exfiltration], { stories: [] }));
  expect(out.split('\n').slice(4, 19)).toEqual([
    'HIGH     orders  orders-role read 48 MB from S3, forty times its usual',
    '  expected  0.3 to 1.2 MB in 5 minutes.',
    '  observed  48.1 MB in 5 minutes, from 3 buckets it never read.',
    `            ${'▂'.repeat(47)}█`,
    '            ━━·····························●',
    '            bytes read from S3 in 5 minutes: 48.1 MB, usual 310 kB to 1.2 MB (Tuesdays 10:00-11:00',
    '            UTC, 2,016 windows since 2025-02-20)',
    '  mostly    arn:aws:s3:::customer-exports 85 %, arn:aws:s3:::invoices-archive 15 %',
    '  since     2025-03-04 10:35 UTC for 15 minutes',
    '  who       arn:aws:iam::112233445566:role/orders-role, ASIA****DFGH, 198.51.100.23',
    `  evidence  ${exfiltration.id}/record-1`,
    '  runbook   runbooks/bytes-out-far-above-usual.md',
    '  quiet if  The principal were among the known deployers.',
    `  id        ${exfiltration.id}`,
    '',
  ]);
});

test('a state file that keeps a finding is named in the command that explains it, as a shell reads it', () => {
  const out = render({ ...reportInputOf([exfiltration], { stories: [] }), state: "it's state.db" });
  expect(out).toContain(`  explain   lapwing explain ${exfiltration.id} --state 'it'\\''s state.db'`);
});

describe('small findings', () => {
  const small = Array.from({ length: 40 }, (_, place) =>
    findingOf({
      at: '2025-03-04T10:35:00Z',
      id: `id-${place}`,
      detector: place % 4 === 0 ? 'rare' : 'common',
      severity: place % 2 === 0 ? 'low' : 'info',
      category: 'discovery',
      title: 'Small',
      on: `f${place % 3}`,
    }),
  );
  test('are counted by detector, not listed', () => {
    expect(render(reportInputOf(small))).toContain(
      'Below medium, counted by detector\n      30  common on 3 functions\n      10  rare on 3 functions\n',
    );
    expect(render(reportInputOf(small))).not.toContain('Small');
  });
  test('are listed when asked for', () => {
    const out = render(reportInputOf(small), { minSeverity: 'low' });
    expect(out.match(/^LOW/gm)).toHaveLength(20);
    expect(out).toContain('Below low, counted by detector\n      20  common on 3 functions\n');
  });
});

test('many findings are told in full, then in a line each, then counted', () => {
  const many = Array.from({ length: 100 }, (_, place) =>
    findingOf({
      at: '2025-03-04T10:35:00Z',
      id: `id-${String(place).padStart(3, '0')}`,
      detector: 'common',
      severity: 'medium',
      category: 'discovery',
      title: `Number ${place}`,
    }),
  );
  const out = render(reportInputOf(many));
  expect([out.match(/^MEDIUM/gm)?.length, out.match(/^ {2}quiet if/gm)?.length]).toEqual([80, 20]);
  expect(out).toContain('And more of these\n      20  common\n');
});

test('what is learning or blind is said, and every record is accounted for', () => {
  expect(render(reportInputOf([]))).toBe(
    [
      'scan of logs',
      '2025-03-01 00:00 UTC to 2025-03-31 00:00 UTC',
      'Nothing found.',
      '',
      'Not looked at, or not yet',
      '  - learning: 3 of 7 days for 1 function',
      '',
      '1,200 records: 1,100 read, 90 skipped, 10 unreadable. 2 functions: 1 watched, 1 still learning.',
      '',
    ].join('\n'),
  );
});

test('the worst comes first, and a staged finding says what it is', () => {
  const staged = findingOf({
    at: '2025-03-04T10:35:00Z',
    detector: 'trial',
    severity: 'critical',
    category: 'discovery',
    title: 'On trial',
    stage: 'staged',
  });
  const heads = render(reportInputOf([...slowExfiltration.slice(0, 1), exfiltration, staged]))
    .split('\n')
    .filter((line) => /^(CRITICAL|HIGH|MEDIUM)/.test(line));
  expect(heads).toEqual([
    'CRITICAL On trial (staged: never alerts)',
    'HIGH     orders  orders-role read 48 MB from S3, forty times its usual',
  ]);
});

test('colour comes from the style alone', () => {
  const marked = renderText(reportInputOf(backdoor), { width: 100, style: (name, text) => `<${name}>${text}</${name}>` });
  expect(marked).toContain('<red>HIGH     </red><bold>Attack on checkout');
  expect(marked.replace(/<\/?[a-z]+>/g, '')).toBe(render(reportInputOf(backdoor)));
});

test('the order of the findings given does not show', () => {
  const findings = [...stolenFunctionCredentials, ...backdoor, ...slowExfiltration];
  expect(render(reportInputOf(findings.toReversed()))).toBe(render(reportInputOf(findings)));
});
