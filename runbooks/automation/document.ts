// An SSM Automation document (schema 0.3) as data, and short ways to write the steps that ours are made of.

export type Input = string | number | boolean | readonly Input[] | { readonly [name: string]: Input };

export type ValueType = 'String' | 'StringList' | 'Integer' | 'Boolean' | 'StringMap' | 'MapList';

export interface Parameter {
  readonly type: ValueType;
  readonly description: string;
  /** Without one the parameter is required. */
  readonly default?: Input;
  readonly allowedValues?: readonly string[];
  readonly allowedPattern?: string;
}

interface Output {
  readonly Name: string;
  readonly Selector: string;
  readonly Type: ValueType;
}

type Action =
  | 'aws:approve'
  | 'aws:assertAwsResourceProperty'
  | 'aws:branch'
  | 'aws:executeAwsApi'
  | 'aws:executeScript'
  | 'aws:updateVariable'
  | 'aws:waitForAwsResourceProperty';

export interface Step {
  readonly name: string;
  readonly action: Action;
  readonly description?: string;
  readonly timeoutSeconds?: number;
  readonly maxAttempts?: number;
  readonly onFailure?: 'Abort' | 'Continue' | `step:${string}`;
  readonly inputs: { readonly [name: string]: Input };
  readonly outputs?: readonly Output[];
  readonly nextStep?: string;
  readonly isEnd?: boolean;
}

export interface AutomationDocument {
  readonly schemaVersion: '0.3';
  readonly description: string;
  readonly assumeRole: string;
  readonly parameters: { readonly [name: string]: Parameter };
  readonly variables?: { readonly [name: string]: { readonly type: ValueType; readonly default: Input } };
  readonly mainSteps: readonly Step[];
  readonly outputs: readonly string[];
}

type Inputs = { readonly [name: string]: Input };

/** The whole answer, since a key that AWS leaves out (no reserved concurrency, no policy) has no selector that is safe. */
const WHOLE_ANSWER: Output = { Name: 'Response', Selector: '$', Type: 'StringMap' };

/** Asks AWS; the answer is `{{ name.Response }}`. */
export const read = (name: string, service: string, api: string, inputs: Inputs): Step => ({
  name,
  action: 'aws:executeAwsApi',
  inputs: { Service: service, Api: api, ...inputs },
  outputs: [WHOLE_ANSWER],
});

/** Changes something at AWS. */
export const act = (name: string, service: string, api: string, inputs: Inputs): Step => ({
  name,
  action: 'aws:executeAwsApi',
  inputs: { Service: service, Api: api, ...inputs },
});

/** Two minutes: what AWS calls consistent in the end is so within seconds. */
const CONSISTENT_WITHIN_SECONDS = 120;

/** Waits until a property has a value, and fails when it never does: the proof that an act took effect. */
export const prove = (name: string, service: string, api: string, inputs: Inputs, selector: string, value: string): Step => ({
  name,
  action: 'aws:waitForAwsResourceProperty',
  timeoutSeconds: CONSISTENT_WITHIN_SECONDS,
  inputs: { Service: service, Api: api, ...inputs, PropertySelector: selector, DesiredValues: [value] },
});

export type Outcomes = { readonly [name: string]: ValueType };

/** A script that only computes: what it gets is its payload, what it gives is named in `outcomes`. */
export const compute = (name: string, script: string, payload: Inputs, outcomes: Outcomes): Step => ({
  name,
  action: 'aws:executeScript',
  inputs: { Runtime: 'python3.11', Handler: name, InputPayload: payload, Script: script },
  outputs: Object.entries(outcomes).map(([outcome, type]) => ({ Name: outcome, Selector: `$.Payload.${outcome}`, Type: type })),
});

export type Choice = { readonly to: string; readonly when: string } & ({ readonly is: string | boolean } | { readonly has: string });

const test = (choice: Choice): { readonly [operator: string]: Input } => {
  if ('has' in choice) return { Contains: choice.has };
  return typeof choice.is === 'boolean' ? { BooleanEquals: choice.is } : { StringEquals: choice.is };
};

/** Goes on at the first choice that holds, else at `otherwise`. */
export const branch = (name: string, choices: readonly Choice[], otherwise: string): Step => ({
  name,
  action: 'aws:branch',
  inputs: {
    Choices: choices.map((choice) => ({ NextStep: choice.to, Variable: choice.when, ...test(choice) })),
    Default: otherwise,
  },
});
