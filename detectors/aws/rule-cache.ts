// Rules as they were last read, kept beside the installed packages: to read some 240 YAML files takes most of a second, and nearly
// every command needs them.
import { createHash, hash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadedRules } from '../sigma/rule.ts';
import { rulesFrom, rulesText } from './rules-text.ts';

const ROOM = fileURLToPath(new URL('..', import.meta.url));
const ROOT = dirname(ROOM.replace(/\/$/, ''));
const PACKAGES = basename(dirname(ROOT)) === 'node_modules' ? dirname(ROOT) : join(ROOT, 'node_modules');

export const CACHE = join(PACKAGES, '.cache', 'lapwing');

/** Sets of rules that are kept: of a project with its own rules, of one without. */
const MOST_KEPT = 4;

const digestOf = (text: string): string => hash('sha256', text, 'hex');

/** Whatever the rules come from, and all code that may have a part in reading them. */
const keyOf = (from: unknown): string => {
  const digest = createHash('sha256').update(JSON.stringify(from));
  for (const name of readdirSync(ROOM, { recursive: true, encoding: 'utf8' }).sort())
    if (name.endsWith('.ts')) digest.update(name).update(readFileSync(join(ROOM, name)));
  return digest.digest('hex').slice(0, 32);
};

const isKept = (name: string): boolean => /^rules-[0-9a-f]{32}\.json$/.test(name);

const forgetOldest = (folder: string): void => {
  const files = readdirSync(folder)
    .filter(isKept)
    .map((name) => join(folder, name));
  const youngest = files.map((path) => ({ path, time: statSync(path).mtimeMs })).sort((one, other) => other.time - one.time);
  for (const { path } of youngest.slice(MOST_KEPT)) rmSync(path, { force: true });
};

const keep = (folder: string, name: string, text: string): void => {
  mkdirSync(folder, { recursive: true });
  // Another run may do the same: whole or not at all.
  const draft = join(folder, `${name}.${process.pid}`);
  writeFileSync(draft, `${digestOf(text)}\n${text}`);
  renameSync(draft, join(folder, name));
  forgetOldest(folder);
};

/** Undefined for what is not there, cut off or changed. */
const keptText = (path: string): string | undefined => {
  try {
    const whole = readFileSync(path, 'utf8');
    const lineEnd = whole.indexOf('\n');
    const text = whole.slice(lineEnd + 1);
    return whole.slice(0, lineEnd) === digestOf(text) ? text : undefined;
  } catch {
    return undefined;
  }
};

/** What `read` gives, or gave when it was last called `from` the same; `folder` need not exist, nor be writable. */
export const cachedRules = (from: unknown, read: () => LoadedRules, folder: string): LoadedRules => {
  const name = `rules-${keyOf(from)}.json`;
  const kept = keptText(join(folder, name));
  if (kept !== undefined) return rulesFrom(kept);
  const rules = read();
  try {
    keep(folder, name, rulesText(rules));
  } catch {
    // A folder that cannot be written to: the rules are read anew each time.
  }
  return rules;
};
