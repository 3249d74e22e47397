// A minute's work: every function for which something is due, so many at once, each by itself: one that fails keeps nobody else.
import { inParallel } from '../../ingest/aws/history/in-parallel.ts';
import type { Tick } from './detect-context.ts';
import { detectFunction, Overtaken } from './detect-function.ts';
import { dueWork, type FunctionWork } from './due-work.ts';

/** Each is a handful of requests one after the other: while some wait, others assess. */
const AT_ONCE = 16;
/** Runs overlap when one takes over a minute: then the second try finds what the other saved. */
const TRIES = 3;

export interface Detected {
  readonly functions: number;
  /** Functions whose work is due still, with the reason. */
  readonly failed: readonly { readonly function: string; readonly error: unknown }[];
  /** The time was up: these wait for the next minute. */
  readonly left: number;
}

const tryFunction = async (work: FunctionWork, tick: Tick): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      await detectFunction(work, tick);
      return;
    } catch (error) {
      if (!(error instanceof Overtaken) || tries === TRIES) throw error;
    }
  }
};

/** `isTimeUp` is asked before each function. */
export const detect = async (tick: Tick, isTimeUp: () => boolean = () => false): Promise<Detected> => {
  const works = await dueWork(tick);
  const failed: { function: string; error: unknown }[] = [];
  let left = 0;
  await inParallel(works, AT_ONCE, async (work) => {
    if (isTimeUp()) {
      left++;
      return;
    }
    try {
      await tryFunction(work, tick);
    } catch (error) {
      failed.push({ function: work.function, error });
    }
  });
  return { functions: works.length - left, failed, left };
};
