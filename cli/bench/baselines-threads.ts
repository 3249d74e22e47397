// Runs a fleet's functions on two threads: each takes every other one, and nothing of one function depends on another.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { fleetOf } from './baselines-life.ts';
import { type FunctionRun, runFunction } from './baselines-run.ts';

const THREADS = 2;

interface Part {
  readonly seed: number;
  readonly functions: number;
  readonly days: number;
  readonly busier: number;
  readonly curves: boolean;
  readonly thread: number;
}

const runPart = ({ seed, functions, days, busier, curves, thread }: Part): readonly FunctionRun[] =>
  fleetOf(seed, functions, days, busier)
    .filter((_, index) => index % THREADS === thread)
    .map((spec) => runFunction(spec, seed, days, curves));

/** In the order of the fleet. */
export const runFleet = async (fleet: Omit<Part, 'thread'>): Promise<readonly FunctionRun[]> => {
  const parts = await Promise.all(
    Array.from(
      { length: THREADS },
      (_, thread) =>
        new Promise<readonly FunctionRun[]>((done, failed) => {
          const worker = new Worker(new URL(import.meta.url), { workerData: { ...fleet, thread } });
          worker.once('message', done).once('error', failed);
        }),
    ),
  );
  return Array.from({ length: fleet.functions }, (_, index) => parts[index % THREADS]?.[Math.floor(index / THREADS)]).filter(
    (run) => run !== undefined,
  );
};

if (!isMainThread) parentPort?.postMessage(runPart(workerData as Part));
