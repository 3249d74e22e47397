// The simulated account: its functions, roles and networks, and the queue of calls that wait for their time.
import type { FunctionSpec } from '../function-spec.ts';
import { hex, roleId, temporaryKeyId } from '../identifiers.ts';
import { Journal } from '../journal/journal.ts';
import { type Random, seeded } from '../random.ts';
import type { Role, Session } from '../records/identities.ts';
import { type RecordPlace, type TrailCall, trailRecord } from '../records/trail-record.ts';
import type { Call } from '../runtime/call.ts';
import { CallQueue } from '../runtime/call-queue.ts';
import { FunctionRuntime } from '../runtime/function-runtime.ts';
import { invokerOf } from '../runtime/invoker.ts';
import type { SimulationOptions } from '../simulation-options.ts';
import { Effects } from '../traffic/effects.ts';
import { interfacesOf, type NetworkInterface } from './network.ts';

/** IAM, STS's global endpoint and sign-in keep their records here. */
export const GLOBAL_REGION = 'us-east-1';

export class World {
  readonly options: SimulationOptions;
  readonly place: RecordPlace;
  readonly journal: Journal;
  readonly functions: ReadonlyMap<string, FunctionRuntime>;
  readonly kmsKey: string;
  readonly #queue = new CallQueue();
  readonly #stolen = new Map<string, Session>();

  constructor(options: SimulationOptions) {
    const { account, seed, functions } = options;
    this.options = options;
    this.place = { account: account.id, region: account.region };
    const key = hex(seeded(seed, 'kms-key'), 32);
    this.kmsKey = `${key.slice(0, 8)}-${key.slice(8, 12)}-4${key.slice(13, 16)}-a${key.slice(17, 20)}-${key.slice(20)}`;
    const interfaces = interfacesOf(functions, seed);
    const interfaceIds = [...new Set([...interfaces.values()].map((each) => each.interfaceId))];
    this.journal = new Journal({ account: account.id, region: account.region, seed, interfaces: interfaceIds });
    this.functions = new Map(functions.map((spec) => [spec.name, this.#runtime(spec, interfaces.get(spec.name))]));
  }

  random(label: string): Random {
    return seeded(this.options.seed, label);
  }

  /** A role has one id for ever, whoever asks first. */
  role(name: string, path = '/'): Role {
    return { name, path, id: roleId(this.random(`role:${path}${name}`)) };
  }

  function(name: string): FunctionRuntime {
    const found = this.functions.get(name);
    if (found === undefined) throw new RangeError(`no function is called ${name}`);
    return found;
  }

  schedule(call: Call): void {
    this.#queue.push(call);
  }

  /** Runs every call that is due, in order, with those they lead to. */
  runUntil(timeMs: number): void {
    for (let call = this.#queue.popBefore(timeMs); call !== undefined; call = this.#queue.popBefore(timeMs))
      this.function(call.function).run(call);
  }

  record(call: TrailCall, random: Random, region = this.place.region): void {
    this.journal.trail(call.timeMs, region, trailRecord(call, { ...this.place, region }, random), random);
  }

  /** The session that an attacker took from the function's environment variables: the same one for every part of an attack. */
  stolenSession(name: string, timeMs: number): Session {
    const known = this.#stolen.get(name);
    if (known !== undefined) return known;
    const runtime = this.function(name);
    const accessKeyId = temporaryKeyId(this.random(`stolen:${name}`));
    const session = runtime.session() ?? { role: runtime.role, name, accessKeyId, createdMs: timeMs };
    this.#stolen.set(name, session);
    return session;
  }

  #runtime(spec: FunctionSpec, network: NetworkInterface | undefined): FunctionRuntime {
    const { incidents, ordinary, account } = this.options;
    const { name } = spec;
    return new FunctionRuntime({
      spec,
      role: this.role(spec.role),
      place: this.place,
      journal: this.journal,
      effects: new Effects(name, [...incidents, ...ordinary]),
      random: this.random(`environments:${name}`),
      accessLogGroup: account.accessLogGroup,
      recordInvokes: account.invokeEventsOf === undefined || account.invokeEventsOf.includes(name),
      kmsKey: this.kmsKey,
      network,
      schedule: (call) => this.schedule(call),
      invokerOf: (functionName) => invokerOf(this.function(functionName).spec.trigger),
    });
  }
}
