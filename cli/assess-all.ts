// Every function's windows, application by application: what was kept of each, what people said of it, and what comes of it.
import { WINDOW_MS } from '../detectors/baseline/baseline.ts';
import type { WindowVerdict } from '../detectors/behaviours/assess.ts';
import { versionsOf } from '../detectors/behaviours/deployment.ts';
import { applicationOf, MOST_PEERS } from '../detectors/behaviours/peers.ts';
import type { Finding } from '../detectors/model/finding.ts';
import { type FunctionId, functionParts } from '../detectors/model/identity.ts';
import { countOf, type FunctionPartial, kindsOf, type Named, namesOf, type Sum, sumOf, sumsOf } from '../detectors/model/partial.ts';
import type { Settings } from '../detectors/model/settings.ts';
import { DAY_MS, type Instant, startOf } from '../detectors/model/time.ts';
import { resolveFunctions } from '../ingest/fold/resolve-functions.ts';
import { assessApplication } from './assess-application.ts';
import type { Traces } from './coverage.ts';
import { feedbackLessons } from './learn-feedback.ts';
import { baselineStore } from './store/baseline-store.ts';
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

/** Applications one after the other; one that is larger than can be asked of its peers is cut. */
const applicationsOf = (functions: readonly FunctionId[]): readonly (readonly FunctionId[])[] =>
  [...Map.groupBy(functions, (function_) => applicationOf(function_) ?? function_)].flatMap(([, members]) =>
    Array.from({ length: Math.ceil(members.length / MOST_PEERS) }, (_, part) => members.slice(part * MOST_PEERS, (part + 1) * MOST_PEERS)),
  );

export const assessAll = (state: StateFile, partials: PartialStore, settings: Settings, latest: Instant): Assessed => {
  if (!Number.isFinite(latest))
    return { findings: [], functions: [], traces: new Map(), interfaces: new Map(), resolved: new Map(), unreadable: [] };
  const findings = new Map<string, Finding>();
  const functions: FunctionState[] = [];
  const traces = new Map<FunctionId, Traces>();
  const interfaces = new Map<string, Set<string>>();
  const store = baselineStore(state);
  const lessons = feedbackLessons(state);
  // Without kept state nothing comes later, and everything may be learned at once.
  const learnedUntil = Number(state.meta('learned-until') ?? 0);
  const closedUntil = state.persistent
    ? Math.max(learnedUntil, startOf((latest - LATENESS_MS) as Instant, WINDOW_MS))
    : Number.POSITIVE_INFINITY;

  /** The same function under the ids that different sources could tell. */
  const groups = new Map<FunctionId, FunctionId[]>();
  const ids = partials.functions();
  // A function known from an earlier scan is known now, though no record of this one proves it.
  const resolved = resolveFunctions([...ids, ...store.known]);
  for (const id of ids) {
    const whole = resolved.get(id) ?? id;
    const group = groups.get(whole);
    if (group === undefined) groups.set(whole, [id]);
    else group.push(id);
  }
  const absent = store.known.filter((function_) => !groups.has(function_));
  for (const function_ of absent.filter((one) => lessons.hasNews(one))) {
    const baseline = store.open(function_);
    lessons.learn(baseline);
    store.save(baseline);
  }

  for (const application of applicationsOf([...groups.keys()].sort())) {
    const [first] = application;
    const name = first === undefined ? undefined : applicationOf(first);
    const bystanders = absent
      .filter((function_) => name !== undefined && applicationOf(function_) === name)
      .slice(0, MOST_PEERS - application.length);
    const members = application.map((function_) => {
      const kept = store.open(function_);
      lessons.learn(kept);
      const trace = { sums: new Map<Sum, number>(), named: new Set<Named>(), started: false, dropped: 0 };
      const tally: { invocations: number; last: WindowVerdict | undefined } = { invocations: 0, last: undefined };
      return {
        kept,
        tally,
        trace,
        windows: partials.windows(groups.get(function_) ?? []),
        seen(partial: FunctionPartial, verdict: WindowVerdict): void {
          for (const { id } of verdict.findings.filter(({ detector }) => TOLD_BY_FLOWS.has(detector))) {
            const through = interfaces.get(id) ?? new Set();
            interfaces.set(id, through);
            for (const each of namesOf(partial, 'interfaces')) through.add(each);
          }
          tally.invocations += sumOf(partial, 'invocations');
          tally.last = verdict;
          for (const [sum, amount] of sumsOf(partial)) trace.sums.set(sum, (trace.sums.get(sum) ?? 0) + amount);
          for (const each of kindsOf(partial)) trace.named.add(each);
          trace.started ||= versionsOf(partial).length > 0;
          trace.dropped += countOf(partial, 'errorClasses', LOGS_DROPPED);
        },
      };
    });
    assessApplication(
      members,
      bystanders.map((function_) => store.open(function_)),
      { settings, lessons, closedUntil, latest, found: (finding) => findings.set(finding.id, finding) },
    );
    for (const { kept, tally, trace } of members) {
      traces.set(kept.function, trace);
      store.save(kept);
      const { invocations, last } = tally;
      if (functionParts(kept.function).name !== '') functions.push({ function: kept.function, invocations, ...progress(last, settings) });
    }
  }
  if (state.persistent) {
    state.setMeta('learned-until', String(closedUntil));
    partials.save();
    partials.forgetBefore(closedUntil as Instant);
  }
  return { findings: [...findings.values()], functions, traces, interfaces, resolved, unreadable: store.unreadable };
};

const progress = (verdict: WindowVerdict | undefined, settings: Settings): Pick<FunctionState, 'learnedDays' | 'neededDays' | 'state'> => {
  for (const { assessment } of verdict?.assessments ?? []) {
    if (assessment.kind === 'warming-up') return { learnedDays: assessment.seenDays, neededDays: assessment.neededDays, state: 'learning' };
  }
  return { learnedDays: settings.learningDays, neededDays: settings.learningDays, state: 'watching' };
};
