// The file a rule is written in, as it stands.
import { basename } from 'node:path';
import { ruleFiles } from '../detectors/aws/rule-set.ts';

/** A rule's id is its file's name; a folder of a user's own may name it inside. */
const isOf = (id: string, path: string, text: string): boolean =>
  basename(path).replace(/\.ya?ml$/, '') === id || text.split('\n').some((line) => line.trim() === `name: ${id}`);

/** Undefined when no rule has that id. */
export const ruleTextOf = (id: string, folders: readonly string[]): string | undefined =>
  ruleFiles(folders).find(({ path, text }) => isOf(id, path, text))?.text;
