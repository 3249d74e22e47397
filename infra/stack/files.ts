// What is put beside the functions' code: the compiled rules and the settings of lapwing.yml.
import { readFileSync } from 'node:fs';
import { configFrom, DEFAULT_CONFIG } from '../../alerts/triage/config.ts';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import { rulesText } from '../../detectors/aws/rules-text.ts';
import { BEHAVIOURS } from '../../detectors/behaviours/catalogue.ts';
import type { Instant } from '../../detectors/model/time.ts';
import type { LoadedRules } from '../../detectors/sigma/rule.ts';
import { readFormats } from '../../ingest/decode/declared-format.ts';
import type { Config } from '../lambda/environment.ts';
import { CONFIG_FILE, RULES_FILE, type Service } from '../names.ts';

export type Files = Readonly<Record<Service, ReadonlyMap<string, string>>>;

/** What rules say to their readers, and by what else filters and correlations named them: a start must not read it. */
const UNSAID = { uuid: undefined, name: undefined, tags: [], references: [], custom: new Map(), file: '', line: 0 } as const;

/**
 * Correlations of rules and of behaviours are deployed. A correlation of correlations is not: what it would be made of may change
 * with every record that comes late. The findings below it are told of, and joined into one story by what they share.
 */
export const deployed = (loaded: LoadedRules): LoadedRules => {
  const events = new Set([...loaded.rules, ...BEHAVIOURS].map(({ id }) => id));
  const correlations = loaded.correlations.filter(({ rules }) => rules.every((rule) => events.has(rule)));
  return {
    ...loaded,
    rules: loaded.rules.map((rule) => ({ ...rule, ...UNSAID })),
    correlations: correlations.map((correlation) => ({ ...correlation, ...UNSAID })),
  };
};

/** Throws, with the reason, for what would be deployed and not work. `now`: ISO 8601, suppressions expire by it. */
export const filesOf = (config: string | undefined, ruleFolders: readonly string[], now: string): Files => {
  const configured = config === undefined ? DEFAULT_CONFIG : configFrom(readFileSync(config, 'utf8'), now);
  if (configured.kind === 'refused') throw new Error(`${config}: ${configured.reason}`);
  const { kind: _, ...deployedConfig } = configured;
  const { settings, formats } = deployedConfig;
  const declared = readFormats(formats);
  if (declared.kind === 'refused') throw new Error(`${config}: ${declared.reason}`);
  const { loaded } = ruleSet(settings, ruleFolders, { now: Date.parse(now) as Instant });
  const [problem] = loaded.problems;
  if (problem !== undefined) throw new Error(`${problem.file}:${problem.line}: ${problem.reason}`);
  const configFile = [CONFIG_FILE, JSON.stringify(deployedConfig satisfies Config)] as const;
  const rulesFile = [RULES_FILE, rulesText(deployed(loaded))] as const;
  return {
    ingest: new Map([configFile, rulesFile]),
    detect: new Map([configFile, rulesFile]),
    alert: new Map([configFile]),
    canary: new Map(),
  };
};
