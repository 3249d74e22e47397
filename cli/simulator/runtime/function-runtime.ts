// One function at work: takes a call, finds an environment for it, and writes down all that AWS would.
import { MINUTE_MS, SECOND_MS } from '../calendar.ts';
import { logNormal } from '../distributions.ts';
import type { FunctionSpec, ResourceUse } from '../function-spec.ts';
import { gatewayRequestId, uuid } from '../identifiers.ts';
import type { Journal } from '../journal/journal.ts';
import type { Random } from '../random.ts';
import { accessLine } from '../records/access-line.ts';
import { assumeRoleEvent, decryptEvent, logStreamEvent, secretEvent } from '../records/cold-start-events.ts';
import { invokeEvent } from '../records/data-events.ts';
import type { Role, Session } from '../records/identities.ts';
import type { RecordPlace } from '../records/trail-record.ts';
import type { Effects } from '../traffic/effects.ts';
import { sdkAgent } from './agents.ts';
import type { Call } from './call.ts';
import { Environments } from './environments.ts';
import { LogWriter } from './log-writer.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { followScript, record, useNetwork, useResources, type Workplace } from './resource-calls.ts';

export interface RuntimeSpec {
  readonly spec: FunctionSpec;
  readonly role: Role;
  readonly place: RecordPlace;
  readonly journal: Journal;
  readonly effects: Effects;
  readonly random: Random;
  /** Where the API's access log goes; undefined when the function is behind none. */
  readonly accessLogGroup: string;
  readonly recordInvokes: boolean;
  readonly kmsKey: string;
  readonly network: Workplace['network'];
  /** Puts a call into the account's queue. */
  readonly schedule: (call: Call) => void;
  /** Which service calls the function of that name. */
  readonly invokerOf: (functionName: string) => string;
}

/** A deployment. */
export interface Change {
  readonly timeMs: number;
  readonly version: string;
  readonly uses: readonly ResourceUse[];
}

const INIT_MS = { median: 310, sigma: 0.25 };
/** What Lambda takes to find and start an environment, before the function's own init. */
const PLACEMENT_MS = 90;
/** API Gateway's own share of a request. */
const GATEWAY_MS = 6;
/** Lambda tries an event that failed again after one minute and then two; a queue's message is seen again after its visibility timeout. */
const EVENT_RETRIES = 2;
const QUEUE_RETRIES = 3;
const VISIBILITY_MS = 30 * SECOND_MS;

/** Versions published before the simulation begins. */
const PUBLISHED_BEFORE = 11;

export class FunctionRuntime {
  readonly #runtime: RuntimeSpec;
  readonly #environments: Environments;
  readonly #log: LogWriter;
  readonly #addedUses: ResourceUse[] = [];
  readonly #changes: Change[] = [];
  #version = '$LATEST';
  #published = PUBLISHED_BEFORE;

  constructor(runtime: RuntimeSpec) {
    this.#runtime = runtime;
    this.#environments = new Environments(runtime.spec.name, runtime.role, runtime.random);
    this.#log = new LogWriter(runtime.journal, runtime.spec, runtime.place);
  }

  get spec(): FunctionSpec {
    return this.#runtime.spec;
  }

  get role(): Role {
    return this.#runtime.role;
  }

  session(): Session | undefined {
    return this.#environments.session();
  }

  nextVersion(): number {
    this.#published += 1;
    return this.#published;
  }

  /** New code from a moment on: every environment is new, and the function may use more than before. */
  deploy(change: Change): void {
    this.#changes.push(change);
  }

  #applyChanges(timeMs: number): void {
    for (let next = this.#changes[0]; next !== undefined && next.timeMs <= timeMs; next = this.#changes[0]) {
      this.#changes.shift();
      this.#version = next.version;
      this.#addedUses.push(...next.uses);
      this.#environments.discardAll();
    }
  }

  run(call: Call): void {
    const { spec, effects } = this.#runtime;
    this.#applyChanges(call.timeMs);
    const { environment, cold } = this.#environments.acquire(call.timeMs, this.#version);
    const initMs = cold ? logNormal(this.#runtime.random, INIT_MS) : undefined;
    const work: Workplace = { ...this.#runtime, environment };
    if (cold) this.#startCold(work, call.timeMs);
    const outcome = outcomeOf(call, spec, effects);
    const startMs = Math.floor(call.timeMs + (initMs === undefined ? 2 : PLACEMENT_MS + initMs));
    const endMs = Math.ceil(startMs + outcome.durationMs);
    this.#writeLog(call, outcome, environment.stream, startMs, endMs, initMs);
    if (call.attempt === 0 || spec.trigger.kind === 'queue') this.#recordInvoke(call);
    if (call.script === undefined || call.script.failure === undefined) this.#work(work, call, outcome, startMs);
    environment.freeMs = endMs;
    if (outcome.kind === 'timeout' || outcome.kind === 'out-of-memory') this.#environments.discard(environment);
    if (call.request !== undefined) this.#answer(call, outcome, endMs);
    if (outcome.kind === 'success') this.#follow(call, endMs);
    else this.#retry(call, endMs);
  }

  #startCold(work: Workplace, timeMs: number): void {
    const { spec, place, random, kmsKey } = this.#runtime;
    const { session, stream, address } = work.environment;
    this.#log.initStart(timeMs + PLACEMENT_MS, stream, this.#version);
    record(work, assumeRoleEvent(timeMs + 8, session, place, random), random);
    record(work, decryptEvent(timeMs + 40, session, kmsKey, place), random);
    record(work, logStreamEvent(timeMs + 2 * SECOND_MS, session, stream, address, place), random);
    if (spec.secret === undefined) return;
    const caller = {
      timeMs: timeMs + 300,
      session,
      address: work.network?.gatewayAddress ?? address,
      agent: sdkAgent(spec, 'secrets-manager'),
    };
    record(work, secretEvent(caller, spec.secret, place), random);
  }

  #writeLog(call: Call, outcome: Outcome, stream: string, startMs: number, endMs: number, initMs: number | undefined): void {
    const { spec } = this.#runtime;
    const { random, requestId } = call;
    this.#log.start(startMs, stream, requestId, this.#version);
    const lines = call.script?.lines ?? this.#ordinaryLines(call, outcome);
    lines.forEach(({ level, message }, index) => {
      const lineMs = startMs + Math.floor(((index + 0.5) / lines.length) * outcome.durationMs);
      this.#log.application(lineMs, stream, requestId, level, message);
    });
    if (outcome.failure !== undefined) this.#log.unhandled(endMs, stream, requestId, outcome.failure);
    const used = Math.min(spec.memoryMb, outcome.usedMemoryMb + random.below(3));
    const finished = {
      requestId,
      durationMs: outcome.durationMs,
      memoryMb: spec.memoryMb,
      usedMemoryMb: used,
      initMs,
      outcome: outcome.kind,
    };
    this.#log.finish(endMs, stream, finished);
  }

  #ordinaryLines(call: Call, outcome: Outcome): { readonly level: 'INFO' | 'WARN'; readonly message: string }[] {
    const { request, random } = call;
    const asked = request === undefined ? 'event' : `${request.method} ${request.path}${request.query}`;
    const fill = (line: string): string =>
      line
        .replace('{request}', asked)
        .replace('{status}', String(outcome.status))
        .replace('{number}', String(1000 + random.below(9000)))
        .replace('{milliseconds}', String(Math.round(outcome.durationMs)));
    // An invocation that fails prints only what came before the failure.
    const lines = outcome.kind === 'success' ? this.spec.lines : this.spec.lines.slice(0, 1);
    return lines.map((line) => ({ level: outcome.status >= 400 && line.includes('{status}') ? 'WARN' : 'INFO', message: fill(line) }));
  }

  #recordInvoke(call: Call): void {
    const { recordInvokes, place, spec, journal } = this.#runtime;
    if (!recordInvokes) return;
    const invocation = {
      timeMs: call.timeMs,
      function: spec.name,
      version: this.#version,
      requestId: call.requestId,
      invoker: call.invoker,
    };
    const event = invokeEvent(invocation, place);
    record({ place, journal }, event, call.random);
  }

  #work(work: Workplace, call: Call, outcome: Outcome, startMs: number): void {
    const { spec, effects } = this.#runtime;
    const bytesFactor = effects.bytes(call.timeMs);
    useResources(work, [...spec.uses, ...this.#addedUses], startMs, outcome.durationMs, bytesFactor, call.random);
    useNetwork(work, startMs, bytesFactor, call.random);
    if (call.script !== undefined) followScript(work, call.script, startMs + outcome.durationMs / 2, call.random);
  }

  #answer(call: Call, outcome: Outcome, endMs: number): void {
    const { request, random } = call;
    if (request === undefined) return;
    const integrationMs = endMs - call.timeMs;
    const line = accessLine({
      ...request,
      timeMs: call.timeMs - GATEWAY_MS,
      requestId: gatewayRequestId(random),
      status: outcome.status,
      responseBytes: outcome.responseBytes,
      latencyMs: integrationMs + GATEWAY_MS,
      integration: {
        requestId: call.requestId,
        status: outcome.status,
        latencyMs: integrationMs,
        error: outcome.failure === undefined ? '-' : 'Lambda function failed with an unhandled error',
      },
    });
    this.#runtime.journal.access(endMs, this.#runtime.accessLogGroup, line);
  }

  #follow(call: Call, endMs: number): void {
    for (const follower of this.spec.followers) {
      const wanted = follower.method === undefined || follower.method === call.request?.method;
      if (!wanted || !call.random.chance(follower.chance)) continue;
      const random = call.random.fork();
      const timeMs = Math.floor(endMs + random.between(40, 900));
      this.#runtime.schedule({
        timeMs,
        function: follower.function,
        requestId: uuid(random),
        random,
        attempt: 0,
        invoker: 'lambda.amazonaws.com',
      });
    }
  }

  #retry(call: Call, endMs: number): void {
    const { kind } = this.spec.trigger;
    const { script, ...again } = call;
    const attempt = call.attempt + 1;
    const random = call.random.fork();
    if ((kind === 'event' || kind === 'schedule') && attempt <= EVENT_RETRIES) {
      const timeMs = endMs + attempt * MINUTE_MS + random.below(4000);
      this.#runtime.schedule({ ...again, timeMs, random, attempt });
    }
    if (kind === 'queue' && attempt <= QUEUE_RETRIES) {
      this.#runtime.schedule({ ...again, timeMs: endMs + VISIBILITY_MS + random.below(2000), random, attempt, requestId: uuid(random) });
    }
  }
}
