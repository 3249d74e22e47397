// lapwing.yml → settings. What is not understood is named and refused: a misspelt suppression must not look like one that works.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { DEFAULT_SETTINGS, type Settings } from '../detectors/model/settings.ts';

export type Configured = { readonly kind: 'settings'; readonly settings: Settings } | { readonly kind: 'refused'; readonly reason: string };

type Read = (value: unknown) => Partial<Settings> | string;

const strings =
  (key: 'knownDeployers' | 'trustedAccounts'): Read =>
  (value) =>
    Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number')
      ? { [key]: value.map(String) }
      : 'is not a list of texts';

const KEYS: ReadonlyMap<string, Read> = new Map<string, Read>([
  [
    'learningDays',
    (value) => (typeof value === 'number' && value >= 1 && value <= 60 ? { learningDays: value } : 'is not a number of days from 1 to 60'),
  ],
  ['sensitivity', (value) => (value === 'default' || value === 'sensitive' ? { sensitivity: value } : 'is neither default nor sensitive')],
  ['knownDeployers', strings('knownDeployers')],
  ['trustedAccounts', strings('trustedAccounts')],
]);

export const readConfig = (path: string | undefined): Configured => {
  if (path === undefined) return { kind: 'settings', settings: DEFAULT_SETTINGS };
  let document: unknown;
  try {
    document = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return { kind: 'refused', reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'cannot be read' };
  }
  if (document === null || document === undefined) return { kind: 'settings', settings: DEFAULT_SETTINGS };
  if (typeof document !== 'object' || Array.isArray(document)) return { kind: 'refused', reason: 'is not a mapping of names to values' };
  let settings = DEFAULT_SETTINGS;
  for (const [key, value] of Object.entries(document)) {
    const read = KEYS.get(key)?.(value) ?? `is not a setting (known: ${[...KEYS.keys()].join(', ')})`;
    if (typeof read === 'string') return { kind: 'refused', reason: `${key} ${read}` };
    settings = { ...settings, ...read };
  }
  return { kind: 'settings', settings };
};
