import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { allFeedback } from '../../cli/store/feedback.ts';
import { openState } from '../../cli/store/state-file.ts';
import { decisionOf } from '../../cli/store/triage-decisions.ts';
import { printedFindings, runLapwing, stopLogging } from './run-lapwing.ts';

const folder = mkdtempSync(join(tmpdir(), 'lapwing-feedback-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, 'first.jsonl'), `${stopLogging(1, 2)}\n`);
writeFileSync(join(folder, 'second.jsonl'), `${stopLogging(2, 4)}\n`);

const lapwing = (...args: readonly string[]) => runLapwing(folder, ...args);
const scanned = (file: string, state: string) => printedFindings(lapwing('scan', file, '--state', state, '--format', 'ndjson'));
const said = ['--owner', 'ada', '--reason', 'the trail moves to another account'];

const inState = <Read>(file: string, read: (state: Parameters<typeof allFeedback>[0]) => Read): Read => {
  const opened = openState(join(folder, file), 'read');
  if (opened.kind === 'refused') throw new Error(opened.reason);
  const found = read(opened.state);
  opened.state.close();
  return found;
};

describe('what is called harmless', () => {
  test('is hidden by the next scan, which says so, and by whom', () => {
    const [before] = scanned('first.jsonl', 'benign.db');
    expect(before?.detector).toBe('trail-stopped');
    const answer = lapwing('feedback', before?.id.slice(0, 8) ?? '', 'benign', '--state', 'benign.db', ...said);
    expect([answer.status, answer.stdout]).toEqual([0, expect.stringContaining('harmless, says ada')]);
    expect(scanned('second.jsonl', 'benign.db')).toEqual([]);
    const text = lapwing('scan', 'second.jsonl', 'first.jsonl', '--state', 'benign.db').stdout.replace(/\s+/g, ' ');
    // Records are seen once: the scan before took them, so what is said here is of nothing new.
    expect(text).not.toContain('CloudTrail stopped');
    const fates = inState('benign.db', (state) => state.database.prepare('SELECT id FROM decisions ORDER BY id').all())
      .map((row) => inState('benign.db', (state) => decisionOf(state, String(row['id']))))
      .map((decision) => [decision?.fate.kind, decision?.suppression?.owner]);
    expect(fates).toContainEqual(['suppressed', 'ada']);
    expect(fates).toHaveLength(2);
  });

  test('is counted in the text of the scan that hides it', () => {
    const [before] = scanned('first.jsonl', 'counted.db');
    lapwing('feedback', before?.id ?? '', 'benign', '--state', 'counted.db', ...said);
    const text = lapwing('scan', 'second.jsonl', '--state', 'counted.db').stdout.replace(/\s+/g, ' ');
    // Two: the one that was judged is days old and still open, and is triaged with the new one.
    expect(text).toMatch(/suppressed: 2 by feedback-[0-9a-f]{20} \(ada, until \d{4}-\d\d-\d\d: the trail moves to another account\)/);
  });
});

test('what is called an attack is kept with its time, and hides nothing', () => {
  const [before] = scanned('first.jsonl', 'malicious.db');
  const { status, stdout } = lapwing('feedback', before?.id ?? '', 'malicious', '--state', 'malicious.db', ...said);
  expect([status, stdout]).toEqual([0, expect.stringContaining('an attack, says ada')]);
  const [feedback] = inState('malicious.db', allFeedback);
  expect(feedback).toMatchObject({
    verdict: 'malicious',
    owner: 'ada',
    finding: { id: before?.id, window: { start: '2026-03-02T10:00:00.000Z' } },
  });
  expect(scanned('second.jsonl', 'malicious.db')).toHaveLength(1);
});

test('the latest word counts', () => {
  const [before] = scanned('first.jsonl', 'twice.db');
  lapwing('feedback', before?.id ?? '', 'benign', '--state', 'twice.db', ...said);
  lapwing('feedback', before?.id ?? '', 'malicious', '--state', 'twice.db', ...said);
  expect(scanned('second.jsonl', 'twice.db')).toHaveLength(1);
});

describe('wrong usage', () => {
  test.for([
    ['no such finding', ['feedback', 'ffff', 'benign', '--state', 'first.db', ...said], 'no finding ffff'],
    ['no such state', ['feedback', 'ffff', 'benign', '--state', 'none.db', ...said], 'no such state'],
    ['nobody', ['feedback', 'ffff', 'benign', '--state', 'first.db', '--owner', ' ', '--reason', 'x'], 'neither can be empty'],
    ['another verdict', ['feedback', 'ffff', 'maybe', '--state', 'first.db', ...said], 'benign, malicious'],
  ] as const)('%s', ([, args, words]) => {
    lapwing('scan', 'first.jsonl', '--state', 'first.db');
    const { status, stderr } = lapwing(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
