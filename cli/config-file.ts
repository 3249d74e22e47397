// lapwing.yml from its file.
import { readFileSync } from 'node:fs';
import { type Configured, configFrom, DEFAULT_CONFIG } from '../alerts/triage/config.ts';

/** `now`: ISO 8601; suppressions expire by it. */
export const readConfig = (path: string | undefined, now: string): Configured => {
  if (path === undefined) return DEFAULT_CONFIG;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { kind: 'refused', reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'cannot be read' };
  }
  return configFrom(text, now);
};
