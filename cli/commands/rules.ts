// lapwing rules: what can be found, whether it still is, and whether a rule could ever match.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type RuleSet, ruleSet } from '../../detectors/aws/rule-set.ts';
import { BEHAVIOURS } from '../../detectors/behaviours/catalogue.ts';
import { DERIVED_FIELDS } from '../../detectors/derived-fields.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../detectors/model/settings.ts';
import { type Instant, isoOf } from '../../detectors/model/time.ts';
import { runCases } from '../../detectors/sigma/cases.ts';
import { lintRules } from '../../detectors/sigma/lint.ts';
import { readConfig } from '../config-file.ts';
import { actionNames } from '../event-catalogue.ts';
import { EXIT } from '../exit.ts';
import { table } from '../table.ts';
import { cataloguePage } from './catalogue-page.ts';
import { promoteCommand } from './rules-promote.ts';

interface RulesFlags {
  readonly rules?: string[];
  readonly config?: Settings;
  readonly format: 'text' | 'json';
}

/** One line of the catalogue, for a rule or a behaviour. */
interface Listed {
  readonly id: string;
  readonly kind: 'rule' | 'behaviour' | 'sequence';
  readonly category: string;
  readonly severity: string;
  readonly stage: string;
  readonly attacks: readonly string[];
  readonly title: string;
  readonly runbook: string;
}

const listed = ({ loaded }: RuleSet): readonly Listed[] =>
  [
    ...loaded.rules.map(
      (rule): Listed => ({
        id: rule.id,
        kind: 'rule',
        category: rule.category,
        severity: rule.level,
        stage: rule.stage,
        attacks: rule.attacks.map(({ technique }) => technique),
        title: rule.title,
        runbook: rule.runbook,
      }),
    ),
    ...loaded.correlations.map(
      (rule): Listed => ({
        id: rule.id,
        kind: 'sequence',
        category: rule.category,
        severity: rule.level,
        stage: rule.stage,
        attacks: rule.attacks.map(({ technique }) => technique),
        title: rule.title,
        runbook: rule.runbook,
      }),
    ),
    ...BEHAVIOURS.map(
      (behaviour): Listed => ({
        id: behaviour.id,
        kind: 'behaviour',
        category: behaviour.category,
        severity: 'by score',
        stage: 'live',
        attacks: behaviour.attacks.map(({ technique }) => technique),
        title: behaviour.title,
        runbook: behaviour.runbook,
      }),
    ),
  ].sort((one, other) => (`${one.category}/${one.id}` < `${other.category}/${other.id}` ? -1 : 1));

const own = (flags: RulesFlags): RuleSet =>
  ruleSet(flags.config ?? DEFAULT_SETTINGS, flags.rules ?? [], { cases: 'with cases', now: Date.now() as Instant });

const list = (flags: RulesFlags): void => {
  const entries = listed(own(flags));
  if (flags.format === 'json') {
    process.stdout.write(`${JSON.stringify(entries, null, 2)}\n`);
    return;
  }
  const rows = entries.map((entry) => [
    entry.category,
    entry.id,
    entry.kind,
    entry.severity,
    entry.stage,
    entry.attacks.join(' '),
    entry.title,
  ]);
  process.stdout.write(`${table([['category', 'id', 'kind', 'severity', 'stage', 'ATT&CK', 'title'], ...rows])}\n`);
};

const test = (ids: readonly string[], flags: RulesFlags): void => {
  const rules = own(flags);
  const results = runCases(rules.loaded, rules.matcher, DERIVED_FIELDS).filter(({ rule }) => ids.length === 0 || ids.includes(rule));
  const wrong = results.filter(({ expected, actual }) => expected !== actual);
  for (const { rule, case: name, expected } of wrong)
    process.stdout.write(`${rule}: "${name}" ${expected ? 'should match and does not' : 'should not match and does'}\n`);
  process.stdout.write(`${results.length - wrong.length} of ${results.length} cases come out as they should\n`);
  if (wrong.length > 0) process.exitCode = EXIT.found;
  else if (results.length === 0) process.exitCode = EXIT.usage;
};

const check = async (flags: RulesFlags): Promise<void> => {
  const { loaded } = own(flags);
  const problems = [...loaded.problems, ...lintRules(loaded, await actionNames())];
  for (const { file, line, reason } of problems) process.stdout.write(`${file}:${line}: ${reason}\n`);
  process.stdout.write(`${loaded.rules.length + loaded.correlations.length} rules, ${problems.length} problems\n`);
  if (problems.length > 0) process.exitCode = EXIT.found;
};

const settingsOf = (path: string): Settings => {
  const configured = readConfig(path, isoOf(Date.now() as Instant));
  if (configured.kind === 'refused') throw new InvalidArgumentError(configured.reason);
  return configured.settings;
};

export const rulesCommand = (program: Command): void => {
  const rules = program.command('rules').description('the catalogue of rules and behaviours');
  const folders = (): Option =>
    new Option('--rules <dir>', 'more Sigma rules; may be given again').argParser((dir: string, dirs: string[] = []) => [...dirs, dir]);
  const config = (): Option => new Option('--config <file>', 'lapwing.yml: what placeholders stand for').argParser(settingsOf);
  const format = (): Option => new Option('--format <format>').choices(['text', 'json']).default('text');
  rules.command('list').description('every rule and behaviour').addOption(folders()).addOption(format()).action(list);
  rules
    .command('test')
    .description('run the cases that rules carry')
    .argument('[ids...]', 'only these rules')
    .addOption(folders())
    .addOption(config())
    .addOption(format())
    .action(test);
  rules
    .command('catalogue')
    .description('the page of all detections and what they cover, in Markdown')
    .addOption(folders())
    .action((flags: Pick<RulesFlags, 'rules'>) => {
      process.stdout.write(cataloguePage(own({ ...flags, format: 'text' }).loaded));
    });
  rules
    .command('check')
    .description('lint rules against the real formats')
    .addOption(folders())
    .addOption(config())
    .addOption(format())
    .action(check);
  promoteCommand(rules);
};
