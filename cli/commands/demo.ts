// lapwing demo: the whole path on a sample account that is made on the spot. What `npm start` runs.
import { rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { renderReport } from '../../alerts/render/report.ts';
import { renderText } from '../../alerts/render/text.ts';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { scan } from '../scan.ts';
import { sampleAccount } from '../simulator/sample-account.ts';
import { DEFAULT_STATE, openState } from '../store/state-file.ts';
import { brokenRecords, progressLine, styleFor, widthOf } from '../terminal.ts';
import { writeSimulation } from '../write-simulation.ts';

const SEED = 1;
const MEGABYTE = 1_000_000;

const run = async (): Promise<void> => {
  const folder = join(process.cwd(), '.lapwing');
  const logs = join(folder, 'sample-account');
  const report = join(folder, 'report.html');
  const progress = progressLine(false);
  const account = sampleAccount(SEED);
  const written = writeSimulation(logs, account, (path) => progress.update(`writing a sample account: ${path}`));
  progress.end();
  const here = relative(process.cwd(), logs);
  process.stdout.write(
    `A sample account: ${account.functions.length} functions, ${account.days} days, ${written.files} files of logs, ${Math.round(written.bytes / MEGABYTE)} MB, in ${here}\nScanning it with: lapwing scan ${here}\n\n`,
  );
  const stateFile = DEFAULT_STATE;
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${stateFile}${suffix}`, { force: true });
  const opened = openState(stateFile);
  if (opened.kind === 'refused') throw new Error(`${stateFile}: ${opened.reason}`);
  const broken = brokenRecords();
  const result = await scan({
    paths: [here],
    title: 'Sample account',
    settings: DEFAULT_SETTINGS,
    suppressions: [],
    rules: ruleSet(DEFAULT_SETTINGS, []),
    state: opened.state,
    now: Date.now() as Instant,
    since: undefined,
    until: undefined,
    progress,
    signal: new AbortController().signal,
    onBroken: broken.tell,
  });
  opened.state.keep();
  opened.state.close();
  broken.end();
  const told = { ...result.report, state: stateFile };
  writeFileSync(report, renderReport(told));
  process.stdout.write(renderText(told, { width: widthOf(process.stdout), style: styleFor(process.stdout) }));
  process.stdout.write(`\nThe report, one page: ${pathToFileURL(report)}\nYour own logs: npx lapwing scan PATH…\n`);
};

export const demoCommand = (program: Command): void => {
  program.command('demo').description('make a sample account with an incident in it, and scan it').action(run);
};
