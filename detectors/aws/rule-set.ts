// The rules that run: those that come with Lapwing and the folders a user adds.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BEHAVIOURS } from '../behaviours/catalogue.ts';
import { derivedFields } from '../derived-fields.ts';
import type { Settings } from '../model/settings.ts';
import type { Instant } from '../model/time.ts';
import { filtered } from '../sigma/filter.ts';
import { loadRules } from '../sigma/load.ts';
import { buildMatcher, type Matcher } from '../sigma/matcher.ts';
import { promoted } from '../sigma/promote.ts';
import type { LoadedRules } from '../sigma/rule.ts';
import { withoutCases } from '../sigma/without-cases.ts';
import { CACHE, cachedRules } from './rule-cache.ts';

const OWN_RULES = fileURLToPath(new URL('../rules', import.meta.url));

const BEHAVIOUR_IDS = new Set(BEHAVIOURS.map(({ id }) => id));

export interface RuleSet {
  readonly loaded: LoadedRules;
  readonly matcher: Matcher;
}

/** Own rules are named from the package's root, wherever Lapwing is called; others from where it is called. */
const PACKAGE = dirname(dirname(OWN_RULES));

const filesIn = (folder: string): { readonly path: string; readonly text: string }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: relative(folder === OWN_RULES ? PACKAGE : process.cwd(), path), text: readFileSync(path, 'utf8') }));

/** Lapwing's own rules and those in the folders, in a fixed order. */
export const ruleFiles = (folders: readonly string[]): readonly { readonly path: string; readonly text: string }[] =>
  [OWN_RULES, ...folders].flatMap(filesIn);

/**
 * `cases`: whether to read the rules' own cases too, for `lapwing rules`. `now`: filters in the folders expire by it. `cache`: where
 * rules without cases are kept once they are read.
 */
export const ruleSet = (
  settings: Settings,
  folders: readonly string[],
  {
    cases = 'without cases',
    now,
    cache = CACHE,
  }: { readonly cases?: 'with cases' | 'without cases'; readonly now?: Instant; readonly cache?: string } = {},
): RuleSet => {
  if (folders.length > 0 && now === undefined) throw new Error('folders of rules may hold filters, and those need a clock');
  const nowMs = now ?? Number.POSITIVE_INFINITY;
  const placeholders = new Map([
    ...Object.entries(settings.placeholders),
    ['known_deployers', settings.knownDeployers],
    ['trusted_accounts', settings.trustedAccounts],
  ]);
  const files = ruleFiles(folders);
  const read = (): LoadedRules =>
    loadRules(
      cases === 'with cases' ? files : files.map(({ path, text }) => ({ path, text: withoutCases(text) })),
      placeholders,
      BEHAVIOUR_IDS,
    );
  const rules = cases === 'with cases' ? read() : cachedRules([files, [...placeholders]], read, cache);
  const loaded = promoted(filtered(rules, nowMs), settings.promotedRules);
  return { loaded, matcher: buildMatcher(loaded, derivedFields(settings), () => nowMs) };
};
