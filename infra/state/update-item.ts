// Read, change, write under a condition, and again when another writer was first: how shared items change without a lost update.
import type { Item, Key, Table } from './table.ts';

/** Conflicts in a row before the work is given back to its source: with full jitter in the source's retry this is rare. */
const MOST_TRIES = 10;

class Contended extends Error {
  constructor(key: Key) {
    super(`another writer was first ${MOST_TRIES} times: ${key.pk.slice(0, 100)}`);
    this.name = 'Contended';
  }
}

export interface Change {
  readonly body: string;
  readonly expires: number | undefined;
}

/** `change` is given the stored body and says the new one; the same body again writes nothing. Resolves with what is stored then. */
export const updateItem = async (
  table: Table,
  key: Key,
  change: (before: string | undefined) => Change,
  guess: 'likely there' | 'likely new' = 'likely there',
): Promise<Item> => {
  let known = guess === 'likely new' ? undefined : await table.get(key);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const next = change(known?.body);
    if (known !== undefined && next.body === known.body) return known;
    const item = { ...key, ...next, version: (known?.version ?? 0) + 1 };
    if (await table.putIf(item, known?.version ?? 0)) return item;
    known = await table.get(key);
  }
  throw new Contended(key);
};
