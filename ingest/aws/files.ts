// The files behind the paths a user names: folders walked in a fixed order, each file once, links followed without loops.
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';

export type FoundFile =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly reason: string };

const reasonOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'cannot be read');

/** What a user's own tools leave beside logs and no log is: state, version control, hidden files. */
const isHidden = (name: string): boolean => name.startsWith('.');

export const findFiles = (paths: readonly string[]): readonly FoundFile[] => {
  const found: FoundFile[] = [];
  const seen = new Set<string>();
  const visit = (path: string): void => {
    try {
      const real = realpathSync(path);
      if (seen.has(real)) return;
      seen.add(real);
      const status = statSync(real);
      if (status.isDirectory()) {
        for (const name of readdirSync(real).sort()) if (!isHidden(name)) visit(join(path, name));
      } else if (status.isFile() || status.isFIFO()) {
        // A pipe that is named is meant (`<(…)`); one met in a folder would wait for ever.
        if (status.isFile() || paths.includes(path)) found.push({ kind: 'file', path });
        else found.push({ kind: 'unreadable', path, reason: 'a pipe in a folder' });
      } else {
        found.push({ kind: 'unreadable', path, reason: 'no file' });
      }
    } catch (error) {
      found.push({ kind: 'unreadable', path, reason: reasonOf(error) });
    }
  };
  for (const path of paths) visit(path);
  return found;
};
