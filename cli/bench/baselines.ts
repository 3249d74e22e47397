// Measures the baselines over a simulated fleet: false alerts, injected incidents, calibration, poisoning ramps and cost.
// Run: npm run bench:baselines -- [--functions N] [--days N] [--seed N] [--sections fleet,curves,calibration,ramps,cost]
//      [--busier N] [--picture FILE.svg] [--verbose]
// Seeds 1 to 3 were tuned on, and others looked at (docs/baselines.md); fresh figures are to be taken from other seeds.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { atLeast } from '../../detectors/model/severity.ts';
import type { FunctionSpec } from '../simulator/function-spec.ts';
import { calibrationOf, LEVELS } from './baselines-calibration.ts';
import { costs } from './baselines-cost.ts';
import { type Grouping, groupingsOf } from './baselines-groups.ts';
import { EGRESS_SIZES, egress, INCIDENTS, RATE_SIZES, rate } from './baselines-incidents.ts';
import { fleetOf, WINDOWS_A_DAY } from './baselines-life.ts';
import { thresholdFor } from './baselines-oracle.ts';
import { type Curve, picture, smallestFound } from './baselines-picture.ts';
import { canCreep, GROWTHS, type Ramp, runRamp } from './baselines-ramps.ts';
import { type FunctionRun, LEARNING_DAYS, type Outcome } from './baselines-run.ts';
import { runFleet } from './baselines-threads.ts';

const { values } = parseArgs({
  options: {
    functions: { type: 'string', default: '300' },
    days: { type: 'string', default: '60' },
    seed: { type: 'string', default: '101' },
    busier: { type: 'string', default: '1' },
    sections: { type: 'string', default: 'fleet,curves,calibration,ramps,cost' },
    picture: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});
const FUNCTIONS = Number(values.functions);
const DAYS = Number(values.days);
const SEED = Number(values.seed);
const BUSIER = Number(values.busier);
const sections = new Set(values.sections.split(','));
const has = (section: string): boolean => sections.has(section);
/** Figures for a fleet are given for this many functions, whatever the number measured. */
const FLEET = 1000;

/** False alarms that the oracle is granted at least, over all days: one expected. */
const LEAST_ALARMS = 1;

const specs = fleetOf(SEED, FUNCTIONS, DAYS, BUSIER);
const kinds = [...new Set(specs.map(({ traffic }) => traffic.kind))].sort();
const percent = (part: number, whole: number): string => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(0)} %`);
const share = (outcomes: readonly Outcome[], is: (outcome: Outcome) => boolean): string =>
  `${percent(outcomes.filter(is).length, outcomes.length)} of ${outcomes.length}`;

const perDay = (of: readonly FunctionRun[], sensitivity: 'default' | 'sensitive', floor: 'info' | 'low' | 'medium'): number => {
  const said = of.reduce((sum, run) => sum + run.said[sensitivity].filter(({ severity }) => atLeast(severity, floor)).length, 0);
  return said / (DAYS - LEARNING_DAYS);
};

/** Whether the oracle tells of an incident, at as many false alarms a day as the run had findings of low and above. */
const oracleOf = (runs: readonly FunctionRun[], name: string): ((outcome: Outcome) => boolean) => {
  const alarmsADay = Math.max(LEAST_ALARMS / (DAYS - LEARNING_DAYS), perDay(runs, 'default', 'low'));
  const drawn = runs.flatMap((run) => run.drawn.get(name) ?? []);
  // A silence that lasts so long needs no draws: its ratio is its own false-alarm rate.
  const threshold = drawn.length > 0 ? thresholdFor(drawn, alarmsADay) : Math.log(runs.length / alarmsADay);
  return ({ margin }) => margin !== undefined && margin >= threshold;
};

const outcomesOf = (runs: readonly FunctionRun[], name: string): readonly Outcome[] =>
  runs.flatMap(({ outcomes }) => outcomes.filter(({ incident }) => incident === name));

/** False alerts a day are those of a group's share of a fleet of FLEET functions. */
const printFleet = (runs: readonly FunctionRun[], { by, groups }: Grouping): void => {
  const oracles = new Map(INCIDENTS.map(({ name }) => [name, oracleOf(runs, name)]));
  const rows: Record<string, Record<string, string | number>> = {};
  for (const group of [...groups, { name: 'all', runs }]) {
    const said = (floor: 'info' | 'low' | 'medium'): string =>
      (['default', 'sensitive'] as const)
        .map((sensitivity) => ((FLEET / runs.length) * perDay(group.runs, sensitivity, floor)).toFixed(2))
        .join(' / ');
    rows[group.name] = {
      functions: group.runs.length,
      'alerts a day': said('medium'),
      'low and above': said('low'),
      'all, info too': said('info'),
      ...Object.fromEntries(
        INCIDENTS.filter(({ ratio }) => ratio !== undefined).map(({ name }) => {
          const of = outcomesOf(group.runs, name);
          const findable = of.filter((outcome) => oracles.get(name)?.(outcome));
          const found = (some: readonly Outcome[]): string => percent(some.filter((outcome) => outcome.found > 0).length, some.length);
          return [name, `${found(of)} / ${percent(findable.length, of.length)} / ${found(findable)}`];
        }),
      ),
    };
  }
  console.log(
    `\nBy ${by}: false alerts a day for ${FLEET} functions, default / sensitive (an alert is a live finding of medium or above; low ones reach the digest, info only the report); incidents found / an oracle finds / found of those`,
  );
  console.table(rows);
};

const printIncidents = (runs: readonly FunctionRun[], { by, groups }: Grouping): void => {
  for (const { name, windows } of INCIDENTS) {
    const rows: Record<string, Record<string, string | number>> = {};
    for (const group of [...groups, { name: 'all', runs }]) {
      const of = outcomesOf(group.runs, name);
      const visible = of.filter((outcome) => outcome.visible);
      const delays = of
        .map(({ found }) => found)
        .filter((found) => found > 0)
        .sort((one, other) => one - other);
      rows[group.name] = {
        found: share(of, ({ found }) => found > 0),
        'in its first 5 min': percent(of.filter(({ found }) => found === 1).length, of.length),
        'as an alert': percent(of.filter(({ alerted }) => alerted > 0).length, of.length),
        'median minutes': 5 * (delays[Math.floor(delays.length / 2)] ?? 0),
        visible: visible.length,
        'visible found': percent(visible.filter(({ found }) => found > 0).length, visible.length),
        'visible alerted': percent(visible.filter(({ alerted }) => alerted > 0).length, visible.length),
      };
    }
    console.log(`\n${name} (${windows * 5} minutes), by ${by}`);
    console.table(rows);
  }
};

const printCurves = ({ by, groups }: Grouping): void => {
  const curvesOf = (sizes: readonly number[], nameOf: (size: number) => string): readonly Curve[] =>
    groups.map(({ name, runs }) => ({
      name,
      points: [...sizes]
        .sort((one, other) => one - other)
        .map((size) => {
          const of = outcomesOf(runs, nameOf(size));
          return { size, share: of.length === 0 ? 0 : of.filter(({ found }) => found > 0).length / of.length, count: of.length };
        }),
    }));
  for (const [title, file, curves] of [
    ['Egress for 10 minutes: share found by size', 'egress', curvesOf(EGRESS_SIZES, (size) => egress(size).name)],
    ['Invocations for an hour: share found by size', 'rate', curvesOf(RATE_SIZES, (size) => rate(size).name)],
  ] as const) {
    console.log(`\n${title}`);
    console.table(
      Object.fromEntries(
        curves.map((curve) => [
          curve.name,
          {
            ...Object.fromEntries(curve.points.map(({ size, share: found }) => [`${size}x`, percent(found, 1)])),
            'nine in ten from': smallestFound(curve),
          },
        ]),
      ),
    );
    if (values.picture !== undefined) {
      const path = values.picture.replace(/\.svg$/, `-${file}-by-${by}.svg`);
      writeFileSync(path, picture(title, curves));
      console.log(`picture: ${path}`);
    }
  }
};

const printCalibration = (): void => {
  const rows: Record<string, Record<string, string | number>> = {};
  for (const kind of kinds) {
    const row: Record<string, string> = {};
    for (const id of ['invocations', 'serviceBytesRead'] as const) {
      const all = specs.filter(({ traffic }) => traffic.kind === kind).map((spec) => calibrationOf(spec, SEED, DAYS, id));
      const sum = (of: (one: (typeof all)[number]) => number): number => all.reduce((total, one) => total + of(one), 0);
      const windows = sum((one) => one.windows);
      LEVELS.forEach((level, index) => {
        row[`${id} 1e-${level}`] = (sum(({ told }) => told[index] ?? 0) / windows).toExponential(1);
        if (id === 'invocations')
          row[`between steps, 1e-${level}`] = (sum(({ between }) => between[index] ?? 0) / windows).toExponential(1);
      });
    }
    rows[kind] = row;
  }
  console.log('\nShare of ordinary windows called as unlikely as 1e-3 and 1e-4');
  console.table(rows);
};

/** Functions of each ramp: a ramp of half a percent a day takes 300 simulated days. */
const RAMPED = 24;

const printRamps = (): void => {
  const ramped = specs.filter(canCreep).slice(0, RAMPED);
  const rows: Record<string, Record<string, string>> = {};
  const text = (ramps: readonly Ramp[]): string => {
    const at = ramps.map(({ foundAt }) => foundAt ?? Number.POSITIVE_INFINITY).sort((one, other) => one - other);
    const oracle = ramps.filter(({ oracleAt }) => oracleAt !== undefined && oracleAt < 2).length;
    return `${percent(at.filter((found) => found < 2).length, at.length)} before 2x (an oracle ${percent(oracle, at.length)}), median ${(at[Math.floor(at.length / 2)] ?? 0).toFixed(2)}x, ${percent(at.filter(Number.isFinite).length, at.length)} in all`;
  };
  for (const growth of GROWTHS) {
    const run = (of: Ramp['of']): readonly Ramp[] => ramped.map((spec: FunctionSpec) => runRamp(spec, SEED, of, growth));
    rows[`${growth * 100} % a day`] = { calls: text(run('calls')), bytes: text(run('bytes')) };
  }
  console.log(`\nRamps up to 5x, of ${ramped.length} functions`);
  console.table(rows);
};

const printCost = (): void => {
  const { least, grownBytes } = costs(SEED);
  console.log('\nCost, user time, the least of many rounds');
  for (const [what, micros] of least) console.log(`${micros.toFixed(2)} µs ${what}`);
  console.log(`${(grownBytes / 1000).toFixed(0)} kB more held after all rounds than after half of them, a million points`);
};

if (has('fleet') || has('curves')) {
  const begun = performance.now();
  const runs = await runFleet({ seed: SEED, functions: FUNCTIONS, days: DAYS, busier: BUSIER, curves: has('curves') });
  const groupings = groupingsOf(runs);
  console.log(
    `${FUNCTIONS} functions, ${DAYS} days, ${LEARNING_DAYS} of them learned, seed ${SEED}${BUSIER === 1 ? '' : `, ${BUSIER} times as busy`}`,
  );
  for (const grouping of groupings) {
    if (has('fleet')) printFleet(runs, grouping);
    if (has('fleet')) printIncidents(runs, grouping);
    if (has('curves')) printCurves(grouping);
  }
  if (values.verbose)
    for (const run of runs)
      for (const found of run.said.default)
        console.log(
          run.kind,
          found.time,
          found.detector,
          found.severity,
          found.score.toFixed(2),
          found.title,
          '|',
          found.explanation.expected,
          '|',
          found.explanation.observed,
        );
  const windows = runs.reduce((sum, run) => sum + run.windows, 0);
  console.log(
    `\n${((1000 * runs.reduce((sum, run) => sum + run.ms, 0)) / windows).toFixed(0)} µs a window with all its measures; largest state ${Math.max(...runs.map(({ stateBytes }) => stateBytes))} bytes; ${((performance.now() - begun) / 1000).toFixed(0)} s, ${windows / WINDOWS_A_DAY} function-days`,
  );
}
if (has('calibration')) printCalibration();
if (has('ramps')) printRamps();
if (has('cost')) printCost();
