// A table in memory that keeps the port's promises and no more: every operation may fail before or after it took effect.
import type { Item, Key, Table } from '../../../infra/state/table.ts';
import type { Chaos } from './chaos.ts';

export class FakeTable implements Table {
  readonly #items = new Map<string, Map<string, Item>>();
  readonly #chaos: Chaos;
  /** Whose turn it is, and what each did: `ingest putIf`. */
  actor = '';
  readonly used = new Set<string>();

  constructor(chaos: Chaos) {
    this.#chaos = chaos;
  }

  async #failing<Value>(work: () => Value): Promise<Value> {
    // Gives other workers of the same invocation their turn, as a request would.
    await Promise.resolve();
    this.#chaos.step();
    const value = work();
    this.#chaos.step();
    return value;
  }

  #write(item: Item): void {
    if (Buffer.byteLength(item.body) > 390 * 1024) throw new Error(`${item.pk} is too large for an item`);
    const partition = this.#items.get(item.pk) ?? new Map<string, Item>();
    this.#items.set(item.pk, partition);
    partition.set(item.sk, item);
  }

  get(key: Key): Promise<Item | undefined> {
    this.used.add(`${this.actor} get`);
    return this.#failing(() => this.#items.get(key.pk)?.get(key.sk));
  }

  query(pk: string, from: string, to: string, limit: number): Promise<readonly Item[]> {
    this.used.add(`${this.actor} query`);
    if (from === '' || to === '') throw new Error('DynamoDB takes no empty text as a key');
    return this.#failing(() =>
      [...(this.#items.get(pk)?.values() ?? [])]
        .filter(({ sk }) => sk >= from && sk < to)
        .sort((one, other) => (one.sk < other.sk ? -1 : 1))
        .slice(0, limit),
    );
  }

  async putAll(items: readonly Item[]): Promise<void> {
    this.used.add(`${this.actor} putAll`);
    for (const item of items) await this.#failing(() => this.#write(item));
  }

  putIf(item: Item, expected: number): Promise<boolean> {
    this.used.add(`${this.actor} putIf`);
    return this.#failing(() => {
      const known = this.#items.get(item.pk)?.get(item.sk);
      if ((known?.version ?? 0) !== expected || (expected === 0 && known !== undefined)) return false;
      this.#write(item);
      return true;
    });
  }

  deleteIf(key: Key, body: string): Promise<void> {
    this.used.add(`${this.actor} deleteIf`);
    return this.#failing(() => {
      if (this.#items.get(key.pk)?.get(key.sk)?.body === body) this.#items.get(key.pk)?.delete(key.sk);
    });
  }

  /** Everything whose partition begins so, in order of keys. */
  all(prefix: string): readonly Item[] {
    return [...this.#items]
      .filter(([pk]) => pk.startsWith(prefix))
      .flatMap(([, partition]) => [...partition.values()])
      .sort((one, other) => (one.pk < other.pk || (one.pk === other.pk && one.sk < other.sk) ? -1 : 1));
  }
}
