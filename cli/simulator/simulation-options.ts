// What a simulation is made of, and what it makes.
import type { FunctionSpec } from './function-spec.ts';
import type { IncidentSpec, OrdinaryEvent } from './incident-spec.ts';

export interface SimulatedFile {
  readonly path: string;
  readonly text: string;
  /** Whether AWS would gzip it, and add `.gz` to its name. */
  readonly gzip: boolean;
}

interface AccountSpec {
  /** Twelve digits. */
  readonly id: string;
  readonly region: string;
  /** Buckets that exist beside those the functions use. */
  readonly buckets: readonly string[];
  /** Log group of the API's access log. */
  readonly accessLogGroup: string;
  /** Functions whose Invoke calls CloudTrail records; undefined means all. */
  readonly invokeEventsOf?: readonly string[];
  /** People who sign in, without their domain. Nobody means that no person and no pipeline works here. */
  readonly operators: readonly string[];
}

export interface SimulationOptions {
  readonly seed: number;
  readonly startMs: number;
  readonly days: number;
  readonly account: AccountSpec;
  readonly functions: readonly FunctionSpec[];
  readonly incidents: readonly IncidentSpec[];
  readonly ordinary: readonly OrdinaryEvent[];
}
