// A synthesised template as CloudFormation would see it once it is deployed: every reference replaced by a name or an ARN.
import { App, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { Lapwing, type LapwingProps } from '../../infra/lapwing.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly Statement: readonly Statement[];
}

export interface Synthesised {
  readonly folder: string;
  readonly resources: readonly (readonly [string, Resource])[];
  readonly outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

/** Throws when a check of cdk-nag fails that nobody acknowledged. `build` fills the stack. */
export const synthesiseStack = (build: (stack: Stack) => void): Synthesised => {
  const app = new App();
  const stack = new Stack(app, 'Lapwing');
  build(stack);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const assembly = app.synth();
  const { Resources, Outputs = {} } = assembly.getStackByName('Lapwing').template as {
    readonly Resources: Readonly<Record<string, Resource>>;
    readonly Outputs?: Synthesised['outputs'];
  };
  return { folder: assembly.directory, resources: Object.entries(Resources), outputs: Outputs };
};

export const synthesise = (propsOf: (stack: Stack) => Partial<LapwingProps> = () => ({})): Synthesised =>
  synthesiseStack((stack) => {
    new Lapwing(stack, 'Lapwing', { email: 'team@example.org', ...propsOf(stack) });
  });

export const ofType = ({ resources }: Synthesised, type: string): readonly (readonly [string, Resource])[] =>
  resources.filter(([, { Type }]) => Type === type);

export const lists = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

/** What is given to whom, in whichever property of a resource it is written. */
export const statementsIn = ({ Type, Properties }: Resource): readonly Statement[] => {
  const documents: unknown[] = [
    Properties['PolicyDocument'],
    Properties['AssumeRolePolicyDocument'],
    Properties['KeyPolicy'],
    ...((Properties['Policies'] as readonly { readonly PolicyDocument: unknown }[] | undefined) ?? []).map(
      ({ PolicyDocument }) => PolicyDocument,
    ),
  ];
  const single = Type === 'AWS::Events::EventBusPolicy' ? [Properties['Statement'] as Statement] : [];
  // An account's subscription policy is text, and no policy of access.
  const written = documents.flatMap((document) => (document as Partial<Document> | undefined)?.Statement ?? []);
  return [...written, ...single];
};

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Region': REGION,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** The property that holds a resource's own name, and its ARN's service and beginning. */
const NAMED: Readonly<Record<string, readonly [name: string, arn: string]>> = {
  'AWS::DynamoDB::Table': ['TableName', `dynamodb:${REGION}:${ACCOUNT}:table/`],
  'AWS::SQS::Queue': ['QueueName', `sqs:${REGION}:${ACCOUNT}:`],
  'AWS::SNS::Topic': ['TopicName', `sns:${REGION}:${ACCOUNT}:`],
  'AWS::Lambda::Function': ['FunctionName', `lambda:${REGION}:${ACCOUNT}:function:`],
  'AWS::Events::Rule': ['Name', `events:${REGION}:${ACCOUNT}:rule/`],
  'AWS::Events::EventBus': ['Name', `events:${REGION}:${ACCOUNT}:event-bus/`],
  'AWS::IAM::Role': ['RoleName', `iam::${ACCOUNT}:role/`],
  'AWS::Logs::LogGroup': ['LogGroupName', `logs:${REGION}:${ACCOUNT}:log-group:`],
  'AWS::Kinesis::Stream': ['Name', `kinesis:${REGION}:${ACCOUNT}:stream/`],
};

/** Replaces every intrinsic function in `value`. Throws at one that it does not know. */
export const resolve = (value: unknown, { resources }: Synthesised): unknown => {
  const all = new Map(resources);
  const nameOf = (id: string): string => {
    const resource = all.get(id);
    const name = resource === undefined ? undefined : resource.Properties[NAMED[resource.Type]?.[0] ?? ''];
    return name === undefined ? id : String(walk(name));
  };
  const attribute = (id: string, name: string): string => {
    const type = all.get(id)?.Type ?? '';
    const arn = NAMED[type]?.[1];
    if (name !== 'Arn' || arn === undefined) return `${id}.${name}`;
    return `arn:aws:${arn}${nameOf(id)}${type === 'AWS::Logs::LogGroup' ? ':*' : ''}`;
  };
  /** A topic's reference is its ARN; of the others that are referred to, their name. */
  const reference = (id: string): string => (all.get(id)?.Type === 'AWS::SNS::Topic' ? attribute(id, 'Arn') : nameOf(id));
  const walk = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(walk);
    if (typeof each !== 'object' || each === null) return each;
    const [[key, inner] = ['', undefined], ...more] = Object.entries(each);
    if (more.length === 0 && key === 'Ref') return PSEUDO[String(inner)] ?? reference(String(inner));
    if (more.length === 0 && key === 'Fn::GetAtt' && Array.isArray(inner)) return attribute(String(inner[0]), String(inner[1]));
    if (more.length === 0 && key === 'Fn::Join' && Array.isArray(inner)) return (walk(inner[1]) as string[]).join(String(inner[0]));
    if (more.length === 0 && key === 'Fn::Sub' && typeof inner === 'string')
      return inner.replaceAll(/\$\{([A-Za-z:]+)\}/g, (whole, name: string) => PSEUDO[name] ?? whole);
    if (more.length === 0 && key.startsWith('Fn::')) throw new Error(`no meaning for ${key}`);
    return Object.fromEntries(Object.entries(each).map(([name, property]) => [name, walk(property)]));
  };
  return walk(value);
};
