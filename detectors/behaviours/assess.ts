// One window of one function held against its memory, then learned: assess before learn, always in this order.
import type { Baseline } from '../baseline/baseline.ts';
import type { Weak } from '../baseline/weak-signs.ts';
import { windowIndex } from '../baseline/window-index.ts';
import type { Assessment } from '../model/assessment.ts';
import type { Finding } from '../model/finding.ts';
import { emptyPartial, type FunctionPartial } from '../model/partial.ts';
import type { Instant } from '../model/time.ts';
import { asFinding } from './as-finding.ts';
import type { Behaviour, Outcome, WeakSign } from './behaviour.ts';
import { ASSESSED } from './catalogue.ts';
import type { Context } from './context.ts';
import { jointDecades } from './joint-probability.ts';
import { learnScene } from './learn.ts';
import { type Scene, sceneOf } from './scene.ts';
import { silence } from './silence.ts';
import { ASKED } from './surprise.ts';

export type { Context } from './context.ts';

export interface WindowVerdict {
  readonly findings: readonly Finding[];
  readonly assessments: readonly { readonly detector: string; readonly measure: string; readonly assessment: Assessment }[];
  /** The weak signs of the window: how many groups were looked at, how many were unusual, and their decades together. */
  readonly weak: Weak;
}

interface Assessed {
  readonly behaviour: Behaviour;
  readonly outcome: Outcome;
}

const NONE: Weak = { tested: 0, signs: 0, decades: 0 };

/** The strongest sign of each group. */
const strongest = (assessed: readonly Assessed[]): readonly (WeakSign & { readonly behaviour: Behaviour })[] => {
  const best = new Map<string, WeakSign & { readonly behaviour: Behaviour }>();
  for (const { behaviour, outcome } of assessed)
    for (const sign of outcome.signs ?? [])
      if (sign.decades > (best.get(sign.group)?.decades ?? 0)) best.set(sign.group, { ...sign, behaviour });
  return [...best.values()].sort((one, other) => other.decades - one.decades || (one.group < other.group ? -1 : 1));
};

const weakOf = (assessed: readonly Assessed[], signs: ReturnType<typeof strongest>): Weak => {
  const tested = new Set<string>();
  for (const { outcome } of assessed) for (const group of outcome.groups ?? []) tested.add(group);
  return { tested: tested.size, signs: signs.length, decades: signs.reduce((sum, { decades }) => sum + decades, 0) };
};

/** One finding of several signs of which none is enough, when together they are. */
const fused = (scene: Scene, assessed: readonly Assessed[], signs: ReturnType<typeof strongest>, now: Weak): Finding | undefined => {
  const first = signs[0];
  if (first === undefined || assessed.some(({ outcome }) => outcome.draft !== undefined)) return undefined;
  const { weak } = scene.baseline;
  // Weak signs of the window before count too: an incident lasts longer than one.
  const before = weak !== undefined && weak.window === scene.window - 1 ? weak : NONE;
  const joint = Math.max(
    jointDecades(now.decades, now.signs, now.tested),
    jointDecades(now.decades + before.decades, now.signs + before.signs, now.tested + before.tested),
  );
  if (joint < ASKED[scene.context.settings.sensitivity]) return undefined;
  return asFinding(
    scene,
    first.behaviour,
    first.tell(
      joint,
      signs.slice(1).map(({ name }) => name),
    ),
  );
};

/**
 * What is unusual about a window of five minutes, by what was learned before it. Changes nothing. A window at or before
 * the last one learned (late records) is assessed all the same.
 */
export const assessWindow = (baseline: Baseline, windowStart: Instant, partial: FunctionPartial, context: Context): WindowVerdict => {
  const scene = sceneOf(baseline, windowIndex(windowStart), partial, context);
  const findings: Finding[] = [];
  const assessed: Assessed[] = [];
  const assessments: WindowVerdict['assessments'][number][] = [];
  for (const behaviour of ASSESSED) {
    const outcome = behaviour.assess(scene);
    assessed.push({ behaviour, outcome });
    for (const { measure, assessment } of outcome.assessments) assessments.push({ detector: behaviour.id, measure, assessment });
    if (outcome.draft !== undefined) findings.push(asFinding(scene, behaviour, outcome.draft));
  }
  const signs = strongest(assessed);
  const weak = weakOf(assessed, signs);
  const together = fused(scene, assessed, signs, weak);
  if (together !== undefined) findings.push(together);
  return { findings, assessments, weak };
};

/**
 * Teaches the memory a window, with the verdict that assessWindow gave for it: what was anomalous teaches little. Empty
 * windows since the last one are learned as such first. A window at or before the last one learned teaches nothing.
 */
export const learnWindow = (
  baseline: Baseline,
  windowStart: Instant,
  partial: FunctionPartial,
  verdict: WindowVerdict,
  context: Context,
): void => {
  const window = windowIndex(windowStart);
  if (baseline.lastWindow !== undefined && window <= baseline.lastWindow) return;
  learnScene(baseline, window, partial, verdict, context);
};

/**
 * Whether a function has been silent for too long at an instant up to which records are complete (the end of the data, or
 * now less the lateness allowed). Changes nothing, so it may be asked again and again; the finding keeps its id.
 */
export const assessSilence = (baseline: Baseline, until: Instant, context: Context): readonly Finding[] => {
  // The window that holds `until` is not over.
  const window = windowIndex(until) - 1;
  if (baseline.lastWindow === undefined || window <= baseline.lastWindow) return [];
  const scene = sceneOf(baseline, window, emptyPartial(), context);
  const { draft } = silence.assess(scene);
  return draft === undefined ? [] : [asFinding(scene, silence, draft)];
};
