// Every function's windows, in order of time: assess, then learn. Windows that may still change are assessed on a copy of
// the baseline, so that what comes later finds them unlearned.
import { type Baseline, loadBaseline, newBaseline, saveBaseline, WINDOW_MS } from '../detectors/baseline/baseline.ts';
import { assessSilence, assessWindow, learnWindow, type WindowVerdict } from '../detectors/behaviours/assess.ts';
import { versionsOf } from '../detectors/behaviours/deployment.ts';
import type { Finding } from '../detectors/model/finding.ts';
import { type FunctionId, functionParts } from '../detectors/model/identity.ts';
import { type Named, type Sum, sumOf } from '../detectors/model/partial.ts';
import type { Settings } from '../detectors/model/settings.ts';
import { DAY_MS, type Instant, startOf } from '../detectors/model/time.ts';
import { resolveFunctions } from '../ingest/fold/resolve-functions.ts';
import type { Traces } from './coverage.ts';
import type { PartialStore } from './store/partial-store.ts';
import type { StateFile } from './store/state-file.ts';

export interface FunctionState {
  readonly function: FunctionId;
  readonly invocations: number;
  readonly learnedDays: number;
  readonly neededDays: number;
  readonly state: 'learning' | 'watching';
}

export interface Assessed {
  readonly findings: readonly Finding[];
  readonly functions: readonly FunctionState[];
  /** What was seen of each function, and of the account under its own id. */
  readonly traces: ReadonlyMap<FunctionId, Traces>;
  /** Network interfaces behind findings about traffic, by the finding's id. */
  readonly interfaces: ReadonlyMap<string, ReadonlySet<string>>;
  /** Ids that sources could not tell whole, with what they turned out to be. */
  readonly resolved: ReadonlyMap<FunctionId, FunctionId>;
  /** Baselines that could not be read and were begun anew, by function. */
  readonly unreadable: readonly { readonly function: FunctionId; readonly reason: string }[];
}

/** CloudWatch Logs retries a delivery for a day: until then a window may still grow, and is not learned into kept state. */
const LATENESS_MS = DAY_MS;

/** What may be found in flow logs, which name no function. */
const TOLD_BY_FLOWS: ReadonlySet<string> = new Set(['data-volume', 'new-destination']);

/** Lambda's own word for log lines that it could not deliver, kept among the classes of errors. */
const LOGS_DROPPED = 'platform.logsDropped';

export const assessAll = (state: StateFile, partials: PartialStore, settings: Settings, latest: Instant): Assessed => {
  if (!Number.isFinite(latest))
    return { findings: [], functions: [], traces: new Map(), interfaces: new Map(), resolved: new Map(), unreadable: [] };
  const context = { settings };
  const findings = new Map<string, Finding>();
  const functions: FunctionState[] = [];
  const traces = new Map<FunctionId, Traces>();
  const interfaces = new Map<string, Set<string>>();
  const unreadable: { function: FunctionId; reason: string }[] = [];
  const select = state.database.prepare('SELECT baseline FROM baselines WHERE function = ?');
  const upsert = state.database.prepare(
    'INSERT INTO baselines (function, baseline) VALUES (?, ?) ON CONFLICT (function) DO UPDATE SET baseline = excluded.baseline',
  );
  // Without kept state nothing comes later, and everything may be learned at once.
  const learnedUntil = Number(state.meta('learned-until') ?? 0);
  const closedUntil = state.persistent
    ? Math.max(learnedUntil, startOf((latest - LATENESS_MS) as Instant, WINDOW_MS))
    : Number.POSITIVE_INFINITY;

  const stored = (function_: FunctionId): Baseline => {
    const text = state.persistent ? select.get(function_)?.['baseline'] : undefined;
    if (typeof text !== 'string') return newBaseline(function_);
    const loaded = loadBaseline(text);
    if (loaded.kind === 'baseline') return loaded.baseline;
    unreadable.push({ function: function_, reason: loaded.reason });
    return newBaseline(function_);
  };

  const copyOf = (baseline: Baseline): Baseline => {
    const loaded = loadBaseline(saveBaseline(baseline));
    if (loaded.kind !== 'baseline') throw new Error(`a baseline just saved does not load: ${loaded.reason}`);
    return loaded.baseline;
  };

  /** The same function under the ids that different sources could tell. */
  const groups = new Map<FunctionId, FunctionId[]>();
  const ids = partials.functions();
  // A function known from an earlier scan is known now, though no record of this one proves it.
  const known = state.database
    .prepare('SELECT function FROM baselines')
    .all()
    .map((row) => row['function'] as FunctionId);
  const resolved = resolveFunctions([...ids, ...known]);
  for (const id of ids) {
    const whole = resolved.get(id) ?? id;
    const group = groups.get(whole);
    if (group === undefined) groups.set(whole, [id]);
    else group.push(id);
  }

  for (const function_ of [...groups.keys()].sort()) {
    const kept = stored(function_);
    let baseline = kept;
    let last: WindowVerdict | undefined;
    let invocations = 0;
    const sums = new Map<Sum, number>();
    const named = new Set<Named>();
    let started = false;
    let dropped = 0;
    for (const [start, partial] of partials.windows(groups.get(function_) ?? [])) {
      if (baseline === kept && start + WINDOW_MS > closedUntil) baseline = copyOf(kept);
      const verdict = assessWindow(baseline, start, partial, context);
      for (const finding of verdict.findings) {
        findings.set(finding.id, finding);
        if (!TOLD_BY_FLOWS.has(finding.detector)) continue;
        const through = interfaces.get(finding.id) ?? new Set();
        interfaces.set(finding.id, through);
        for (const name of partial.named.get('interfaces')?.entries.keys() ?? []) through.add(name);
      }
      learnWindow(baseline, start, partial, verdict, context);
      invocations += sumOf(partial, 'invocations');
      for (const [sum, amount] of partial.sums) sums.set(sum, (sums.get(sum) ?? 0) + amount);
      for (const name of partial.named.keys()) named.add(name);
      started ||= versionsOf(partial).length > 0;
      dropped += partial.named.get('errorClasses')?.entries.get(LOGS_DROPPED)?.count ?? 0;
      last = verdict;
    }
    traces.set(function_, { sums, named, started, dropped });
    for (const finding of assessSilence(baseline, latest, context)) findings.set(finding.id, finding);
    if (state.persistent) upsert.run(function_, saveBaseline(kept));
    if (functionParts(function_).name !== '') functions.push({ function: function_, invocations, ...progress(last, settings) });
  }
  if (state.persistent) {
    state.setMeta('learned-until', String(closedUntil));
    partials.save();
    partials.forgetBefore(closedUntil as Instant);
  }
  return { findings: [...findings.values()], functions, traces, interfaces, resolved, unreadable };
};

const progress = (verdict: WindowVerdict | undefined, settings: Settings): Pick<FunctionState, 'learnedDays' | 'neededDays' | 'state'> => {
  for (const { assessment } of verdict?.assessments ?? []) {
    if (assessment.kind === 'warming-up') return { learnedDays: assessment.seenDays, neededDays: assessment.neededDays, state: 'learning' };
  }
  return { learnedDays: settings.learningDays, neededDays: settings.learningDays, state: 'watching' };
};
