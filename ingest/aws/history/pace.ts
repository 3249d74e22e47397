// No more than so many requests a second, however many are wanted at once: each start is a fixed time after the one before.
import type { Clock } from './edges.ts';

/** Resolves when the next request may start. */
export const pace = (perSecond: number, clock: Pick<Clock, 'elapsed' | 'sleep'>): (() => Promise<void>) => {
  const gapMs = 1000 / perSecond;
  let next = Number.NEGATIVE_INFINITY;
  return async () => {
    const start = Math.max(clock.elapsed(), next);
    next = start + gapMs;
    // A timer may fire early by a fraction of a millisecond.
    for (let wait = start - clock.elapsed(); wait > 0; wait = start - clock.elapsed()) await clock.sleep(Math.ceil(wait));
  };
};
