// lapwing simulate: the sample account, or a fleet, written as log files to try things on.
import { existsSync, readdirSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { EXIT } from '../exit.ts';
import { fleet } from '../simulator/fleet.ts';
import { sampleAccount } from '../simulator/sample-account.ts';
import { progressLine, say } from '../terminal.ts';
import { writeSimulation } from '../write-simulation.ts';

interface SimulateFlags {
  readonly kind: 'sample' | 'fleet';
  readonly seed: string;
  readonly functions: string;
  readonly days: string;
}

/** A Monday, so that weeks are whole. */
const FLEET_START = '2026-03-02T00:00:00Z';
const MEGABYTE = 1_000_000;

const run = (folder: string, flags: SimulateFlags): void => {
  const [seed, functions, days] = [flags.seed, flags.functions, flags.days].map(Number);
  if (
    seed === undefined ||
    functions === undefined ||
    days === undefined ||
    ![seed, functions, days].every(Number.isInteger) ||
    functions < 1 ||
    days < 1
  ) {
    say('--seed, --functions and --days take whole numbers');
    process.exitCode = EXIT.usage;
    return;
  }
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    say(`${folder} is not empty: name a folder that is, or a new one`);
    process.exitCode = EXIT.usage;
    return;
  }
  const progress = progressLine(false);
  const options = flags.kind === 'sample' ? sampleAccount(seed) : fleet({ seed, functions, days, startMs: Date.parse(FLEET_START) });
  const written = writeSimulation(folder, options, (path) => progress.update(path));
  progress.end();
  process.stdout.write(`${written.files} files, ${Math.round(written.bytes / MEGABYTE)} MB before zipping, in ${folder}\n`);
};

export const simulateCommand = (program: Command): void => {
  program
    .command('simulate')
    .description('write the logs of a simulated account into a new folder')
    .argument('<folder>')
    .addOption(
      new Option('--kind <kind>', 'the sample account, or a fleet of mixed functions without an incident')
        .choices(['sample', 'fleet'])
        .default('sample'),
    )
    .option('--seed <number>', 'the same seed writes the same bytes', '1')
    .option('--functions <number>', 'of a fleet', '20')
    .option('--days <number>', 'of a fleet', '10')
    .action(run);
};
