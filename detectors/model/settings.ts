// What a user may set; everything else follows from data. Read from lapwing.yml by the edge, and given as an argument.

export interface Settings {
  /** Days of a function's life that are learned before its behaviours may alert. */
  readonly learningDays: number;
  /** How readily behaviours alert: the false-alarm budget they are held to. */
  readonly sensitivity: 'default' | 'sensitive';
  /** Principals (ARN, `*` as wildcard) that deploy: pipelines, CI roles. Sigma's placeholder %known_deployers%. */
  readonly knownDeployers: readonly string[];
  /** Other accounts that may be shared with. Sigma's placeholder %trusted_accounts%. */
  readonly trustedAccounts: readonly string[];
  /** Rules on trial that are live here; see `lapwing rules promote`. */
  readonly promotedRules: readonly string[];
  /** What other placeholders of |expand stand for, by name. */
  readonly placeholders: Readonly<Record<string, readonly string[]>>;
}

/** Seven days see every hour of every day of the week once. */
export const DEFAULT_SETTINGS: Settings = {
  learningDays: 7,
  sensitivity: 'default',
  knownDeployers: [],
  trustedAccounts: [],
  promotedRules: [],
  placeholders: {},
};
