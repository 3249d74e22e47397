// lapwing.yml from its file.
import { readFileSync } from 'node:fs';
import { type Configured, configFrom, DEFAULT_CONFIG } from '../alerts/triage/config.ts';
import { type DeclaredFormat, readFormats } from '../ingest/decode/declared-format.ts';

type Refused = Extract<Configured, { readonly kind: 'refused' }>;
export type ReadConfig = (Exclude<Configured, Refused> & { readonly declared: readonly DeclaredFormat[] }) | Refused;

const withFormats = (configured: Configured): ReadConfig => {
  if (configured.kind === 'refused') return configured;
  const read = readFormats(configured.formats);
  return read.kind === 'refused' ? read : { ...configured, declared: read.formats };
};

/** `now`: ISO 8601; suppressions expire by it. */
export const readConfig = (path: string | undefined, now: string): ReadConfig => {
  if (path === undefined) return withFormats(DEFAULT_CONFIG);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { kind: 'refused', reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'cannot be read' };
  }
  return withFormats(configFrom(text, now));
};
