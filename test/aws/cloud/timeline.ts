// What is to be done and when: things that are due now one after the other, and a clock that jumps to the next when nothing is.
import type { Clock } from './clock.ts';

type Work = () => Promise<void>;

/** A loop that feeds itself would never end. */
const MOST_STEPS = 100_000;

export class Timeline {
  readonly clock: Clock;
  readonly #ready: Work[] = [];
  readonly #timers: { readonly atMs: number; readonly work: Work }[] = [];
  /** Asked when nothing is ready: true when it found something to do, and did it. */
  readonly #polls: (() => Promise<boolean>)[] = [];

  constructor(clock: Clock) {
    this.clock = clock;
  }

  now(work: Work): void {
    this.#ready.push(work);
  }

  at(atMs: number, work: Work): void {
    this.#timers.push({ atMs, work });
    this.#timers.sort((one, other) => one.atMs - other.atMs);
  }

  poll(ask: () => Promise<boolean>): void {
    this.#polls.push(ask);
  }

  async runUntil(endMs: number): Promise<void> {
    for (let steps = 0; steps < MOST_STEPS; steps++) {
      const work = this.#ready.shift() ?? this.#due();
      if (work !== undefined) {
        await work();
        continue;
      }
      let found = false;
      for (const ask of this.#polls) found = (await ask()) || found;
      if (found || this.#ready.length > 0) continue;
      const next = this.#timers[0]?.atMs ?? Number.POSITIVE_INFINITY;
      if (next > endMs) {
        this.clock.jumpTo(endMs);
        return;
      }
      this.clock.jumpTo(next);
    }
    throw new Error('it does not come to rest');
  }

  /** A timer whose moment has come. */
  #due(): Work | undefined {
    const [first] = this.#timers;
    if (first === undefined || first.atMs > this.clock.now()) return undefined;
    this.#timers.shift();
    return first.work;
  }
}
