// The rules that run: those that come with Lapwing and the folders a user adds.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { injectionDerivations } from '../detectors/injection/record.ts';
import type { Settings } from '../detectors/model/settings.ts';
import { loadRules } from '../detectors/sigma/load.ts';
import { buildMatcher, type Matcher } from '../detectors/sigma/matcher.ts';

export const OWN_RULES = fileURLToPath(new URL('../detectors/rules', import.meta.url));

export type Loaded = ReturnType<typeof loadRules>;
export interface RuleSet {
  readonly loaded: Loaded;
  readonly matcher: Matcher;
}

export const ruleFiles = (folder: string): { readonly path: string; readonly text: string }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: relative(process.cwd(), path), text: readFileSync(path, 'utf8') }));

export const ruleSet = (settings: Settings, folders: readonly string[]): RuleSet => {
  const placeholders = new Map([
    ['known_deployers', settings.knownDeployers],
    ['trusted_accounts', settings.trustedAccounts],
  ]);
  const loaded = loadRules([OWN_RULES, ...folders].flatMap(ruleFiles), placeholders);
  return { loaded, matcher: buildMatcher(loaded, injectionDerivations) };
};
