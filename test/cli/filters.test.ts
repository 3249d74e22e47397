// Sigma filters on the command line: what they hide is counted, what they may not hide is shown, and who forgot to answer is told.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { printedFindings, runLapwing, stopLogging } from './run-lapwing.ts';

const folder = mkdtempSync(join(tmpdir(), 'lapwing-filters-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
// The second comes twice; the third is of somebody else.
const nightly = [stopLogging(1, 1), stopLogging(2, 2), stopLogging(2, 2)];
const other = stopLogging(3, 3, { sourceIPAddress: '203.0.113.9' });
writeFileSync(join(folder, 'calls.jsonl'), `${[...nightly, other].join('\n')}\n`);

const DAY_MS = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

const withFilter = (name: string, head: readonly string[]): string => {
  mkdirSync(join(folder, name));
  const text = [
    'title: Nightly rotation',
    ...head,
    'logsource: {product: aws, service: cloudtrail}',
    'filter:',
    '  rules: [trail-stopped]',
    "  office: {sourceIPAddress|cidr: '198.51.100.0/24'}",
    '  condition: not office',
  ];
  writeFileSync(join(folder, name, 'nightly.yml'), `${text.join('\n')}\n`);
  return name;
};

const REASON = 'description: the trail is moved, ticket 4711';
const scanned = (rules: string) => {
  const ran = runLapwing(folder, 'scan', 'calls.jsonl', '--rules', rules, '--format', 'ndjson', '--report', 'report.html');
  const days = printedFindings(ran).flatMap(({ detector, evidence }) => (detector === 'trail-stopped' ? evidence : []));
  return { shown: days.map((id) => Number(id.slice(-1))).sort(), stderr: ran.stderr };
};
const told = (rules: string): string => runLapwing(folder, 'scan', 'calls.jsonl', '--rules', rules).stdout.replaceAll(/\s+/g, ' ');

test('hides what it describes, and says how much, who answers and until when', () => {
  const until = inDays(30);
  const rules = withFilter('good', ['author: ada', REASON, `expires: ${until}`]);
  expect(scanned(rules).shown).toEqual([3]);
  expect(told(rules)).toContain(`suppressed: 2 matches by nightly-rotation (ada, until ${until}: the trail is moved, ticket 4711)`);
});

test('hides nothing once it has expired, and says so', () => {
  const on = inDays(-1);
  const rules = withFilter('late', ['author: ada', REASON, `expires: ${on}`]);
  expect(scanned(rules).shown).toEqual([1, 2, 3]);
  expect(told(rules)).toContain(`suppression nightly-rotation (ada) expired on ${on} and would have hidden 2 matches`);
});

test.for([
  ['no owner', [REASON, `expires: ${inDays(30)}`], 'has no owner (author)'],
  [
    'a level below the rule',
    ['author: ada', REASON, `expires: ${inDays(30)}`, 'level: low'],
    'is written for low at most, and hides nothing of',
  ],
] as const)('%s: refused by name, by scan and by rules check, and the rest runs', ([name, head, reason]) => {
  const rules = withFilter(name, head);
  const { shown, stderr } = scanned(rules);
  expect(shown).toEqual([1, 2, 3]);
  expect(stderr).toContain(`${name}/nightly.yml:1: left out: the filter "Nightly rotation" ${reason}`);
  const checked = runLapwing(folder, 'rules', 'check', '--rules', rules);
  expect([checked.status, checked.stdout]).toEqual([
    1,
    expect.stringContaining(`${name}/nightly.yml:1: the filter "Nightly rotation" ${reason}`),
  ]);
});
