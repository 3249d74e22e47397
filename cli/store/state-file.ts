// Where a scan keeps what does not fit in memory, and what the next scan goes on from: one SQLite file (node:sqlite).
// Without --state it is a temporary database that is gone afterwards, and a small scan never touches it.
import { DatabaseSync } from 'node:sqlite';

/** Raised when a table changes; an older file is refused aloud, never misread. */
const SCHEMA_VERSION = 1;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS seen (hour INTEGER PRIMARY KEY, ids BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS partials (function TEXT NOT NULL, hour INTEGER NOT NULL, windows TEXT NOT NULL, PRIMARY KEY (function, hour)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS baselines (function TEXT PRIMARY KEY, baseline TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS findings (id TEXT PRIMARY KEY, time TEXT NOT NULL, finding TEXT NOT NULL) STRICT;
`;

/** Where `lapwing demo` keeps its state, and where a finding is looked up when no other file is named. */
export const DEFAULT_STATE = '.lapwing/state.db';

export type Opened = { readonly kind: 'open'; readonly state: StateFile } | { readonly kind: 'refused'; readonly reason: string };

export interface StateFile {
  readonly persistent: boolean;
  readonly database: DatabaseSync;
  meta(name: string): string | undefined;
  setMeta(name: string, value: string): void;
  /** Keeps all that was written since the file was opened: what a scan learned and what it saw belong together, or not at all. */
  keep(): void;
  /** Lets go of what was not kept. */
  close(): void;
}

const stateFile = (database: DatabaseSync, persistent: boolean): StateFile => {
  const readMeta = database.prepare('SELECT value FROM meta WHERE name = ?');
  const writeMeta = database.prepare(
    'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  return {
    persistent,
    database,
    meta(name) {
      const row = readMeta.get(name);
      return typeof row?.['value'] === 'string' ? row['value'] : undefined;
    },
    setMeta(name, value) {
      writeMeta.run(name, value);
    },
    keep: () => database.exec('COMMIT'),
    close: () => database.close(),
  };
};

const refusal = (error: unknown): string => {
  const message = error instanceof Error ? error.message : 'cannot be opened';
  return message.includes('locked') ? 'another scan is using it; wait for its end, or give this one a state of its own' : message;
};

/** `path` undefined: a temporary database, on disk only when it outgrows SQLite's cache. One scan at a time writes a file. */
export const openState = (path: string | undefined, mode: 'write' | 'read' = 'write'): Opened => {
  try {
    // The empty name is SQLite's own temporary file.
    const database = new DatabaseSync(path ?? '', { timeout: 5_000, readOnly: mode === 'read' });
    if (mode === 'write') {
      database.exec(path === undefined ? 'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF' : 'PRAGMA journal_mode = WAL');
      database.exec('BEGIN IMMEDIATE');
      database.exec(SCHEMA);
    }
    const state = stateFile(database, path !== undefined);
    const version = state.meta('schema');
    if (version === undefined) state.setMeta('schema', String(SCHEMA_VERSION));
    else if (version !== String(SCHEMA_VERSION)) {
      database.close();
      return { kind: 'refused', reason: `it was written by another version (schema ${version}, this one reads ${SCHEMA_VERSION})` };
    }
    return { kind: 'open', state };
  } catch (error) {
    return { kind: 'refused', reason: refusal(error) };
  }
};
