// What the deployment knows and no finding tells.

interface Subscription {
  readonly filterName: string;
  readonly destinationArn: string;
  /** None when the destination is a function. */
  readonly deliveryRoleArn: string | null;
}

export interface TriggerSettings {
  /** The ARN of the role that the document (by its catalogue id) acts with. */
  readonly assumeRoleOf: (automation: string) => string;
  /** Its name begins with Automation. */
  readonly topicArn: string;
  readonly approvers: readonly string[];
  /** Functions, roles and users that no automation may contain. */
  readonly protectedNames: readonly string[];
  /** Accounts whose layers are welcome. */
  readonly trustedAccounts: readonly string[];
  /** A bucket with object lock; without one no evidence is kept. */
  readonly evidenceBucket: string | null;
  /** The alias that callers use, in every function; without one there is nothing to point back. */
  readonly alias: string | null;
  /** The subscription filter that brings logs to Lapwing, the same in every group. */
  readonly subscription: Subscription | null;
  readonly retentionDays: string;
}
