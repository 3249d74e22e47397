// What the documents are tried on: a small account in the emulator, each thing made under a name of its own.
import type { Json, Runner } from './automation-runner.ts';

/** moto's only account. */
export const ACCOUNT = '123456789012';
export const REGION = 'eu-west-1';
const TOPIC_NAME = 'AutomationLapwing';
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:${TOPIC_NAME}`;
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/LapwingAutomation`;

/** An empty archive: what a function's code is matters to no document but the one that keeps it. */
export const EMPTY_ZIP = 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==';

export const COMMON = {
  AutomationAssumeRole: [ROLE],
  FindingId: ['f0123456789abcdef012'],
  TopicArn: [TOPIC],
  Approvers: [`arn:aws:iam::${ACCOUNT}:role/OnCall`],
};

export const functionArn = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;

export const makeTopic = ({ call }: Runner): Promise<unknown> => call('sns', 'CreateTopic', { Name: TOPIC_NAME });

export const makeRole = async ({ call }: Runner, RoleName: string, Path = '/'): Promise<string> => {
  const { Role } = await call('iam', 'CreateRole', { RoleName, Path, AssumeRolePolicyDocument: '{}' });
  return (Role as { readonly Arn: string }).Arn;
};

export const makeFunction = async (runner: Runner, name: string, more: { readonly [name: string]: Json } = {}): Promise<string> => {
  const Role = await makeRole(runner, `${name}-role`);
  await runner.call('lambda', 'CreateFunction', {
    FunctionName: name,
    Runtime: 'python3.13',
    Handler: 'index.handler',
    Role,
    Code: { ZipFile: { base64: EMPTY_ZIP } },
    ...more,
  });
  return functionArn(name);
};
