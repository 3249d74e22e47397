// A runbook filled from a finding: commands that can be pasted, and nothing in them that a log made up.
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filledRunbook } from '../../../alerts/render/filled-runbook.ts';
import { findingOf, roleArn } from '../fixtures/finding-of.ts';
import { HOSTILE_TEXTS, withText } from '../fixtures/hostile.ts';

const finding = {
  ...findingOf({
    at: '2026-03-04T10:00:00Z',
    detector: 'a',
    severity: 'high',
    category: 'escalation',
    title: 'A',
    on: 'orders',
    by: roleArn('app/orders-role'),
    from: '198.51.100.7',
    minutes: 10,
  }),
  evidence: ['5a1e0000-0000-4000-8000-000000000002' as never],
};

const PAGE = `Of {{function}} at {{time}}; ROLE stays a word here.

\`\`\`sh
aws iam get-role --role-name ROLE; aws sts assume-role --role-arn ROLE
aws logs filter-log-events --region {{region}} --log-group-name LOG_GROUP --start-time START_MS --end-time END_MS --filter-pattern BUCKET
\`\`\`
\`\`\`
filter userIdentity.arn = "{{principal}}" and sourceIPAddress = "ADDRESS" and eventID = "{{evidence}}"
\`\`\`
`;

test('names, times and ids of the finding stand where they belong', () => {
  expect(filledRunbook(PAGE, finding)).toBe(`Of orders at 2026-03-04T10:00:00.000Z; ROLE stays a word here.

\`\`\`sh
aws iam get-role --role-name orders-role; aws sts assume-role --role-arn ROLE
aws logs filter-log-events --region eu-west-1 --log-group-name /aws/lambda/orders --start-time 1772614800000 --end-time 1772622600000 --filter-pattern BUCKET
\`\`\`
\`\`\`
filter userIdentity.arn = "arn:aws:iam::112233445566:role/app/orders-role" and sourceIPAddress = "198.51.100.7" and eventID = "5a1e0000-0000-4000-8000-000000000002"
\`\`\`
`);
});

test('what is not known keeps its placeholder', () => {
  const unknown = {
    ...finding,
    function: null,
    principal: null,
    evidence: [],
    entities: { ...finding.entities, principals: [roleArn('one'), roleArn('two')], addresses: ['1.2.3.4', '5.6.7.8'] },
  };
  const filled = filledRunbook(PAGE, unknown);
  for (const each of ['{{function}}', '{{principal}}', '{{evidence}}', 'LOG_GROUP', '--role-name ROLE', '"ADDRESS"'])
    expect(filled).toContain(each);
});

test('a finding that names no principal but met only one has that one filled in', () => {
  expect(filledRunbook(PAGE, { ...finding, principal: null })).toBe(filledRunbook(PAGE, finding));
});

test('nothing that a shell or a query acts on comes from a finding', () => {
  const text = fc.oneof(
    fc.constantFrom(...HOSTILE_TEXTS, '$(reboot)', '`reboot`', '; reboot', '" | delete', "' or 1", '$HOME', 'a\nb', '{{region}}', 'BUCKET'),
    fc.string(),
  );
  fc.assert(
    fc.property(text, (hostile) => {
      const filled = filledRunbook(PAGE, { ...withText(finding, hostile), time: hostile });
      expect(filled.split('\n')).toHaveLength(PAGE.split('\n').length);
      const marks = (words: string): string => words.replace(/[A-Za-z0-9_+=,.@:/{}-]+/g, 'w').replace(/(w ?)+/g, 'w');
      expect(marks(filled)).toBe(marks(PAGE));
    }),
  );
});

test('every placeholder of every page is one that a finding fills', () => {
  const folder = new URL('../../../runbooks/', import.meta.url);
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.md') && each !== 'README.md')) {
    const filled = filledRunbook(readFileSync(new URL(name, folder), 'utf8'), finding);
    expect(filled, name).not.toMatch(/\{\{|\bSTART_MS\b|\bEND_MS\b/);
  }
});
