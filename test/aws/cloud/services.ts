// What is applied here and not in the emulator, which runs no functions: Lambda's own resources, account-level subscriptions, and the
// targets of rules that the emulator cannot deliver to.
import type { FunctionSpec } from './function-host.ts';

export interface QueueMapping {
  readonly functionName: string;
  readonly sourceArn: string;
  readonly batchSize: number;
  readonly windowMs: number;
  /** Whether the function tells which items failed. */
  readonly reportsItems: boolean;
  readonly bisects: boolean;
  readonly mostRetries: number;
  readonly failureDestination: string | undefined;
}

export interface InvokeConfig {
  readonly mostRetries: number;
  readonly failureDestination: string | undefined;
}

export interface Permission {
  readonly functionName: string;
  readonly principal: string;
  readonly sourceArn: string | undefined;
  readonly sourceAccount: string | undefined;
}

export interface LogSubscription {
  readonly filterName: string;
  readonly destinationArn: string;
  /** Log groups that it leaves out, or the only one it takes. */
  readonly selects: (logGroup: string) => boolean;
}

export interface RuleTarget {
  readonly ruleName: string;
  readonly ruleArn: string;
  /** EventBridge's pattern, or undefined: it is a schedule. */
  readonly pattern: unknown;
  readonly schedule: string | undefined;
  readonly target: Readonly<Record<string, unknown>>;
}

export interface Services {
  readonly functions: Map<string, FunctionSpec>;
  readonly mappings: QueueMapping[];
  readonly invokeConfigs: Map<string, InvokeConfig>;
  readonly permissions: Permission[];
  readonly subscriptions: LogSubscription[];
  readonly targets: RuleTarget[];
}

export const newServices = (): Services => ({
  functions: new Map(),
  mappings: [],
  invokeConfigs: new Map(),
  permissions: [],
  subscriptions: [],
  targets: [],
});
