// The whole path over real logs: no crash, every record accounted for, and ordinary days quiet.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ScanResult, scan } from '../../cli/scan.ts';
import { openState } from '../../cli/store/state-file.ts';
import { progressLine } from '../../cli/terminal.ts';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import { atLeast } from '../../detectors/model/severity.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { findFiles } from '../../ingest/aws/files.ts';

const corpus = process.env['LAPWING_CORPUS'];
if (corpus === undefined) throw new Error('LAPWING_CORPUS must name the folder of real logs');

const rules = ruleSet(DEFAULT_SETTINGS, []);
const NOW = Date.UTC(2026, 10, 1) as Instant;

const scanned = async (paths: readonly string[]): Promise<ScanResult> => {
  const opened = openState(undefined);
  if (opened.kind === 'refused') throw new Error(opened.reason);
  const result = await scan({
    paths,
    title: 'corpus',
    settings: DEFAULT_SETTINGS,
    suppressions: [],
    rules,
    state: opened.state,
    now: NOW,
    since: undefined,
    until: undefined,
    progress: progressLine(true),
    signal: new AbortController().signal,
    onBroken: () => {},
  });
  opened.state.close();
  return result;
};

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((total, count) => total + count, 0);

const filesOf = (folder: string): readonly string[] => {
  const files = findFiles([join(corpus, folder)]).flatMap((file) => (file.kind === 'file' ? [file.path] : []));
  expect(files.length).toBeGreaterThan(0);
  return files;
};

const linesOf = (path: string): number =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '').length;

describe('every record is accounted for', () => {
  test.for(['attacks/stratus', 'ordinary'])('%s: one CloudTrail record a line', async (folder) => {
    for (const path of filesOf(folder).filter((file) => file.endsWith('.jsonl'))) {
      const { statistics } = await scanned([path]);
      expect(statistics.received, path).toBe(linesOf(path));
      expect(statistics.folded + sum(statistics.skipped), path).toBe(statistics.received);
    }
  });

  test('formats: every file, none stops the scan', async () => {
    for (const path of filesOf('formats')) {
      const { statistics } = await scanned([path]);
      expect(statistics.received, path).toBeGreaterThan(0);
      expect(statistics.folded + sum(statistics.skipped) + sum(statistics.quarantined), path).toBe(statistics.received);
    }
  });

  test('subscription messages: as many records as they hold log events', async () => {
    const { statistics } = await scanned([join(corpus, 'formats/subscription-events.jsonl')]);
    const events = readFileSync(join(corpus, 'formats/subscription-payloads.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => Number((JSON.parse(line) as { events: string }).events));
    expect(statistics.received).toBe(events.reduce((total, count) => total + count, 0));
  });
});

test('ordinary days: at most two findings at medium or above', async () => {
  const { findings } = await scanned([join(corpus, 'ordinary')]);
  expect(findings.filter(({ severity }) => atLeast(severity, 'medium')).map(({ detector, title }) => `${detector}: ${title}`)).toHaveLength(
    0,
  );
});

test('the same bytes whatever the order of files', async () => {
  const files = [...filesOf('attacks/stratus'), ...filesOf('ordinary').filter((file) => file.endsWith('.jsonl'))];
  const straight = JSON.stringify((await scanned(files)).findings);
  const reversed = JSON.stringify((await scanned([...files].reverse())).findings);
  expect(reversed).toBe(straight);
});
