// lapwing coverage: which functions and detections are blind, and why.
import { type Command, Option } from 'commander';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import { type Instant, isoOf } from '../../detectors/model/time.ts';
import { readConfig } from '../config-file.ts';
import { type Coverage, LOG_SOURCES } from '../coverage.ts';
import { EXIT } from '../exit.ts';
import { NOTHING_READABLE, scanHistory } from '../scan-history.ts';
import { table } from '../table.ts';
import { say } from '../terminal.ts';

interface CoverageFlags {
  readonly config?: string;
  readonly format: 'text' | 'json';
}

/** Detections named in a line; --format json has them all. */
const NAMED = 6;

const names = (detections: readonly string[]): string =>
  detections.length <= NAMED ? detections.join(', ') : `${detections.slice(0, NAMED).join(', ')} and ${detections.length - NAMED} more`;

const shortName = (name: string): string => (name.startsWith('arn:') ? name.slice(name.lastIndexOf(':') + 1) : name);

const text = ({ functions, missing }: Coverage): string => {
  const head = ['function', ...LOG_SOURCES.map(({ title }) => title), 'blind detections'];
  const rows = functions.map(({ function: name, sources, gaps, blind }) => [
    shortName(name),
    ...LOG_SOURCES.map(({ id }) => (gaps.some(({ source }) => source === id) ? 'in part' : sources[id] ? 'yes' : '–')),
    name.startsWith('(') ? '' : String(blind.length),
  ]);
  const partly = functions.flatMap(({ function: name, gaps: mine, weakened }) => [
    ...mine.map(({ why }) => `${shortName(name)}: ${why}.`),
    ...(weakened.length === 0 ? [] : [`  may miss some of it: ${names(weakened)}`]),
  ]);
  const absent = missing.flatMap(({ title, toHaveIt, detections }) => [
    `No ${title} at all: ${toHaveIt}.`,
    ...(detections.length === 0 ? [] : [`  blind without: ${names(detections)}`]),
  ]);
  return [table([head, ...rows]), ...(partly.length === 0 ? [] : ['', ...partly]), '', ...absent].join('\n');
};

const run = async (paths: readonly string[], flags: CoverageFlags): Promise<void> => {
  const now = Date.now() as Instant;
  const configured = readConfig(flags.config, isoOf(now));
  if (configured.kind === 'refused') {
    say(`${flags.config}: ${configured.reason}`);
    process.exitCode = EXIT.usage;
    return;
  }
  const { settings, declared } = configured;
  const { result, interrupted } = await scanHistory({ paths, settings, suppressions: [], declared, rules: ruleSet(settings, []), now });
  if (result.readable === 0) {
    say(NOTHING_READABLE);
    process.exitCode = EXIT.usage;
    return;
  }
  process.stdout.write(`${flags.format === 'json' ? JSON.stringify(result.coverage, null, 2) : text(result.coverage)}\n`);
  if (interrupted) process.exitCode = EXIT.interrupted;
};

export const coverageCommand = (program: Command): void => {
  program
    .command('coverage')
    .description('which functions have which sources of logs, and which detections are therefore blind')
    .argument('<paths...>', 'as for scan')
    .option('--config <file>', 'lapwing.yml: the formats it declares are read')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(run);
};
