// lapwing rules promote: what rules on trial would have raised in a history, at what rate, and how they go live.
import { type Command, Option } from 'commander';
import { redactFinding } from '../../alerts/redact/redact-finding.ts';
import { terminalText } from '../../alerts/render/terminal-text.ts';
import { functionBeside } from '../../alerts/triage/function-name.ts';
import { momentWords } from '../../alerts/triage/span-words.ts';
import { type RuleSet, ruleSet } from '../../detectors/aws/rule-set.ts';
import { type Instant, isoOf } from '../../detectors/model/time.ts';
import { readConfig } from '../config-file.ts';
import { EXIT } from '../exit.ts';
import { type PromotedRule, type Promotion, promotionOf } from '../promotion.ts';
import { NOTHING_READABLE, scanHistory } from '../scan-history.ts';
import { table } from '../table.ts';
import { say } from '../terminal.ts';

interface PromoteFlags {
  readonly all?: boolean;
  readonly config?: string;
  readonly rules?: string[];
  readonly format: 'text' | 'json';
}

/** The rule's name, or `--all` and no name: the rest are paths. */
type Chosen =
  | { readonly kind: 'rules'; readonly ids: readonly string[]; readonly paths: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string };

const choose = (words: readonly string[], all: boolean, { loaded }: RuleSet): Chosen => {
  const rules = [...loaded.rules, ...loaded.correlations];
  const staged = rules.filter(({ stage }) => stage === 'staged').map(({ id }) => id);
  const [first = '', ...rest] = words;
  const ids = all ? staged : [first];
  const paths = all ? words : rest;
  if (!all && !staged.includes(first))
    return {
      kind: 'refused',
      reason: rules.some(({ id }) => id === first)
        ? `${first} is live already`
        : `no rule is called ${first}; on trial are: ${staged.sort().join(', ') || 'none'}`,
    };
  if (paths.length === 0) return { kind: 'refused', reason: 'name the history: files, folders, or an account’s logs, as for scan' };
  return { kind: 'rules', ids: [...ids].sort(), paths };
};

const exampleLines = ({ rule, examples }: PromotedRule): readonly string[] =>
  examples.length === 0
    ? []
    : [
        `${rule}:`,
        ...examples.map(redactFinding).map((finding) => {
          const name = functionBeside(finding);
          return terminalText(
            `  ${momentWords(finding.time)}  ${finding.severity}  ${finding.title}${name === '' ? '' : `, ${name}`} (${finding.evidence[0] ?? finding.id})`,
          );
        }),
      ];

const text = (promotion: Promotion): string => {
  const { days, alertsBefore, alertsAfter, alertsADayMore, rules } = promotion;
  const raised = rules.filter(({ findings }) => findings > 0);
  const quiet = rules.filter(({ findings }) => findings === 0).map(({ rule }) => rule);
  return [
    `${days.toFixed(1)} days of history. With ${rules.length === 1 ? 'this rule' : 'these rules'} live there would have been ${alertsAfter} ${alertsAfter === 1 ? 'alert' : 'alerts'} instead of ${alertsBefore} (${alertsADayMore >= 0 ? '+' : ''}${alertsADayMore.toFixed(2)} a day).`,
    ...(raised.length === 0
      ? []
      : [
          '',
          table([
            ['rule', 'findings', 'a day', 'alerts', 'in stories', 'digest', 'hidden'],
            ...raised.map((each) => [
              each.rule,
              String(each.findings),
              each.findingsADay.toFixed(2),
              String(each.alerted),
              String(each.joined),
              String(each.digested),
              String(each.suppressed),
            ]),
          ]),
          '',
          ...raised.flatMap(exampleLines),
        ]),
    ...(quiet.length === 0
      ? []
      : [
          '',
          `Nothing found by: ${quiet.join(', ')}. Silence proves little: see that the history holds the logs they read (lapwing coverage).`,
        ]),
    '',
    'To go live, in lapwing.yml (a rule of your own: `status: test` in its file):',
    'promotedRules:',
    ...rules.map(({ rule }) => `  - ${rule}`),
  ].join('\n');
};

const run = async (words: readonly string[], flags: PromoteFlags): Promise<void> => {
  const refuse = (reason: string): void => {
    say(reason);
    process.exitCode = EXIT.usage;
  };
  const now = Date.now() as Instant;
  const configured = readConfig(flags.config, isoOf(now));
  if (configured.kind === 'refused') {
    refuse(`${flags.config}: ${configured.reason}`);
    return;
  }
  const { settings, suppressions, alertBudget, nonProduction } = configured;
  const chosen = choose(words, flags.all === true, ruleSet(settings, flags.rules ?? [], { now }));
  if (chosen.kind === 'refused') {
    refuse(chosen.reason);
    return;
  }
  const rules = ruleSet({ ...settings, promotedRules: [...settings.promotedRules, ...chosen.ids] }, flags.rules ?? [], { now });
  const { result, interrupted } = await scanHistory({ ...configured, paths: chosen.paths, rules, now });
  const { period } = result.report;
  if (result.readable === 0 || period === null) {
    refuse(NOTHING_READABLE);
    return;
  }
  const promotion = promotionOf(result.triaged.findings, chosen.ids, Date.parse(period.end) - Date.parse(period.start), {
    now: isoOf(now),
    suppressions,
    budget: alertBudget,
    nonProduction,
    shared: settings.knownDeployers,
  });
  process.stdout.write(`${flags.format === 'json' ? JSON.stringify(promotion, null, 2) : text(promotion)}\n`);
  if (interrupted) process.exitCode = EXIT.interrupted;
};

export const promoteCommand = (rules: Command): void => {
  rules
    .command('promote')
    .description('what rules on trial would have raised in a history, at what rate, and how they go live')
    .argument('<words...>', 'a rule’s id (or --all and none), then paths as for scan')
    .option('--all', 'every rule on trial')
    .option('--config <file>', 'lapwing.yml')
    .option('--rules <dir>', 'more Sigma rules and filters; may be given again', (dir: string, dirs: string[] = []) => [...dirs, dir])
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(run);
};
