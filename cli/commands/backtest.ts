// lapwing backtest: what would have been alerted over a history, with these settings, before they page anybody.
import { type Command, Option } from 'commander';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import { SEVERITIES } from '../../detectors/model/severity.ts';
import { type Instant, isoOf } from '../../detectors/model/time.ts';
import { type Backtest, backtestOf } from '../backtest.ts';
import { readConfig } from '../config-file.ts';
import { EXIT } from '../exit.ts';
import { NOTHING_READABLE, scanHistory } from '../scan-history.ts';
import { table } from '../table.ts';
import { say } from '../terminal.ts';
import { parseWhen } from '../when.ts';

interface BacktestFlags {
  readonly config?: string;
  readonly rules?: string[];
  readonly budget: string;
  readonly format: 'text' | 'json';
  readonly since?: string;
  readonly until?: string;
}

const MOST_A_DAY = 10_000;

const text = (backtest: Backtest): string => {
  const head = [
    'detector',
    'kind',
    ...SEVERITIES.toReversed(),
    'findings a day',
    'alerts',
    'in stories',
    'digest',
    'hidden',
    'alerts a day',
    `score for ${backtest.budgetADay} a day`,
  ];
  const rows = backtest.detectors.map((each) => [
    each.detector,
    each.kind,
    ...SEVERITIES.toReversed().map((severity) => String(each.findings[severity])),
    each.findingsADay.toFixed(2),
    String(each.alerted),
    String(each.joined),
    String(each.digested + each.staged),
    String(each.suppressed),
    each.alertsADay.toFixed(2),
    each.threshold === null ? '' : each.threshold.score === 0 ? 'any' : each.threshold.score.toFixed(3),
  ]);
  const { score, kept } = backtest.threshold;
  return [
    `${backtest.days.toFixed(1)} days of history, ${backtest.alerts} alerts (${backtest.alertsADay.toFixed(2)} a day).`,
    '',
    table([head, ...rows]),
    '',
    score === 0
      ? `All behaviours together find no more than ${backtest.budgetADay} a day: no threshold is needed.`
      : `To keep all behaviours together to ${backtest.budgetADay} a day, set alertBudget.behaviourScore to ${score.toFixed(3)} (${kept.toFixed(2)} a day remain).`,
  ].join('\n');
};

const run = async (paths: readonly string[], flags: BacktestFlags): Promise<void> => {
  const refuse = (reason: string): void => {
    say(reason);
    process.exitCode = EXIT.usage;
  };
  const now = Date.now() as Instant;
  const budget = Number(flags.budget);
  if (!(budget > 0 && budget <= MOST_A_DAY)) {
    refuse(`--budget takes a number of alerts a day, above 0 and up to ${MOST_A_DAY}`);
    return;
  }
  const since = flags.since === undefined ? undefined : parseWhen(flags.since, now);
  const until = flags.until === undefined ? undefined : parseWhen(flags.until, now);
  if (since === 'unreadable' || until === 'unreadable') {
    refuse('--since and --until take a time such as 2026-03-02T14:00Z, or a span back from now such as 36h or 7d');
    return;
  }
  const configured = readConfig(flags.config, isoOf(now));
  if (configured.kind === 'refused') {
    refuse(`${flags.config}: ${configured.reason}`);
    return;
  }
  const rules = ruleSet(configured.settings, flags.rules ?? [], { now });
  for (const problem of rules.loaded.problems) say(`${problem.file}:${problem.line}: left out: ${problem.reason}`);
  const { result, interrupted } = await scanHistory({ ...configured, paths, rules, now, since, until });
  const { period } = result.report;
  if (result.readable === 0 || period === null) {
    refuse(NOTHING_READABLE);
    return;
  }
  const backtest = backtestOf(result.triaged, Date.parse(period.end) - Date.parse(period.start), budget);
  process.stdout.write(`${flags.format === 'json' ? JSON.stringify(backtest, null, 2) : text(backtest)}\n`);
  if (interrupted) process.exitCode = EXIT.interrupted;
};

export const backtestCommand = (program: Command): void => {
  program
    .command('backtest')
    .description('replay a history with other settings: alerts a day for each detector, and the score that keeps a budget')
    .argument('<paths...>', 'as for scan')
    .option('--config <file>', 'lapwing.yml')
    .option('--rules <dir>', 'more Sigma rules and filters; may be given again', (dir: string, dirs: string[] = []) => [...dirs, dir])
    .option('--budget <number>', 'alerts a day that somebody would answer', '1')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .option('--since <time>', 'only records from this time on')
    .option('--until <time>', 'only records before this time')
    .action(run);
};
