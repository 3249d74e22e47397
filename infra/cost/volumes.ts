// What happens in an account in a month, and how Lapwing is deployed there: what its cost depends on.

export interface Volumes {
  readonly functions: number;
  readonly invocations: number;
  /** Zipped, as a subscription brings it. */
  readonly logGb: number;
  /** Management events that are read. */
  readonly trailEvents: number;
  /** Objects of trails and flow logs. */
  readonly objects: number;
}

export interface Deployment {
  readonly stream: boolean;
  readonly key: boolean;
  readonly lookout: boolean;
  /** False where it is one of the account's three that are free, or left out. */
  readonly paysDashboard: boolean;
}

export const HOURS = 730;
export const MINUTES = HOURS * 60;
export const SECONDS = MINUTES * 60;

/** Ten functions that run once an hour, and the calls of a day's little work on them. */
export const AT_REST: Volumes = { functions: 10, invocations: 10 * HOURS, logGb: 0.01, trailEvents: 30_000, objects: 0 };

export const PLAIN: Deployment = { stream: false, key: false, lookout: false, paysDashboard: false };
