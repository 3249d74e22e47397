// The execution environments of one function: made on demand, reused while warm, forgotten when idle or old.
import { datePath, MINUTE_MS } from '../calendar.ts';
import { hex, temporaryKeyId } from '../identifiers.ts';
import type { Random } from '../random.ts';
import type { Role, Session } from '../records/identities.ts';

export interface Environment {
  readonly stream: string;
  readonly session: Session;
  /** Public address its calls to AWS come from. */
  readonly address: string;
  /** Local port of its lasting connections. */
  readonly port: number;
  readonly idleLimitMs: number;
  readonly retireMs: number;
  freeMs: number;
}

/** Observed in the wild: idle environments go after some minutes, busy ones after about two hours. */
const IDLE_MINUTES = [6, 25] as const;
const LIFE_MINUTES = [90, 150] as const;

/** First octets of the addresses that AWS gives to eu-central-1's own machines. */
const WORKER_NETWORKS = ['3.120', '3.121', '18.156', '18.184', '18.196', '35.156', '35.158', '52.28', '52.59'] as const;

export class Environments {
  readonly #function: string;
  readonly #role: Role;
  readonly #random: Random;
  #all: Environment[] = [];

  constructor(functionName: string, role: Role, random: Random) {
    this.#function = functionName;
    this.#role = role;
    this.#random = random;
  }

  /** A free environment, the last used first; a new one when there is none. */
  acquire(timeMs: number, version: string): { readonly environment: Environment; readonly cold: boolean } {
    this.#all = this.#all.filter((environment) => timeMs < environment.retireMs && timeMs - environment.freeMs < environment.idleLimitMs);
    let warm: Environment | undefined;
    for (const environment of this.#all) {
      if (environment.freeMs <= timeMs && (warm === undefined || environment.freeMs > warm.freeMs)) warm = environment;
    }
    if (warm !== undefined) return { environment: warm, cold: false };
    const environment = this.#make(timeMs, version);
    this.#all.push(environment);
    return { environment, cold: true };
  }

  /** After a timeout or a crash, Lambda starts anew. */
  discard(environment: Environment): void {
    this.#all = this.#all.filter((other) => other !== environment);
  }

  discardAll(): void {
    this.#all = [];
  }

  /** The youngest session: what an attacker who reads the environment variables gets. */
  session(): Session | undefined {
    return this.#all.at(-1)?.session;
  }

  #make(timeMs: number, version: string): Environment {
    const random = this.#random;
    return {
      stream: `${datePath(timeMs)}/[${version}]${hex(random, 32)}`,
      session: { role: this.#role, name: this.#function, accessKeyId: temporaryKeyId(random), createdMs: timeMs },
      address: `${random.pick(WORKER_NETWORKS)}.${random.below(256)}.${1 + random.below(254)}`,
      port: 32_768 + random.below(28_000),
      idleLimitMs: random.between(...IDLE_MINUTES) * MINUTE_MS,
      retireMs: timeMs + random.between(...LIFE_MINUTES) * MINUTE_MS,
      freeMs: timeMs,
    };
  }
}
