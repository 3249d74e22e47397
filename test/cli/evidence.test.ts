import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { printedFindings, runLapwing, stopLogging } from './run-lapwing.ts';

const folder = mkdtempSync(join(tmpdir(), 'lapwing-evidence-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const secret = 'hunter2hunter2';
writeFileSync(
  join(folder, 'calls.jsonl'),
  `${stopLogging(1, 2, { additionalEventData: { password: secret, note: 'dana@example.com' } })}\n${stopLogging(2, 2)}\nnot json\n`,
);
const lapwing = (...args: readonly string[]) => runLapwing(folder, ...args);
const [finding] = printedFindings(lapwing('scan', 'calls.jsonl', '--state', 's.db', '--format', 'ndjson'));
const id = finding?.id ?? '';

const filesIn = (name: string): readonly string[] =>
  readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, name).length + 1))
    .sort();

test('a bundle holds all that stands behind a finding, redacted and hashed', () => {
  const { status, stdout } = lapwing('evidence', id, 'calls.jsonl', '--state', 's.db', '--out', 'bundle');
  expect([status, stdout]).toEqual([0, expect.stringContaining('2 of 2 records')]);
  const files = filesIn('bundle');
  expect(files).toEqual([
    'MANIFEST',
    'baselines.json',
    'detectors/trail-stopped.yml',
    'finding.json',
    'mail.txt',
    'picture.html',
    'records.ndjson',
    'triage.json',
  ]);
  const read = (name: string): string => readFileSync(join(folder, 'bundle', name), 'utf8');
  expect(JSON.parse(read('finding.json')).id).toBe(id);
  expect(JSON.parse(read('triage.json')).decisions).toMatchObject([{ finding: id, fate: { kind: 'alerted' }, suppression: null }]);
  expect(read('detectors/trail-stopped.yml')).toContain('StopLogging');
  expect(read('picture.html')).toContain('<!doctype html>');
  const records = read('records.ndjson')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(records.map((record) => [record.id, record.format, record.source, record.record.eventName])).toEqual(
    (finding?.evidence ?? []).map((evidence) => [evidence, 'cloudtrail', 'calls.jsonl', 'StopLogging']),
  );
  for (const name of files) {
    expect(read(name), name).not.toContain(secret);
    expect(read(name), name).not.toContain('dana@example.com');
    expect(read(name), name).not.toContain('ASIAQWERTYUIOPASDFGH');
  }
  const manifest = read('MANIFEST').trimEnd().split('\n');
  expect(manifest.map((line) => line.slice(66))).toEqual(files.filter((name) => name !== 'MANIFEST'));
  for (const line of manifest)
    expect(line.slice(0, 64)).toBe(
      createHash('sha256')
        .update(readFileSync(join(folder, 'bundle', line.slice(66))))
        .digest('hex'),
    );
});

test('without logs, or with others, the records that are missing are named', () => {
  writeFileSync(join(folder, 'other.jsonl'), `${stopLogging(2, 2)}\n`);
  const without = lapwing('evidence', id, '--state', 's.db', '--out', 'without');
  expect([without.status, without.stderr]).toEqual([0, expect.stringContaining('the records themselves are left out')]);
  expect(filesIn('without')).not.toContain('records.ndjson');
  const other = lapwing('evidence', id, 'other.jsonl', 'missing.jsonl', '--state', 's.db', '--out', 'other');
  expect(other.stdout).toContain('1 of 2 records');
  expect(other.stderr).toContain('not found in these logs: 00000000-0000-4000-8000-000000000001');
  expect(other.stderr).toContain('missing.jsonl');
});

test('nothing is written over, and no finding is invented', () => {
  lapwing('evidence', id, '--state', 's.db', '--out', 'again');
  const again = lapwing('evidence', id, '--state', 's.db', '--out', 'again');
  expect([again.status, again.stderr]).toEqual([2, expect.stringContaining('again is not empty')]);
  const none = lapwing('evidence', 'ffff', '--state', 's.db', '--out', 'none');
  expect([none.status, none.stderr]).toEqual([2, expect.stringContaining('no finding ffff')]);
});
