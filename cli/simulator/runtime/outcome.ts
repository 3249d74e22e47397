// How one invocation goes, decided before its lines are written.
import { logNormal } from '../distributions.ts';
import type { FunctionSpec } from '../function-spec.ts';
import type { Random } from '../random.ts';
import type { Failure } from '../records/application-lines.ts';
import type { Finished } from '../records/platform-text.ts';
import type { Effects } from '../traffic/effects.ts';
import type { Call } from './call.ts';
import { everydayFailure, languageOf, unreachableFailure } from './failures.ts';
import { statusOf } from './visitors.ts';

export interface Outcome {
  readonly kind: Finished['outcome'];
  readonly durationMs: number;
  readonly usedMemoryMb: number;
  readonly failure: Failure | undefined;
  /** HTTP status for a function behind an API. */
  readonly status: number;
  readonly responseBytes: number;
}

/** Share of the failures that are the runtime running out of memory. */
const OUT_OF_MEMORY_SHARE = 0.05;
/** What waiting for a dead dependency adds, in milliseconds. */
const WAIT_MS = 3000;
/** API Gateway's own answer when a function fails or runs over. */
const FAILED_STATUS = 500;
const FAILED_BYTES = 35;

const failureOf = (call: Call, spec: FunctionSpec, effects: Effects): Failure | undefined => {
  if (call.script?.failure !== undefined) return call.script.failure;
  if (call.script !== undefined) return undefined;
  const { random } = call;
  if (random.chance(effects.failing(call.timeMs))) return unreachableFailure(languageOf(spec));
  return random.chance(spec.errorShare) ? everydayFailure(languageOf(spec), random) : undefined;
};

/** Half of the setting, give or take: what a function that was sized by hand uses. */
const usedMemory = (spec: FunctionSpec, random: Random): number => Math.round(spec.memoryMb * random.between(0.42, 0.58));

const waitOf = (failure: Failure | undefined): number => (failure?.name.includes('imeout') ? WAIT_MS : 0);

const kindOf = (
  failure: Failure | undefined,
  scripted: boolean,
  durationMs: number,
  spec: FunctionSpec,
  random: Random,
): Finished['outcome'] => {
  if (durationMs >= spec.timeoutMs) return 'timeout';
  if (failure === undefined) return 'success';
  return !scripted && random.chance(OUT_OF_MEMORY_SHARE) ? 'out-of-memory' : 'error';
};

export const outcomeOf = (call: Call, spec: FunctionSpec, effects: Effects): Outcome => {
  const { random, script } = call;
  const failure = failureOf(call, spec, effects);
  const drawn = script?.durationMs ?? logNormal(random, spec.durationMs) + waitOf(failure);
  const kind = kindOf(failure, script !== undefined, drawn, spec, random);
  const ordinaryStatus = call.request === undefined ? 200 : statusOf(call.request, random);
  const status = kind === 'success' ? (script?.status ?? ordinaryStatus) : FAILED_STATUS;
  const ordinaryBytes = logNormal(random, spec.responseBytes) * effects.bytes(call.timeMs);
  const answered = script?.responseBytes ?? (status === 304 ? 0 : status >= 400 ? 60 + random.below(80) : ordinaryBytes);
  return {
    kind,
    durationMs: Math.min(drawn, spec.timeoutMs),
    usedMemoryMb: kind === 'out-of-memory' ? spec.memoryMb : usedMemory(spec, random),
    failure: kind === 'error' ? failure : undefined,
    status,
    responseBytes: kind === 'success' ? answered : FAILED_BYTES,
  };
};
