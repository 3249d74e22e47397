// One simulated function's windows as partials: what the path would have folded of it, without writing a log.
import { WINDOW_MS } from '../../detectors/baseline/baseline.ts';
import { recordId } from '../../detectors/model/identity.ts';
import { addName, addSum, emptyPartial, type FunctionPartial } from '../../detectors/model/partial.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { hourOfDay, weekday } from '../simulator/calendar.ts';
import { logNormalSum, poisson } from '../simulator/distributions.ts';
import { fleet } from '../simulator/fleet.ts';
import type { FunctionSpec } from '../simulator/function-spec.ts';
import { type Random, seeded } from '../simulator/random.ts';
import { type SeriesWindow, series } from '../simulator/series.ts';

/** A Monday, midnight. */
export const BEGIN_MS = Date.UTC(2026, 2, 2);
export const WINDOWS_A_DAY = 288;

export const instantAt = (window: number): Instant => (BEGIN_MS + window * WINDOW_MS) as Instant;

/** `busier` multiplies the rates of what people and events call. */
export const fleetOf = (seed: number, functions: number, days: number, busier = 1): readonly FunctionSpec[] =>
  fleet({ seed, functions, days, startMs: BEGIN_MS }).functions.map((spec) =>
    'perHour' in spec.traffic ? { ...spec, traffic: { ...spec.traffic, perHour: spec.traffic.perHour * busier } } : spec,
  );

/** A window with what the series does not draw: log, cold starts, the version that ran, and names never seen before. */
export interface LifeWindow extends SeriesWindow {
  readonly logBytes: number;
  readonly initialisations: number;
  readonly version: number;
  /** New ordinary names: an action after a deployment, a customer's address of a function that delivers to customers. */
  readonly newAction: string | undefined;
  readonly newAddress: string | undefined;
}

/** Shares of functions and chances, plain guesses at what accounts hold, so that new names are no sure sign of anything. */
const DELIVERS = 0.03;
const DELIVERIES_A_DAY = 4;
const FEATURE = 0.15;
const ORDINARY_ACTIONS = [
  'dynamodb:UpdateItem',
  'sqs:SendMessage',
  'sns:Publish',
  's3:PutObject',
  'dynamodb:BatchGetItem',
  'ssm:GetParameter',
];

export const lifeOf = (spec: FunctionSpec, seed: number, days: number): readonly LifeWindow[] => {
  const random: Random = seeded(seed, `life:${spec.name}`);
  const delivers = random.chance(DELIVERS);
  let version = 1;
  let action: string | undefined;
  let released = -1;
  const windows: LifeWindow[] = [];
  for (const window of series(spec, { seed, startMs: BEGIN_MS, days, windowMs: WINDOW_MS, events: [] })) {
    const { invocations, startMs } = window;
    const day = Math.floor((startMs - BEGIN_MS) / 86_400_000);
    if (
      spec.deployed !== undefined &&
      day !== released &&
      weekday(startMs) === spec.deployed.weekday &&
      hourOfDay(startMs) >= spec.deployed.hour
    ) {
      version++;
      released = day;
      if (random.chance(FEATURE)) action = random.pick(ORDINARY_ACTIONS);
    }
    windows.push({
      ...window,
      // Only a function behind an API has its answers logged.
      responseBytes: spec.trigger.kind === 'api' ? window.responseBytes : 0,
      logBytes: logNormalSum(random, invocations, { median: 600, sigma: 0.5 }),
      initialisations: Math.min(invocations, poisson(random, Math.min(5, 0.02 * invocations + (invocations > 0 ? 0.1 : 0)))),
      version,
      newAction: action,
      newAddress:
        delivers && invocations > 0 && random.chance(DELIVERIES_A_DAY / WINDOWS_A_DAY) ? `203.0.113.${random.below(250)}` : undefined,
    });
  }
  return windows;
};

export const partialOf = (spec: FunctionSpec, traffic: LifeWindow, window: number): FunctionPartial => {
  const partial = emptyPartial();
  const { invocations } = traffic;
  if (invocations === 0) return partial;
  const time = instantAt(window);
  const witness = recordId(`w${window}`);
  addSum(partial, 'records', invocations * 3);
  addSum(partial, 'invocations', invocations);
  addSum(partial, 'errors', Math.min(invocations, traffic.errors));
  addSum(partial, 'initialisations', traffic.initialisations);
  addSum(partial, 'durationMicros', traffic.durationMs * 1000);
  addSum(partial, 'billedMbMs', traffic.durationMs * spec.memoryMb);
  addSum(partial, 'logBytes', traffic.logBytes);
  if (spec.trigger.kind === 'api') {
    addSum(partial, 'requests', invocations);
    addSum(partial, 'responseBytes', traffic.responseBytes);
    addName(partial, 'clients', '192.0.2.10', time, witness, Math.round(traffic.responseBytes));
  }
  addSum(partial, 'apiCalls', invocations);
  for (const use of spec.uses) {
    if (use.kind === 'table') addName(partial, 'actions', `dynamodb:${use.action}`, time, witness);
    else if (use.kind === 's3-write') addName(partial, 'actions', 's3:PutObject', time, witness);
    else if (traffic.readBytes > 0) addName(partial, 'actions', 's3:GetObject', time, witness);
  }
  addSum(partial, 'serviceBytesRead', traffic.readBytes);
  addName(partial, 'destinations', 'dynamodb.eu-central-1.amazonaws.com', time, witness, 0);
  for (const { address } of spec.network?.destinations ?? []) {
    addSum(partial, 'networkBytesOut', traffic.sentBytes);
    if (traffic.sentBytes > 0) addName(partial, 'destinations', address, time, witness, Math.round(traffic.sentBytes));
  }
  if (traffic.newAction !== undefined) addName(partial, 'actions', traffic.newAction, time, witness);
  if (traffic.newAddress !== undefined) addName(partial, 'destinations', traffic.newAddress, time, witness, 80_000);
  addName(partial, 'credentialSources', 'lambda', time, witness);
  addName(partial, 'changes', `version:${traffic.version}`, time, witness);
  addName(partial, 'invocationSamples', `r${window}`, time, witness);
  return partial;
};

/** Bytes that some log tells of. */
export const loggedBytes = ({ responseBytes, readBytes, sentBytes }: LifeWindow): number => responseBytes + readBytes + sentBytes;

/** The same window with its work, or the bytes of each call, multiplied. */
export const scaled = (window: LifeWindow, work: number, bytes: number): LifeWindow => ({
  ...window,
  invocations: Math.round(window.invocations * work),
  errors: Math.round(window.errors * work),
  durationMs: window.durationMs * work,
  logBytes: window.logBytes * work,
  responseBytes: window.responseBytes * work * bytes,
  readBytes: window.readBytes * work * bytes,
  sentBytes: window.sentBytes * work * bytes,
});

/** The same window at `times` the rate: further calls of the same kind, as independent of each other as the function's own. */
export const busier = (spec: FunctionSpec, window: LifeWindow, times: number): LifeWindow => {
  const own = window.invocations;
  const more = (times - 1) * window.expectedInvocations * window.hourFactor;
  // A schedule that runs more often is still a schedule.
  const added = spec.traffic.kind === 'cron' ? more : poisson(seeded(window.startMs, `busier:${spec.name}:${times}`), more);
  return own === 0 ? { ...window, invocations: Math.round(added) } : scaled(window, (own + added) / own, 1);
};
