// Measures the baselines over a made-up fleet: false alerts a function and day, and which injected incidents are found.
// Run: node cli/bench/baselines.ts [--functions N] [--days N] [--sensitivity default|sensitive]
import { parseArgs } from 'node:util';
import { type Baseline, loadBaseline, newBaseline, saveBaseline, WINDOW_MS } from '../../detectors/baseline/baseline.ts';
import { learnMeasure, newMeasureMemory, readMeasure } from '../../detectors/baseline/measure-memory.ts';
import { assessSilence, assessWindow, type Context, learnWindow } from '../../detectors/behaviours/assess.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { functionId, recordId } from '../../detectors/model/identity.ts';
import { addName, addSum, emptyPartial, type FunctionPartial } from '../../detectors/model/partial.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import { atLeast } from '../../detectors/model/severity.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { KINDS, type Kind, trafficOf, WINDOWS_A_DAY, type Windowed } from './baselines-fleet.ts';

const { values } = parseArgs({
  options: {
    functions: { type: 'string', default: '4' },
    days: { type: 'string', default: '21' },
    sensitivity: { type: 'string', default: 'default' },
    verbose: { type: 'boolean', default: false },
  },
});
const FUNCTIONS = Number(values.functions);
const DAYS = Number(values.days);
const CONTEXT: Context = {
  settings: { ...DEFAULT_SETTINGS, sensitivity: values.sensitivity === 'sensitive' ? 'sensitive' : 'default' },
};
const MONDAY = Date.UTC(2026, 2, 2);

const instantAt = (window: number): Instant => (MONDAY + window * WINDOW_MS) as Instant;

const partialOf = (traffic: Windowed, window: number): FunctionPartial => {
  const partial = emptyPartial();
  const { invocations } = traffic;
  if (invocations === 0) return partial;
  const time = instantAt(window);
  const witness = recordId(`w${window}`);
  addSum(partial, 'records', invocations * 3);
  addSum(partial, 'invocations', invocations);
  addSum(partial, 'errors', Math.min(invocations, traffic.errors));
  addSum(partial, 'initialisations', Math.min(invocations, traffic.initialisations));
  addSum(partial, 'durationMicros', invocations * 90_000);
  addSum(partial, 'billedMbMs', invocations * 90 * 256);
  addSum(partial, 'logBytes', traffic.logBytes);
  addSum(partial, 'requests', invocations);
  addSum(partial, 'responseBytes', traffic.responseBytes);
  addSum(partial, 'networkBytesOut', traffic.bytesOut);
  addSum(partial, 'apiCalls', invocations);
  addName(partial, 'actions', 'dynamodb:GetItem', time, witness, 0);
  addName(partial, 'destinations', 'dynamodb.us-east-1.amazonaws.com', time, witness, Math.round(traffic.bytesOut / 2));
  addName(partial, 'destinations', 'api.partner.example', time, witness, Math.round(traffic.bytesOut / 2));
  addName(partial, 'credentialSources', 'lambda', time, witness);
  addName(partial, 'changes', traffic.version, time, witness);
  addName(partial, 'invocationSamples', `r${window}`, time, witness);
  return partial;
};

interface Incident {
  readonly name: string;
  readonly windows: number;
  readonly detectors: readonly string[];
  readonly change: (traffic: Windowed, step: number) => Windowed;
  readonly add?: (partial: FunctionPartial, window: number, step: number) => void;
}
const times =
  (factor: number) =>
  (traffic: Windowed): Windowed => ({
    ...traffic,
    invocations: Math.round(traffic.invocations * factor),
    bytesOut: Math.round(traffic.bytesOut * factor),
    responseBytes: Math.round(traffic.responseBytes * factor),
    logBytes: Math.round(traffic.logBytes * factor),
  });
const same = (traffic: Windowed): Windowed => traffic;
const silent = (traffic: Windowed): Windowed => ({ ...traffic, invocations: 0 });

const INCIDENTS: readonly Incident[] = [
  { name: '5x egress, 10 min', windows: 2, detectors: ['data-volume'], change: (t) => ({ ...t, bytesOut: t.bytesOut * 5 }) },
  { name: '20x egress, 10 min', windows: 2, detectors: ['data-volume'], change: (t) => ({ ...t, bytesOut: t.bytesOut * 20 }) },
  { name: '5x response, 30 min', windows: 6, detectors: ['data-volume'], change: (t) => ({ ...t, responseBytes: t.responseBytes * 5 }) },
  { name: '3x invocations, 1 h', windows: 12, detectors: ['invocation-rate'], change: times(3) },
  { name: '10x invocations, 10 min', windows: 2, detectors: ['invocation-rate'], change: times(10) },
  {
    name: 'first destination, 5 MB',
    windows: 288,
    detectors: ['new-destination'],
    change: same,
    add: (partial, window, step) => {
      if (step === 99) addName(partial, 'destinations', '198.51.100.7', instantAt(window), recordId('x'), 5_000_000);
    },
  },
  { name: 'drop to silence, 1 d', windows: 288, detectors: ['silence'], change: silent },
  { name: 'ramp 2 %/h, 4 d', windows: 4 * 288, detectors: ['invocation-rate'], change: (t, step) => times(1.02 ** (step / 12))(t) },
  { name: 'ramp 0.5 %/h, 9 d', windows: 9 * 288, detectors: ['invocation-rate'], change: (t, step) => times(1.005 ** (step / 12))(t) },
];

const step = (baseline: Baseline, window: number, partial: FunctionPartial): readonly Finding[] => {
  // As on the path: a function without records in a window is not fed.
  if (partial.sums.size === 0 && partial.named.size === 0) return [];
  const verdict = assessWindow(baseline, instantAt(window), partial, CONTEXT);
  learnWindow(baseline, instantAt(window), partial, verdict, CONTEXT);
  return verdict.findings;
};

const copyOf = (text: string): Baseline => {
  const loaded = loadBaseline(text);
  if (loaded.kind !== 'baseline') throw new Error(loaded.reason);
  return loaded.baseline;
};

interface Tally {
  readonly all: Map<string, Finding>;
  readonly found: Map<string, number>;
  /** Functions in which the incident changed anything: a nightly job is not doubled at noon. */
  readonly injected: Map<string, number>;
  bytes: number;
}
const seenBefore = (ids: Map<string, Finding>, findings: readonly Finding[]): void => {
  for (const finding of findings) ids.set(finding.id, finding);
};

const runFunction = (kind: Kind, seed: number, tally: Tally): void => {
  const baseline = newBaseline(functionId({ account: '111122223333', region: 'us-east-1', name: `${kind}-${seed}` }));
  const next = trafficOf(kind, seed);
  const windows = DAYS * WINDOWS_A_DAY;
  for (let window = 0; window < windows; window++) seenBefore(tally.all, step(baseline, window, partialOf(next(), window)));
  const text = saveBaseline(baseline);
  tally.bytes = Math.max(tally.bytes, text.length);
  const longest = Math.max(...INCIDENTS.map((incident) => incident.windows));
  // At a quarter past noon of the next day, on the same future for each incident.
  const start = windows + 147;
  const future = Array.from({ length: 147 + longest }, () => next());
  for (const incident of INCIDENTS) {
    const copy = copyOf(text);
    const found = new Set<string>();
    let last = windows;
    let injected = incident.add !== undefined;
    for (let index = 0; index < 147 + incident.windows; index++) {
      const window = windows + index;
      const traffic = future[index];
      if (traffic === undefined) continue;
      const inside = window >= start;
      const partial = partialOf(inside ? incident.change(traffic, window - start) : traffic, window);
      if (inside && traffic.invocations > 0) injected = true;
      if (inside) incident.add?.(partial, window, window - start);
      for (const finding of step(copy, window, partial))
        if (inside && incident.detectors.includes(finding.detector)) found.add(finding.severity);
      last = window;
    }
    for (const finding of assessSilence(copy, instantAt(last + 1), CONTEXT))
      if (incident.detectors.includes(finding.detector)) found.add(finding.severity);
    if (!injected) continue;
    tally.injected.set(incident.name, (tally.injected.get(incident.name) ?? 0) + 1);
    if (found.size > 0) tally.found.set(incident.name, (tally.found.get(incident.name) ?? 0) + 1);
  }
};

/** How often a window of ordinary traffic is called as unlikely as 10^-3 and 10^-4: the tail alone, without the other keys. */
const calibration = (kind: Kind, seed: number): readonly [three: number, four: number, windows: number] => {
  const memory = newMeasureMemory(0);
  const next = trafficOf(kind, seed);
  let three = 0;
  let four = 0;
  let windows = 0;
  for (let window = 0; window < DAYS * WINDOWS_A_DAY; window++) {
    const { invocations } = next();
    if (window >= CONTEXT.settings.learningDays * WINDOWS_A_DAY) {
      const { decades } = readMeasure(memory, window, invocations, 'count');
      windows++;
      if (decades >= 3) three++;
      if (decades >= 4) four++;
    }
    learnMeasure(memory, window, invocations, 'count', false);
  }
  return [three, four, windows];
};

const judgedDays = (DAYS - CONTEXT.settings.learningDays) * FUNCTIONS;
const begun = performance.now();
const rows: Record<string, Record<string, string | number>> = {};
for (const [index, kind] of KINDS.entries()) {
  const tally: Tally = { all: new Map(), found: new Map(), injected: new Map(), bytes: 0 };
  for (let one = 0; one < FUNCTIONS; one++) runFunction(kind, 1000 * (index + 1) + one, tally);
  const findings = [...tally.all.values()];
  if (values.verbose)
    for (const f of findings)
      console.log(kind, f.time, f.detector, f.severity, f.title, '|', f.explanation.expected, '|', f.explanation.observed);
  const shares = Array.from({ length: FUNCTIONS }, (_, one) => calibration(kind, 1000 * (index + 1) + one));
  const share = (which: 0 | 1): string =>
    (shares.reduce((sum, each) => sum + each[which], 0) / shares.reduce((sum, each) => sum + each[2], 0)).toExponential(1);
  rows[kind] = {
    'p<1e-3': share(0),
    'p<1e-4': share(1),
    'alerts/100d': Number(((100 * findings.length) / judgedDays).toFixed(2)),
    'medium+': Number(((100 * findings.filter(({ severity }) => atLeast(severity, 'medium')).length) / judgedDays).toFixed(2)),
    ...Object.fromEntries(INCIDENTS.map(({ name }) => [name, `${tally.found.get(name) ?? 0}/${tally.injected.get(name) ?? 0}`])),
    bytes: tally.bytes,
  };
}
console.table(rows);
const windowsRun = KINDS.length * FUNCTIONS * WINDOWS_A_DAY * DAYS;
console.log(
  `${((1000 * (performance.now() - begun)) / windowsRun).toFixed(0)} µs a learned window, incidents included; sensitivity ${CONTEXT.settings.sensitivity}`,
);
