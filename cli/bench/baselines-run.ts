// One function through its days on the real path: what was said on ordinary days, and which injected incidents were found.

import { type Baseline, loadBaseline, newBaseline, saveBaseline } from '../../detectors/baseline/baseline.ts';
import { EPISODE_WINDOWS } from '../../detectors/baseline/episode.ts';
import { assessSilence, assessWindow, type Context, learnWindow, type WindowVerdict } from '../../detectors/behaviours/assess.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { functionId } from '../../detectors/model/identity.ts';
import { isEmptyPartial } from '../../detectors/model/partial.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import { atLeast, severityRank } from '../../detectors/model/severity.ts';
import type { FunctionSpec } from '../simulator/function-spec.ts';
import { seeded } from '../simulator/random.ts';
import { EGRESS_SIZES, egress, INCIDENTS, type Incident, RATE_SIZES, rate, SILENCE } from './baselines-incidents.ts';
import { instantAt, type LifeWindow, lifeOf, loggedBytes, partialOf, WINDOWS_A_DAY } from './baselines-life.ts';
import type { Drawn } from './baselines-oracle.ts';

export const LEARNING_DAYS = 14;
const settings = { ...DEFAULT_SETTINGS, learningDays: LEARNING_DAYS };
export const CONTEXTS = {
  default: { settings },
  sensitive: { settings: { ...settings, sensitivity: 'sensitive' } },
} as const satisfies Record<string, Context>;
export type Sensitivity = keyof typeof CONTEXTS;

export interface Outcome {
  readonly incident: string;
  readonly visible: boolean;
  /** What an oracle makes of it; undefined where none is asked. */
  readonly margin: number | undefined;
  /** Windows until the first finding and until the first of medium or above, from 1; 0 when there was none. */
  readonly found: number;
  readonly alerted: number;
}

export interface FunctionRun {
  readonly kind: string;
  /** Calls an hour, a mean of all days. */
  readonly perHour: number;
  /** What was said on ordinary days after learning, each finding once. */
  readonly said: Readonly<Record<Sensitivity, readonly Finding[]>>;
  readonly outcomes: readonly Outcome[];
  /** Stretches drawn as incidents, by the incident's name. */
  readonly drawn: ReadonlyMap<string, readonly Drawn[]>;
  readonly stateBytes: number;
  readonly windows: number;
  readonly ms: number;
}

/** No assessment came near, and nothing could join another: the sensitive setting need not be asked as well. */
const isDull = ({ findings, assessments, weak }: WindowVerdict): boolean =>
  findings.length === 0 &&
  weak.signs === 0 &&
  assessments.every(({ assessment }) => assessment.kind !== 'normal' || assessment.score < 0.2);

const copyOf = (text: string): Baseline => {
  const loaded = loadBaseline(text);
  if (loaded.kind !== 'baseline') throw new Error(loaded.reason);
  return loaded.baseline;
};

/** The largest stretch of `over` windows, for each of the amounts. */
const largest = (windows: readonly LifeWindow[], { of, over }: NonNullable<Incident['stands']>): readonly number[] => {
  const sums: number[] = [];
  const most: number[] = [];
  windows.forEach((window, index) => {
    const leaving = windows[index - over];
    const gone = leaving === undefined ? undefined : of(leaving);
    of(window).forEach((amount, which) => {
      sums[which] = (sums[which] ?? 0) + amount - (gone?.[which] ?? 0);
      most[which] = Math.max(most[which] ?? 0, sums[which] ?? 0);
    });
  });
  return most;
};

/** Clearly above: by half, which at these spreads is the way from the largest of 60 days to the largest of some years. */
const BEYOND = 1.5;

/** The longest run of windows without a call. */
const longestPause = (windows: readonly LifeWindow[]): number => {
  let run = 0;
  let longest = 0;
  for (const { invocations } of windows) {
    run = invocations === 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
};

const isVisible = (spec: FunctionSpec, incident: Incident, windows: readonly LifeWindow[], start: number): boolean => {
  if (incident.name === SILENCE) return incident.windows > BEYOND * longestPause(windows);
  if (incident.stands === undefined) return true;
  const ordinary = largest(windows, incident.stands);
  const changed = windows.slice(start, start + incident.windows).map((window) => incident.change(window, spec));
  return largest(changed, incident.stands).some((amount, which) => amount > BEYOND * (ordinary[which] ?? 0));
};

const inject = (
  incident: Incident,
  text: string,
  spec: FunctionSpec,
  windows: readonly LifeWindow[],
  start: number,
  context: Context,
): Outcome => {
  const baseline = copyOf(text);
  let found = 0;
  let alerted = 0;
  for (let step = 0; step < incident.windows && (found === 0 || alerted === 0); step++) {
    const window = start + step;
    const traffic = windows[window];
    if (traffic === undefined) break;
    const partial = partialOf(spec, incident.change(traffic, spec), window);
    incident.add?.(partial, window);
    let findings: readonly Finding[] = [];
    if (isEmptyPartial(partial)) findings = assessSilence(baseline, instantAt(window + 1), context);
    else {
      const verdict = assessWindow(baseline, instantAt(window), partial, context);
      learnWindow(baseline, instantAt(window), partial, verdict, context);
      findings = verdict.findings;
    }
    if (found === 0 && findings.length > 0) found = step + 1;
    if (alerted === 0 && findings.some(({ severity }) => atLeast(severity, 'medium'))) alerted = step + 1;
  }
  const changed = windows.slice(start, start + incident.windows).map((window) => incident.change(window, spec));
  return {
    incident: incident.name,
    visible: isVisible(spec, incident, windows, start),
    margin: incident.ratio && marginOf(spec, changed, start, testsADay(windows, incident), incident),
    found,
    alerted,
  };
};

/** Ordinary stretches drawn anew for each function and incident, and draws of each. */
const STRETCHES = 40;
const DRAWS = 3;

/** An incident may begin in any judged window with a call. */
const startsOf = (windows: readonly LifeWindow[], { windows: length }: Incident): readonly number[] =>
  windows.flatMap(({ invocations }, window) =>
    invocations > 0 && window >= LEARNING_DAYS * WINDOWS_A_DAY && window + length <= windows.length ? [window] : [],
  );

/** Starts a day; stretches that overlap are one test, or the bound would be no bound. */
const testsADay = (windows: readonly LifeWindow[], incident: Incident): number => {
  const judged = windows.length / WINDOWS_A_DAY - LEARNING_DAYS;
  const starts = startsOf(windows, incident).length / judged;
  return Math.max(1 / judged, incident.draw === undefined ? starts : Math.min(starts, WINDOWS_A_DAY / incident.windows));
};

/** What the oracle holds against its threshold: every function is as likely to be attacked, however often it runs. */
const marginOf = (spec: FunctionSpec, windows: readonly LifeWindow[], start: number, tests: number, { ratio }: Incident): number =>
  (ratio?.(spec, windows, start) ?? 0) - Math.log(tests);

const drawnOf = (spec: FunctionSpec, seed: number, windows: readonly LifeWindow[], incident: Incident): readonly Drawn[] => {
  const { draw } = incident;
  const starts = startsOf(windows, incident);
  if (draw === undefined || starts.length === 0) return [];
  const random = seeded(seed, `oracle:${spec.name}:${incident.name}`);
  const tests = testsADay(windows, incident);
  return Array.from({ length: STRETCHES * DRAWS }, () => {
    const start = random.pick(starts);
    const stretch = draw(spec, windows.slice(start, start + incident.windows), start, random);
    const margin = marginOf(spec, stretch, start, tests, incident);
    // As many alarms a day as ordinary days bring of it: tests * exp(-ratio).
    return { margin, alarmsADay: Math.exp(-margin) / (STRETCHES * DRAWS) };
  });
};

/** A day is left after an incident's start, and the first two judged days before it. */
const momentOf = (spec: FunctionSpec, seed: number, days: number): number => {
  const random = seeded(seed, `incident:${spec.name}`);
  return (LEARNING_DAYS + 2) * WINDOWS_A_DAY + random.below(Math.max(1, (days - LEARNING_DAYS - 4) * WINDOWS_A_DAY));
};

/**
 * Findings at the setting that is only asked, not learned from: no episode of its own joins the windows of one, so they are joined here,
 * as a run at that setting would.
 */
const joined = (said: Map<string, Finding>): ((window: number, findings: readonly Finding[]) => void) => {
  const episodes = new Map<string, { readonly id: string; readonly last: number }>();
  return (window, findings) => {
    for (const finding of findings) {
      const before = episodes.get(finding.detector);
      const id = before !== undefined && window - before.last <= EPISODE_WINDOWS ? before.id : finding.id;
      const known = said.get(id);
      episodes.set(finding.detector, { id, last: window });
      if (known === undefined || severityRank(finding.severity) >= severityRank(known.severity)) said.set(id, finding);
    }
  };
};

export const runFunction = (spec: FunctionSpec, seed: number, days: number, curves: boolean): FunctionRun => {
  const windows = lifeOf(spec, seed, days);
  const baseline = newBaseline(functionId({ account: '222233334444', region: 'eu-central-1', name: spec.name }));
  const said: Record<Sensitivity, Map<string, Finding>> = { default: new Map(), sensitive: new Map() };
  const saySensitive = joined(said.sensitive);
  let start = momentOf(spec, seed, days);
  // An attacker who multiplies what a function does needs it to be doing something.
  const moves = windows.some((window) => loggedBytes(window) > 0);
  const isAtWork = (window: LifeWindow | undefined): boolean =>
    window !== undefined && window.invocations > 0 && (!moves || loggedBytes(window) > 0);
  while (start < windows.length - 1 && !isAtWork(windows[start])) start++;
  let text = '';
  const begun = process.threadCpuUsage();
  for (let window = 0; window < windows.length; window++) {
    if (window === start) text = saveBaseline(baseline);
    const traffic = windows[window];
    if (traffic === undefined) break;
    const partial = partialOf(spec, traffic, window);
    const at = instantAt(window);
    if (isEmptyPartial(partial)) {
      // The deployed path asks every minute, a scan at its end; once an hour is enough to see every long silence.
      if (window % 12 === 0)
        for (const sensitivity of ['default', 'sensitive'] as const)
          for (const finding of assessSilence(baseline, at, CONTEXTS[sensitivity])) said[sensitivity].set(finding.id, finding);
      continue;
    }
    const verdict = assessWindow(baseline, at, partial, CONTEXTS.default);
    for (const finding of verdict.findings) said.default.set(finding.id, finding);
    const closer = isDull(verdict) ? verdict : assessWindow(baseline, at, partial, CONTEXTS.sensitive);
    saySensitive(window, closer.findings);
    learnWindow(baseline, at, partial, verdict, CONTEXTS.default);
  }
  const ms = process.threadCpuUsage(begun).user / 1000;
  const asked = curves
    ? [...INCIDENTS, ...EGRESS_SIZES.filter((size) => size !== 5).map(egress), ...RATE_SIZES.filter((size) => size !== 3).map(rate)]
    : INCIDENTS;
  const judgedFrom = new Date(instantAt(LEARNING_DAYS * WINDOWS_A_DAY)).toISOString();
  const judged = (findings: Map<string, Finding>): readonly Finding[] =>
    [...findings.values()].filter(({ window }) => window.end > judgedFrom);
  return {
    kind: spec.traffic.kind,
    perHour: windows.reduce((sum, { invocations }) => sum + invocations, 0) / (24 * days),
    said: { default: judged(said.default), sensitive: judged(said.sensitive) },
    // Five times nothing is no incident.
    outcomes: asked
      .filter((incident) => moves || incident.stands?.over !== 1)
      .map((incident) => inject(incident, text, spec, windows, start, CONTEXTS.default)),
    drawn: new Map(asked.map((incident) => [incident.name, drawnOf(spec, seed, windows, incident)])),
    stateBytes: saveBaseline(baseline).length,
    windows: windows.length,
    ms,
  };
};
