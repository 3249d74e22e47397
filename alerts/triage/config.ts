// The text of lapwing.yml → settings. What is not understood is named and refused: a misspelt suppression must not look like one that works.
import { parse } from 'yaml';
import type { FunctionNetwork } from '../../detectors/model/function-network.ts';
import type { Json } from '../../detectors/model/json.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../detectors/model/settings.ts';
import { type AlertBudget, DEFAULT_BUDGET, readBudget } from './budget.ts';
import { readFunctions } from './read-functions.ts';
import { type ReadSuppressions, readSuppressions, type Suppression } from './suppression.ts';

export type Configured =
  | {
      readonly kind: 'settings';
      readonly settings: Settings;
      readonly suppressions: readonly Suppression[];
      readonly alertBudget: AlertBudget;
      readonly nonProduction: readonly string[];
      readonly functions: readonly FunctionNetwork[];
      /** Log formats as they were declared: ingest knows them. */
      readonly formats: Json;
    }
  | { readonly kind: 'refused'; readonly reason: string };

type Read = (value: unknown) => Partial<Settings> | string;

const texts = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number') ? value.map(String) : undefined;
const NO_TEXTS = 'is not a list of texts';

const strings =
  (key: 'knownDeployers' | 'trustedAccounts' | 'promotedRules'): Read =>
  (value) => {
    const list = texts(value);
    return list === undefined ? NO_TEXTS : { [key]: list };
  };

/** Settings of their own, under the names that rules know them by. */
const NAMED_ALREADY: readonly string[] = ['known_deployers', 'trusted_accounts'];

const placeholders: Read = (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is not a mapping of names to lists';
  const lists: Record<string, readonly string[]> = {};
  for (const [name, given] of Object.entries(value)) {
    const list = texts(given);
    if (!/^\w+$/.test(name)) return `has ${name}, which no rule can name between percent signs`;
    if (NAMED_ALREADY.includes(name)) return `has ${name}, which is a setting of its own`;
    if (list === undefined) return `has ${name}, which ${NO_TEXTS}`;
    lists[name] = list;
  }
  return { placeholders: lists };
};

const KEYS: ReadonlyMap<string, Read> = new Map<string, Read>([
  [
    'learningDays',
    (value) => (typeof value === 'number' && value >= 1 && value <= 60 ? { learningDays: value } : 'is not a number of days from 1 to 60'),
  ],
  ['sensitivity', (value) => (value === 'default' || value === 'sensitive' ? { sensitivity: value } : 'is neither default nor sensitive')],
  ['knownDeployers', strings('knownDeployers')],
  ['trustedAccounts', strings('trustedAccounts')],
  ['promotedRules', strings('promotedRules')],
  ['placeholders', placeholders],
]);

/** What is not for the detectors but for what becomes of their findings. */
const TRIAGE_KEYS = ['suppressions', 'alertBudget', 'nonProduction', 'formats', 'functions'];

/** Of a user who has no file. */
export const DEFAULT_CONFIG: Extract<Configured, { readonly kind: 'settings' }> = {
  kind: 'settings',
  settings: DEFAULT_SETTINGS,
  suppressions: [],
  alertBudget: DEFAULT_BUDGET,
  nonProduction: [],
  functions: [],
  formats: [],
};

/** `now`: ISO 8601; suppressions expire by it. */
export const configFrom = (text: string, now: string): Configured => {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    return { kind: 'refused', reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'is not YAML' };
  }
  if (document === null || document === undefined) return DEFAULT_CONFIG;
  if (typeof document !== 'object' || Array.isArray(document)) return { kind: 'refused', reason: 'is not a mapping of names to values' };
  let settings = DEFAULT_SETTINGS;
  let read: ReadSuppressions = { suppressions: [], refused: [] };
  let { alertBudget, nonProduction, formats, functions } = DEFAULT_CONFIG;
  for (const [key, value] of Object.entries(document)) {
    if (key === 'suppressions') {
      read = readSuppressions(value as Json, now);
      const [refused] = read.refused;
      if (refused !== undefined) return { kind: 'refused', reason: `suppression ${refused.place} ${refused.why}` };
      continue;
    }
    if (key === 'formats') {
      formats = value as Json;
      continue;
    }
    if (key === 'functions') {
      const known = readFunctions(value as Json);
      if (typeof known === 'string') return { kind: 'refused', reason: `functions: ${known}` };
      functions = known;
      continue;
    }
    if (key === 'alertBudget') {
      const budget = readBudget(value as Json);
      if (typeof budget === 'string') return { kind: 'refused', reason: `alertBudget ${budget}` };
      alertBudget = budget;
      continue;
    }
    if (key === 'nonProduction') {
      const globs = texts(value);
      if (globs === undefined) return { kind: 'refused', reason: `nonProduction ${NO_TEXTS}` };
      // It would make everything less grave, production too.
      if (globs.some((glob) => glob.replaceAll('*', '') === '')) return { kind: 'refused', reason: 'nonProduction has * alone' };
      nonProduction = globs;
      continue;
    }
    const change = KEYS.get(key)?.(value) ?? `is not a setting (known: ${[...KEYS.keys(), ...TRIAGE_KEYS].join(', ')})`;
    if (typeof change === 'string') return { kind: 'refused', reason: `${key} ${change}` };
    settings = { ...settings, ...change };
  }
  return { kind: 'settings', settings, suppressions: read.suppressions, alertBudget, nonProduction, formats, functions };
};
