// The incidents the bench injects, each into a copy of a function's memory at a random moment of its judged days.
import { recordId } from '../../detectors/model/identity.ts';
import { addName, addSum, type FunctionPartial } from '../../detectors/model/partial.ts';
import type { FunctionSpec } from '../simulator/function-spec.ts';
import type { Random } from '../simulator/random.ts';
import { busier, instantAt, type LifeWindow, scaled } from './baselines-life.ts';
import { drawBytes, drawCalls, egressRatio, rateRatio, silenceRatio } from './baselines-oracle.ts';

export interface Incident {
  readonly name: string;
  readonly windows: number;
  readonly change: (window: LifeWindow, spec: FunctionSpec) => LifeWindow;
  /** What it adds to the partial of a window. */
  readonly add?: (partial: FunctionPartial, window: number) => void;
  /**
   * What of a window stands out, for telling whether a person with the function's whole history could see it: the incident
   * is visible when its `over` windows together exceed every such stretch of the function's 60 ordinary days.
   */
  /** Log ratio of the incident against ordinary days, by the simulator's own laws. */
  readonly ratio?: (spec: FunctionSpec, windows: readonly LifeWindow[], start: number) => number;
  /** Draws, for an ordinary window of a function, what the incident's chances would make of it. */
  readonly draw?: (spec: FunctionSpec, windows: readonly LifeWindow[], start: number, random: Random) => readonly LifeWindow[];
  readonly stands?: { readonly of: (window: LifeWindow) => readonly number[]; readonly over: number };
}

const egressOf = (window: LifeWindow): readonly number[] => {
  const calls = Math.max(1, window.invocations);
  const bytes = [window.responseBytes, window.readBytes, window.sentBytes];
  return [...bytes, ...bytes.map((amount) => amount / calls)];
};

export const egress = (times: number): Incident => ({
  name: `${times}x egress, 10 min`,
  windows: 2,
  change: (window) => scaled(window, 1, times),
  stands: { of: egressOf, over: 1 },
  ratio: (spec, windows) => egressRatio(spec, windows, times),
  draw: (spec, windows, _, random) => windows.map((window) => scaled(drawBytes(spec, window, random), 1, times)),
});

export const rate = (times: number): Incident => ({
  name: `${times}x invocations, 1 h`,
  windows: 12,
  change: (window, spec) => busier(spec, window, times),
  stands: { of: (window) => [window.invocations], over: 12 },
  ratio: (spec, windows, start) => rateRatio(spec, windows, start, times),
  draw: (spec, windows, start, random) => drawCalls(spec, windows, start, times, random),
});

const same = (window: LifeWindow): LifeWindow => window;
const silent = (window: LifeWindow): LifeWindow => ({ ...window, invocations: 0 });
const named = (
  partial: FunctionPartial,
  kind: 'actions' | 'destinations' | 'credentialSources',
  name: string,
  window: number,
  amount = 0,
): void => {
  addName(partial, kind, name, instantAt(window), recordId(`incident-${window}`), amount);
  if (kind !== 'destinations') addSum(partial, 'apiCalls', 1);
};

/** Windows of silence after which it must have been found. */
export const SILENT_WINDOWS = 288;
export const SILENCE = 'a drop to silence, 1 day';

export const INCIDENTS: readonly Incident[] = [
  egress(5),
  {
    name: 'a first destination, 5 MB',
    windows: 1,
    change: same,
    add: (partial, window) => {
      addSum(partial, 'networkBytesOut', 5_000_000);
      named(partial, 'destinations', '198.51.100.250', window, 5_000_000);
    },
  },
  rate(3),
  {
    name: 'a first sensitive action',
    windows: 1,
    change: same,
    add: (partial, window) => named(partial, 'actions', 'secretsmanager:GetSecretValue', window),
  },
  {
    name: 'credentials used elsewhere',
    windows: 1,
    change: same,
    add: (partial, window) => named(partial, 'credentialSources', 'ip:198.51.100.66', window),
  },
  {
    name: 'a scan where there were only gets',
    windows: 1,
    change: same,
    add: (partial, window) => named(partial, 'actions', 'dynamodb:Scan', window),
  },
  { name: SILENCE, windows: SILENT_WINDOWS, change: silent, ratio: silenceRatio },
];

export const EGRESS_SIZES = [1.5, 2, 3, 5, 8, 12, 20, 40, 80];
export const RATE_SIZES = [1.5, 2, 3, 5, 8, 12, 20, 40];
