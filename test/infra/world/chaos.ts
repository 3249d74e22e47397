// What goes wrong, decided by one seed: a process that dies before or after any write, a table that throttles.
import { seeded } from '../../../cli/simulator/random.ts';

class Crash extends Error {}

export interface Chaos {
  /** Called before and after every operation of a fake; may throw. */
  step(): void;
  /** Nothing goes wrong any more. */
  stop(): void;
  readonly crashes: () => number;
}

export const noChaos: Chaos = { step: () => undefined, stop: () => undefined, crashes: () => 0 };

/** `rate`: how likely each operation is to fail, half of the times after it took effect. */
export const chaosOf = (seed: number, rate: number): Chaos => {
  const random = seeded(seed, 'chaos');
  let crashes = 0;
  let stopped = false;
  return {
    step() {
      if (stopped || random.next() >= rate / 2) return;
      crashes++;
      throw new Crash('planted');
    },
    stop() {
      stopped = true;
    },
    crashes: () => crashes,
  };
};
