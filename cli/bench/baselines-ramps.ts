// Poisoning: what a function does creeps up by a share a day, to five times; found before it has doubled?

import { newBaseline } from '../../detectors/baseline/baseline.ts';
import { assessWindow, learnWindow } from '../../detectors/behaviours/assess.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { functionId } from '../../detectors/model/identity.ts';
import { isEmptyPartial } from '../../detectors/model/partial.ts';
import type { FunctionSpec } from '../simulator/function-spec.ts';
import { instantAt, type LifeWindow, lifeOf, partialOf, scaled, WINDOWS_A_DAY } from './baselines-life.ts';
import { egressRatio, rateRatio, WINDOWS_AN_HOUR } from './baselines-oracle.ts';
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
  /** And when an oracle would have told of it. */
  readonly oracleAt: number | undefined;
}

/** A function with hardly any calls has no level that could creep. */
export const canCreep = (spec: FunctionSpec): boolean =>
  spec.traffic.kind !== 'sparse' &&
  spec.traffic.kind !== 'rare-batch' &&
  (spec.traffic.kind === 'cron' || ('perHour' in spec.traffic && spec.traffic.perHour >= 1));

/** Notes a function brings a day: ten for a thousand functions are what rises are told by (docs/baselines.md). */
const NOTES_A_DAY = 10 / 1000;

/** The windows of a ramp, each with the factor reached. */
interface Creeping {
  readonly window: LifeWindow;
  readonly factor: number;
}

/**
 * What could be known of a ramp by who knows the true rates and sizes, its growth and the day it began: the likelihood ratio against
 * ordinary days so far. Were a ramp looked for from every day on, it would come to 1 / NOTES_A_DAY by chance so often (Ville 1939).
 */
const oracleOf = (spec: FunctionSpec, of: Ramp['of'], creeping: readonly Creeping[], begin: number): number | undefined => {
  let ratio = 0;
  for (let at = 0; at < creeping.length; at += WINDOWS_AN_HOUR) {
    const hour = creeping.slice(at, at + WINDOWS_AN_HOUR);
    const windows = hour.map(({ window }) => window);
    const factor = hour.at(-1)?.factor ?? 1;
    ratio += of === 'calls' ? rateRatio(spec, windows, begin + at, factor) : egressRatio(spec, windows, factor);
    if (ratio >= -Math.log(NOTES_A_DAY)) return factor;
  }
  return undefined;
};

export const runRamp = (spec: FunctionSpec, seed: number, of: Ramp['of'], growth: number): Ramp => {
  const rising = Math.ceil(Math.log(LARGEST) / Math.log1p(growth));
  const begin = LEARNING_DAYS + BEFORE;
  const creeping = lifeOf(spec, seed, begin + rising + 3).map((traffic, window): Creeping => {
    const days = window / WINDOWS_A_DAY - begin;
    const factor = days > 0 ? Math.min(LARGEST, (1 + growth) ** days) : 1;
    // Whole calls: the fraction is carried by every so manieth window.
    const whole =
      of === 'bytes' || traffic.invocations === 0 ? factor : carried(traffic.invocations * factor, window) / traffic.invocations;
    return { window: of === 'calls' ? scaled(traffic, whole, 1) : scaled(traffic, 1, factor), factor };
  });
  const oracleAt = oracleOf(spec, of, creeping.slice(begin * WINDOWS_A_DAY), begin * WINDOWS_A_DAY);
  const baseline = newBaseline(functionId({ account: '222233334444', region: 'eu-central-1', name: spec.name }));
  for (const [window, { window: traffic, factor }] of creeping.entries()) {
    const partial = partialOf(spec, traffic, window);
    if (isEmptyPartial(partial)) continue;
    const at = instantAt(window);
    const verdict = assessWindow(baseline, at, partial, CONTEXTS.default);
    const told = (finding: Finding): boolean =>
      finding.detector === 'invocation-rate' || finding.detector === 'data-volume' || finding.detector === 'log-volume';
    if (factor > 1 && verdict.findings.some(told)) return { kind: spec.traffic.kind, of, growth, foundAt: factor, oracleAt };
    learnWindow(baseline, at, partial, verdict, CONTEXTS.default);
  }
  return { kind: spec.traffic.kind, of, growth, foundAt: undefined, oracleAt };
};

/** A number rounded up or down so that over many windows the mean is right, without chance. */
const carried = (amount: number, window: number): number => {
  const fraction = (window * 0.618_033_988_75) % 1;
  return Math.floor(amount + fraction);
};
