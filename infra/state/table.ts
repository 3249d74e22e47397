// What the deployed path asks of a table: few operations, each all or nothing, so that a test's table can fail at any of them.

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export interface Item extends Key {
  readonly body: string;
  /** Counts the changes of an item that is written under a condition; 0 for one that overwrites itself. */
  readonly version: number;
  /** When it may be forgotten, in milliseconds since the epoch; undefined: never. DynamoDB may take days longer. */
  readonly expires: number | undefined;
}

export interface Table {
  /** Strongly consistent. */
  get(key: Key): Promise<Item | undefined>;
  /** Items of a partition with `from` <= sk < `to`, in order of sk, strongly consistent. Never more than `limit`. */
  query(pk: string, from: string, to: string, limit: number): Promise<readonly Item[]>;
  /** Writes all, whatever was there. Rejects when one could not be written; others may have been. */
  putAll(items: readonly Item[]): Promise<void>;
  /** Writes when the stored item has the version `expected` (0: when there is none); else false. */
  putIf(item: Item, expected: number): Promise<boolean>;
  /** Deletes when the stored item's body is the one given; else leaves it. */
  deleteIf(key: Key, body: string): Promise<void>;
}
