// Calls in the order of their time: a binary heap, with the order of arrival between equals.
import type { Call } from './call.ts';

interface Entry {
  readonly call: Call;
  readonly order: number;
}

const before = (a: Entry, b: Entry): boolean => a.call.timeMs < b.call.timeMs || (a.call.timeMs === b.call.timeMs && a.order < b.order);

export class CallQueue {
  readonly #heap: Entry[] = [];
  #order = 0;

  push(call: Call): void {
    const entry = { call, order: this.#order };
    this.#order += 1;
    let index = this.#heap.length;
    this.#heap.push(entry);
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || !before(entry, parent)) break;
      this.#heap[index] = parent;
      index = above;
    }
    this.#heap[index] = entry;
  }

  /** The earliest call, when it is due before the moment. */
  popBefore(timeMs: number): Call | undefined {
    const first = this.#heap[0];
    if (first === undefined || first.call.timeMs >= timeMs) return undefined;
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#sink(last);
    return first.call;
  }

  #sink(entry: Entry): void {
    let index = 0;
    for (;;) {
      const left = this.#heap[2 * index + 1];
      const right = this.#heap[2 * index + 2];
      const child = left !== undefined && right !== undefined && before(right, left) ? right : left;
      if (child === undefined || !before(child, entry)) break;
      this.#heap[index] = child;
      index = 2 * index + (child === right ? 2 : 1);
    }
    this.#heap[index] = entry;
  }
}
