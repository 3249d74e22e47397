// How a window teaches the memory: in full when it was ordinary, clamped when it was not.

import { learnActivity, learnQuietActivity } from '../baseline/activity-gaps.ts';
import type { Baseline, Remembered } from '../baseline/baseline.ts';
import { catchUp, forgetAhead } from '../baseline/catch-up.ts';
import { EPISODE_WINDOWS, grown } from '../baseline/episode.ts';
import { acceptRise } from '../baseline/long-reference.ts';
import { learnMeasure, newMeasureMemory, readMeasure } from '../baseline/measure-memory.ts';
import { MEASURE_IDS, MEASURES, measureValue } from '../baseline/measures.ts';
import { learnNames } from '../baseline/name-memory.ts';
import type { Weak } from '../baseline/weak-signs.ts';
import { WINDOWS_A_DAY } from '../baseline/window-index.ts';
import type { Assessment } from '../model/assessment.ts';
import type { Finding } from '../model/finding.ts';
import { type FunctionPartial, namesOf, sumOf } from '../model/partial.ts';
import type { Context } from './context.ts';
import { ADDRESS, INSIDE } from './credentials-elsewhere.ts';
import { newVersion, versionsOf } from './deployment.ts';
import { keysShown } from './keys-apart.ts';
import { isRise } from './surprise.ts';

/** What learning needs of a verdict. */
export interface Taught {
  readonly findings: readonly Finding[];
  readonly assessments: readonly { readonly detector: string; readonly measure: string; readonly assessment: Assessment }[];
  readonly weak: Weak;
}

/**
 * An anomalous window teaches at most this many standard deviations: little for what swings little, and enough that a
 * function whose bursts were once called anomalous does not forget bursts.
 */
const MOST_DEVIATIONS = 6;
const mostTaught = ({ mean, variance }: { mean: number; variance: number }): number => mean + MOST_DEVIATIONS * Math.sqrt(variance);

/** What a name called anomalous learns from each window: known after sixteen, over an hour of steady use. */
const ANOMALOUS_NAME = 1 / 16;
/** Credentials used elsewhere do not become right by being used again: five hours of steady use. */
const ANOMALOUS_SOURCE = 1 / 64;

const learnMeasures = (baseline: Baseline, window: number, partial: FunctionPartial, anomalous: ReadonlySet<string>): void => {
  const calls = sumOf(partial, 'invocations');
  for (const id of MEASURE_IDS) {
    const { kind, toldBy } = MEASURES[id];
    let memory = catchUp(baseline, id, window);
    const known = memory !== undefined;
    if (memory === undefined) {
      if (sumOf(partial, toldBy) === 0) continue;
      memory = newMeasureMemory(window);
      baseline.measures.set(id, memory);
    }
    const value = measureValue(id, partial);
    // A measure without a past is learned as it comes: there is nothing to protect yet.
    const odd = anomalous.has(id) && known;
    const reading = odd ? readMeasure(memory, window, value, kind, calls) : undefined;
    // A rise that was told of is the new reference; the windows of such a day are what they are.
    const risen = reading !== undefined && isRise(reading);
    if (risen) acceptRise(memory.reference, reading.ramp.ratio);
    const taught = reading === undefined || risen ? value : Math.min(value, mostTaught(reading));
    learnMeasure(memory, window, { value: taught, shown: value, calls, alerted: odd && !risen }, kind);
  }
  forgetAhead(baseline);
};

const learnAllNames = (
  baseline: Baseline,
  window: number,
  partial: FunctionPartial,
  odd: (measure: string) => ReadonlySet<string>,
  isTold: (detector: string) => boolean,
): void => {
  const day = Math.floor(window / WINDOWS_A_DAY);
  const learn = (kind: Remembered, names: readonly string[], weight: number): void => {
    const unusual = odd(kind);
    learnNames(baseline.names[kind], names, day, (name) => (unusual.has(name) ? weight : 1));
  };
  const weightOf = (detector: string): number => (isTold(detector) ? ANOMALOUS_NAME : 1);
  learn('actions', namesOf(partial, 'actions'), weightOf('new-action'));
  learn('deniedActions', namesOf(partial, 'deniedActions'), weightOf('denied-burst'));
  learn('destinations', namesOf(partial, 'destinations'), weightOf('new-destination'));
  learn('callers', namesOf(partial, 'callers'), 1);
  learn('errorClasses', namesOf(partial, 'errorClasses'), 1);
  learn('versions', versionsOf(partial), 1);
  // AWS services that act for the function are no place its credentials could have been taken to.
  const sources = namesOf(partial, 'credentialSources').filter((name) => name === INSIDE || name.startsWith(ADDRESS));
  const shown = odd('credentialSources').size > 0 ? undefined : keysShown(partial);
  learn('credentialSources', shown === undefined ? sources : [...sources, shown], ANOMALOUS_SOURCE);
};

const NONE_ODD: ReadonlySet<string> = new Set();

const learnEpisodes = (baseline: Baseline, window: number, findings: readonly Finding[]): void => {
  for (const [detector, episode] of baseline.episodes) {
    if (window - episode.last > EPISODE_WINDOWS) baseline.episodes.delete(detector);
  }
  for (const { detector, severity, score, explanation, evidence } of findings) {
    const names = explanation.contributors.map(({ name }) => name);
    baseline.episodes.set(detector, grown(baseline.episodes.get(detector), window, severity, score, names, evidence));
  }
};

export const learnScene = (baseline: Baseline, window: number, partial: FunctionPartial, verdict: Taught, { settings }: Context): void => {
  const anomalous = new Set<string>();
  const oddNames = new Map<string, Set<string>>();
  for (const { measure, assessment } of verdict.assessments) {
    if (assessment.kind !== 'anomalous') continue;
    anomalous.add(measure);
    oddNames.set(measure, new Set(assessment.contributors.map(({ name }) => name)));
  }
  const change = newVersion(baseline, partial);
  if (change !== undefined) baseline.change = { window, name: change.slice(0, 64).replaceAll(/[^ !#-[\]-~]/g, '?') };
  const born = baseline.bornWindow ?? window;
  const learning = window - born < settings.learningDays * WINDOWS_A_DAY;
  learnMeasures(baseline, window, partial, anomalous);
  // A first use while a function is being learned, or with a change and worth the report alone, may be ordinary: it is told of
  // once, and learned.
  const isTold = (detector: string): boolean =>
    !learning && verdict.findings.some((finding) => finding.detector === detector && finding.severity !== 'info');
  learnAllNames(baseline, window, partial, (measure) => oddNames.get(measure) ?? NONE_ODD, isTold);
  const quietFrom = (baseline.lastWindow ?? window - 1) + 1;
  learnQuietActivity(baseline.gaps, quietFrom, window - quietFrom);
  learnActivity(baseline.gaps, window, sumOf(partial, 'invocations') > 0, sumOf(partial, 'records') > 0 || sumOf(partial, 'apiCalls') > 0);
  learnEpisodes(baseline, window, verdict.findings);
  baseline.weak = verdict.weak.signs > 0 ? { window, ...verdict.weak } : undefined;
  baseline.bornWindow = born;
  baseline.lastWindow = window;
};
