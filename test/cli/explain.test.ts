// lapwing explain after a scan with a state file, and of a deployment: as a person comes to it, from what was printed or mailed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findDeployed } from '../../cli/deployed-finding.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import { backdoor } from '../alerts/fixtures/attacks.ts';
import { noChaos } from '../infra/world/chaos.ts';
import { World } from '../infra/world/world.ts';
import { printedFindings, runLapwing, stopLogging } from './run-lapwing.ts';

const folder = mkdtempSync(join(tmpdir(), 'lapwing-explain-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, 'calls.jsonl'), `${stopLogging(1, 2)}\n${stopLogging(2, 2)}\n`);
const lapwing = (...args: readonly string[]) => runLapwing(folder, ...args);

test('what a scan prints as the command is the command', () => {
  const { stdout } = lapwing('scan', 'calls.jsonl', '--state', 's 1.db');
  const [, words = ''] = /explain +lapwing (explain \S+ --state 's 1\.db')/.exec(stdout) ?? [];
  const [command = '', id = ''] = words.split(' ');
  const explained = lapwing(command, id, '--state', 's 1.db');
  expect([explained.status, explained.stdout]).toEqual([0, expect.stringContaining('runbooks/trail-stopped.md')]);
  // Nothing but the finding: no account of records that were not read now.
  expect(explained.stdout).not.toContain('0 records');
});

test('a scan that keeps nothing promises no command', () => {
  const { stdout } = lapwing('scan', 'calls.jsonl');
  const [finding] = printedFindings(lapwing('scan', 'calls.jsonl', '--format', 'ndjson'));
  expect(stdout).not.toContain('lapwing explain');
  expect(stdout).toContain(finding?.id);
});

test('a story and each of its parts are found in the table of a deployment', async () => {
  const world = new World(
    { loaded: { rules: [], correlations: [], problems: [] } as never, matcher: undefined as never },
    DEFAULT_SETTINGS,
    noChaos,
  );
  world.nowMs = Date.parse('2025-03-14T16:00:00Z');
  await world.alert([JSON.stringify(backdoor.map((finding) => ({ revision: 1, finding })))]);
  const mailed = JSON.parse((JSON.parse(world.mails[0]?.Message ?? '') as { sqs: string }).sqs) as Finding;
  const later = Date.parse('2025-04-01T00:00:00Z');
  const story = await findDeployed(world.findings, mailed.id, later, 30);
  expect(story).toMatchObject({ finding: { id: mailed.id, severity: mailed.severity }, parts: backdoor.map(({ id }) => ({ id })) });
  for (const { id } of backdoor) expect((await findDeployed(world.findings, id, later, 30))?.finding.id).toBe(id);
  expect(await findDeployed(world.findings, mailed.id, later, 10)).toBeUndefined();
  expect(await findDeployed(world.findings, 'nobody', later, 30)).toBeUndefined();
});
