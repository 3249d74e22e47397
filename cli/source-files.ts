// What a file's path and its place on disk tell before its first record is read.
import { statSync } from 'node:fs';
import type { SourceHints } from '../ingest/decode/source.ts';

export const sizeOf = (path: string): number => {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
};

export const unreadableReason = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'cannot be read';

/** A log group named by the folders a file lies in (`…/aws/lambda/NAME/…`), as exports and subscriptions to files lay them out. */
export const hintsOf = (path: string): SourceHints => {
  const group = /(?:^|\/)aws\/lambda\/([A-Za-z0-9_-]{1,140})(?:\/|$)/.exec(path)?.[1];
  return group === undefined ? { name: path } : { name: path, logGroup: `/aws/lambda/${group}` };
};
