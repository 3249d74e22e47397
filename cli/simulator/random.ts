// Seeded random numbers: the same seed and label always give the same sequence, and one label's sequence never moves another's.

/** Rounds that spread a small seed over all 128 bits of state (the author of sfc32 uses 12). */
const WARM_UP_ROUNDS = 12;

/** sfc32 by Chris Doty-Humphrey (PractRand): 128 bits of state, so that the many short sequences used here never overlap in practice. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  constructor(a: number, b: number, c: number, counter: number) {
    this.#a = a | 0;
    this.#b = b | 0;
    this.#c = c | 0;
    this.#counter = counter | 0;
    for (let round = 0; round < WARM_UP_ROUNDS; round += 1) this.bits();
  }

  /** 32 random bits, as an unsigned integer. */
  bits(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Uniform in [0, 1). */
  next(): number {
    return this.bits() / 4_294_967_296;
  }

  /** Uniform integer in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('pick needs at least one item');
    return item;
  }

  /** An independent generator, made from this one's next numbers. */
  fork(): Random {
    return new Random(this.bits(), this.bits(), this.bits(), this.bits());
  }
}

/** FNV-1a over UTF-16 code units, finished with the murmur3 mixer: labels that differ by one letter start far apart. */
const hash = (label: string, basis: number): number => {
  let state = basis | 0;
  for (let index = 0; index < label.length; index += 1) state = Math.imul(state ^ label.charCodeAt(index), 16_777_619);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return state ^ (state >>> 16);
};

export const seeded = (seed: number, label: string): Random =>
  new Random(hash(label, 0x811c9dc5), hash(label, seed ^ 0x9e3779b9), hash(label, Math.imul(seed, 0x27d4eb2f)), seed);
