// One window of one function held against its memory, then learned: assess before learn, always in this order.
import type { Baseline } from '../baseline/baseline.ts';
import { windowIndex } from '../baseline/window-index.ts';
import type { Assessment } from '../model/assessment.ts';
import type { Finding } from '../model/finding.ts';
import { emptyPartial, type FunctionPartial } from '../model/partial.ts';
import type { Instant } from '../model/time.ts';
import { asFinding } from './as-finding.ts';
import { ASSESSED } from './catalogue.ts';
import type { Context } from './context.ts';
import { learnScene } from './learn.ts';
import { sceneOf } from './scene.ts';
import { silence } from './silence.ts';

export type { Context } from './context.ts';

export interface WindowVerdict {
  readonly findings: readonly Finding[];
  readonly assessments: readonly { readonly detector: string; readonly measure: string; readonly assessment: Assessment }[];
}

/**
 * What is unusual about a window of five minutes, by what was learned before it. Changes nothing. A window at or before
 * the last one learned (late records) is assessed all the same.
 */
export const assessWindow = (baseline: Baseline, windowStart: Instant, partial: FunctionPartial, context: Context): WindowVerdict => {
  const scene = sceneOf(baseline, windowIndex(windowStart), partial, context);
  const findings: Finding[] = [];
  const assessments: WindowVerdict['assessments'][number][] = [];
  for (const behaviour of ASSESSED) {
    const outcome = behaviour.assess(scene);
    for (const one of outcome.assessments) assessments.push({ detector: behaviour.id, ...one });
    if (outcome.draft !== undefined) findings.push(asFinding(scene, behaviour, outcome.draft));
  }
  return { findings, assessments };
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
