// lapwing scan: the main job.
import { writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { renderAsff } from '../../alerts/render/asff.ts';
import { renderNdjson } from '../../alerts/render/ndjson.ts';
import { renderOcsf } from '../../alerts/render/ocsf.ts';
import { renderReport } from '../../alerts/render/report.ts';
import type { ReportInput } from '../../alerts/render/report-input.ts';
import { renderText } from '../../alerts/render/text.ts';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import { atLeast, SEVERITIES, type Severity } from '../../detectors/model/severity.ts';
import { type Instant, isoOf } from '../../detectors/model/time.ts';
import { readConfig } from '../config-file.ts';
import { EXIT } from '../exit.ts';
import { readDescriptions } from '../functions-file.ts';
import { type ScanResult, scan } from '../scan.ts';
import { NOTHING_READABLE } from '../scan-history.ts';
import { openState } from '../store/state-file.ts';
import { breakOff, brokenRecords, progressLine, say, styleFor, widthOf } from '../terminal.ts';
import { parseWhen } from '../when.ts';

interface ScanFlags {
  readonly state?: string;
  readonly format: 'text' | 'ndjson' | 'ocsf' | 'asff';
  readonly report?: string;
  readonly rules?: string[];
  readonly config?: string;
  readonly functions?: string[];
  readonly stats?: string;
  readonly minSeverity?: Severity;
  readonly failOn?: Severity;
  readonly since?: string;
  readonly until?: string;
  readonly quiet?: boolean;
}

const reportFor = ({ report }: ScanResult, { state }: ScanFlags): ReportInput => (state === undefined ? report : { ...report, state });

const render = (result: ScanResult, flags: ScanFlags): string => {
  const findings = result.findings.filter(({ severity }) => atLeast(severity, flags.minSeverity ?? 'info'));
  switch (flags.format) {
    case 'text':
      return renderText(reportFor(result, flags), {
        width: widthOf(process.stdout),
        style: styleFor(process.stdout),
        ...(flags.minSeverity === undefined ? {} : { minSeverity: flags.minSeverity }),
      });
    case 'ndjson':
      return renderNdjson(findings);
    case 'ocsf':
      return renderOcsf(findings);
    case 'asff':
      return renderAsff(findings);
  }
};

const refuse = (reason: string): void => {
  say(reason);
  process.exitCode = EXIT.usage;
};

const run = async (paths: readonly string[], flags: ScanFlags): Promise<void> => {
  const now = Date.now() as Instant;
  const since = flags.since === undefined ? undefined : parseWhen(flags.since, now);
  const until = flags.until === undefined ? undefined : parseWhen(flags.until, now);
  if (since === 'unreadable' || until === 'unreadable') {
    refuse('--since and --until take a time such as 2026-03-02T14:00Z, or a span back from now such as 36h or 7d');
    return;
  }
  if (since !== undefined && until !== undefined && since >= until) {
    refuse('--since must be before --until');
    return;
  }
  if (flags.state === '') {
    refuse('--state needs the name of a file');
    return;
  }
  const configured = readConfig(flags.config, isoOf(now));
  if (configured.kind === 'refused') {
    refuse(`${flags.config}: ${configured.reason}`);
    return;
  }
  const descriptions = readDescriptions(flags.functions ?? []);
  if (typeof descriptions === 'string') {
    refuse(descriptions);
    return;
  }
  const rules = ruleSet(configured.settings, flags.rules ?? [], { now });
  for (const problem of rules.loaded.problems) say(`${problem.file}:${problem.line}: left out: ${problem.reason}`);
  const opened = openState(flags.state);
  if (opened.kind === 'refused') {
    refuse(`${flags.state ?? 'temporary state'}: ${opened.reason}`);
    return;
  }
  const broken = brokenRecords();
  const breaking = breakOff();
  const result = await scan({
    paths,
    title: paths.join(', '),
    settings: configured.settings,
    suppressions: configured.suppressions,
    alertBudget: configured.alertBudget,
    nonProduction: configured.nonProduction,
    declared: configured.declared,
    functions: configured.functions,
    descriptions,
    rules,
    state: opened.state,
    now,
    since,
    until,
    progress: progressLine(flags.quiet === true),
    signal: breaking.signal,
    onBroken: broken.tell,
  });
  opened.state.keep();
  opened.state.close();
  broken.end();

  process.stdout.write(render(result, flags));
  if (flags.stats !== undefined) writeFileSync(flags.stats, `${JSON.stringify(result.statistics, null, 2)}\n`);
  if (flags.report !== undefined) {
    writeFileSync(flags.report, renderReport(reportFor(result, flags)));
    if (flags.quiet !== true) say(`the report lies at ${flags.report}`);
  }
  if (result.readable === 0) refuse(NOTHING_READABLE);
  else if (breaking.signal.aborted) process.exitCode = EXIT.interrupted;
  else if (flags.failOn !== undefined && result.findings.some(({ severity }) => atLeast(severity, flags.failOn as Severity)))
    process.exitCode = EXIT.found;
};

export const scanCommand = (program: Command): void => {
  program
    .command('scan')
    .description('read logs, learn what each function normally does, and print what deserves a look')
    .argument(
      '<paths...>',
      'files and folders in any mix of the supported formats, gzip or not; - reads stdin; cloudwatch-logs:GROUP, cloudtrail: and s3://BUCKET/PREFIX read an account',
    )
    .option('--state <file>', 'keep baselines between runs')
    .addOption(new Option('--format <format>', 'how findings are printed').choices(['text', 'ndjson', 'ocsf', 'asff']).default('text'))
    .option('--report <file.html>', 'write one self-contained page')
    .option('--rules <dir>', 'more Sigma rules and filters; may be given again', (dir: string, dirs: string[] = []) => [...dirs, dir])
    .option('--config <file>', 'lapwing.yml: thresholds, known deployers, trusted accounts')
    .option(
      '--functions <file.json>',
      'what the account says of its functions and interfaces; may be given again',
      (file: string, files: string[] = []) => [...files, file],
    )
    .option('--stats <file>', 'write the account of records as JSON')
    .addOption(new Option('--min-severity <level>', 'print findings from this level up').choices([...SEVERITIES]))
    .addOption(new Option('--fail-on <level>', 'exit 1 when there is a finding at this level or above').choices([...SEVERITIES]))
    .option('--since <time>', 'only records from this time on: 2026-03-02T14:00Z, 36h, 7d')
    .option('--until <time>', 'only records before this time')
    .option('--quiet', 'nothing on stderr but errors')
    .action(run);
};
