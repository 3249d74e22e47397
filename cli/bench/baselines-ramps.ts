// Poisoning: what a function does creeps up by a share a day, to five times; found before it has doubled?

import { newBaseline } from '../../detectors/baseline/baseline.ts';
import { assessWindow, learnWindow } from '../../detectors/behaviours/assess.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { functionId } from '../../detectors/model/identity.ts';
import { isEmptyPartial } from '../../detectors/model/partial.ts';
import type { FunctionSpec } from '../simulator/function-spec.ts';
import { instantAt, lifeOf, partialOf, scaled, WINDOWS_A_DAY } from './baselines-life.ts';
import { CONTEXTS, LEARNING_DAYS } from './baselines-run.ts';

export const GROWTHS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2];
const LARGEST = 5;
/** Ordinary days between the learning and the ramp. */
const BEFORE = 7;

export interface Ramp {
  readonly kind: string;
  readonly of: 'calls' | 'bytes';
  readonly growth: number;
  /** The factor that the ramp had reached when it was first told of; undefined when it never was. */
  readonly foundAt: number | undefined;
}

/** A function with hardly any calls has no level that could creep. */
export const canCreep = (spec: FunctionSpec): boolean =>
  spec.traffic.kind !== 'sparse' &&
  spec.traffic.kind !== 'rare-batch' &&
  (spec.traffic.kind === 'cron' || ('perHour' in spec.traffic && spec.traffic.perHour >= 1));

export const runRamp = (spec: FunctionSpec, seed: number, of: Ramp['of'], growth: number): Ramp => {
  const rising = Math.ceil(Math.log(LARGEST) / Math.log1p(growth));
  const begin = LEARNING_DAYS + BEFORE;
  const windows = lifeOf(spec, seed, begin + rising + 3);
  const baseline = newBaseline(functionId({ account: '222233334444', region: 'eu-central-1', name: spec.name }));
  for (const [window, traffic] of windows.entries()) {
    const days = window / WINDOWS_A_DAY - begin;
    const factor = days > 0 ? Math.min(LARGEST, (1 + growth) ** days) : 1;
    // Whole calls: the fraction is carried by every so manieth window.
    const whole =
      of === 'bytes' || traffic.invocations === 0 ? factor : carried(traffic.invocations * factor, window) / traffic.invocations;
    const partial = partialOf(spec, of === 'calls' ? scaled(traffic, whole, 1) : scaled(traffic, 1, factor), window);
    if (isEmptyPartial(partial)) continue;
    const at = instantAt(window);
    const verdict = assessWindow(baseline, at, partial, CONTEXTS.default);
    const told = (finding: Finding): boolean =>
      finding.detector === 'invocation-rate' || finding.detector === 'data-volume' || finding.detector === 'log-volume';
    if (days > 0 && verdict.findings.some(told)) return { kind: spec.traffic.kind, of, growth, foundAt: factor };
    learnWindow(baseline, at, partial, verdict, CONTEXTS.default);
  }
  return { kind: spec.traffic.kind, of, growth, foundAt: undefined };
};

/** A number rounded up or down so that over many windows the mean is right, without chance. */
const carried = (amount: number, window: number): number => {
  const fraction = (window * 0.618_033_988_75) % 1;
  return Math.floor(amount + fraction);
};
