// Something to contain about a function: its invocations, code, layers, URL, triggers, network.
import { ACCOUNT, EMPTY_ZIP, functionArn, makeFunction, REGION } from './automation-account.ts';
import type { Json, Runner } from './automation-runner.ts';
import type { Scenario } from './automation-scenario.ts';

type Named = { readonly [name: string]: Json };

const concurrency =
  ({ call }: Runner, FunctionName: string) =>
  async (): Promise<Json> =>
    (await call('lambda', 'GetFunctionConcurrency', { FunctionName }))['ReservedConcurrentExecutions'] ?? 'none';

const layersOf =
  ({ call }: Runner, FunctionName: string) =>
  async (): Promise<Json> => {
    const { Layers = [] } = await call('lambda', 'GetFunctionConfiguration', { FunctionName });
    return (Layers as readonly Named[]).map(({ Arn = null }) => Arn);
  };

const makeLayer = async ({ call }: Runner, LayerName: string): Promise<string> =>
  String((await call('lambda', 'PublishLayerVersion', { LayerName, Content: { ZipFile: { base64: EMPTY_ZIP } } }))['LayerVersionArn']);

const egressOf =
  ({ call }: Runner, NetworkAclIds: readonly string[]) =>
  async (): Promise<Json> => {
    const { NetworkAcls } = await call('ec2', 'DescribeNetworkAcls', { NetworkAclIds });
    const [acl] = NetworkAcls as readonly { readonly Entries: readonly Named[] }[];
    return (acl?.Entries ?? [])
      .filter(({ Egress }) => Egress === true)
      .map(({ RuleNumber, RuleAction, CidrBlock, Ipv6CidrBlock }) => `${RuleNumber} ${RuleAction} ${CidrBlock ?? Ipv6CidrBlock}`)
      .sort();
  };

const ALLOWED = ['100 allow 0.0.0.0/0', '32767 deny 0.0.0.0/0'];

const inVpc = async (runner: Runner, name: string): Promise<string> => {
  const { Vpc } = await runner.call('ec2', 'CreateVpc', { CidrBlock: '10.0.0.0/16' });
  const { VpcId = '' } = Vpc as Named;
  const { Subnet } = await runner.call('ec2', 'CreateSubnet', { VpcId, CidrBlock: '10.0.1.0/24' });
  const { SubnetId = '' } = Subnet as Named;
  const { GroupId = '' } = await runner.call('ec2', 'CreateSecurityGroup', { GroupName: name, Description: name, VpcId });
  await makeFunction(runner, name, { VpcConfig: { SubnetIds: [SubnetId], SecurityGroupIds: [GroupId] } });
  const { NetworkAcls } = await runner.call('ec2', 'DescribeNetworkAcls', { Filters: [{ Name: 'vpc-id', Values: [VpcId] }] });
  return String((NetworkAcls as readonly Named[])[0]?.['NetworkAclId']);
};

export const FUNCTION_SCENARIOS: readonly Scenario[] = [
  {
    automation: 'isolate-function',
    when: 'the function had no reserved concurrency',
    prepare: async (runner) => {
      await makeFunction(runner, 'orders');
      return { target: 'orders', parameters: { Function: [functionArn('orders')] }, look: concurrency(runner, 'orders'), contained: 0 };
    },
  },
  {
    automation: 'isolate-function',
    when: 'the function had reserved concurrency',
    prepare: async (runner) => {
      await makeFunction(runner, 'payments');
      await runner.call('lambda', 'PutFunctionConcurrency', { FunctionName: 'payments', ReservedConcurrentExecutions: 17 });
      return { target: 'payments', parameters: { Function: ['payments:live'] }, look: concurrency(runner, 'payments'), contained: 0 };
    },
  },
  {
    automation: 'detach-layer',
    when: 'the layer is named',
    prepare: async (runner) => {
      const layers = [await makeLayer(runner, 'tools'), await makeLayer(runner, 'spy'), await makeLayer(runner, 'fonts')];
      await makeFunction(runner, 'thumbnails', { Layers: layers });
      const [tools = '', spy = '', fonts = ''] = layers;
      return {
        target: 'thumbnails',
        parameters: { Function: ['thumbnails'], Layer: [spy] },
        look: layersOf(runner, 'thumbnails'),
        contained: [tools, fonts],
      };
    },
  },
  {
    automation: 'restore-alias',
    when: 'versions were published before and after',
    prepare: async (runner) => {
      await makeFunction(runner, 'checkout');
      await runner.call('lambda', 'PublishVersion', { FunctionName: 'checkout' });
      await runner.call('lambda', 'UpdateFunctionConfiguration', { FunctionName: 'checkout', Description: 'second' });
      await runner.call('lambda', 'PublishVersion', { FunctionName: 'checkout' });
      // A second apart: LastModified of what follows is later than the finding.
      await new Promise((resolve) => setTimeout(resolve, 1100));
      const BadSince = `${new Date().toISOString().slice(0, 19)}Z`;
      await runner.call('lambda', 'UpdateFunctionConfiguration', { FunctionName: 'checkout', Description: 'bad' });
      await runner.call('lambda', 'PublishVersion', { FunctionName: 'checkout' });
      const RoutingConfig = { AdditionalVersionWeights: { '1': 0.25 } };
      await runner.call('lambda', 'CreateAlias', { FunctionName: 'checkout', Name: 'live', FunctionVersion: '3', RoutingConfig });
      const look = async (): Promise<Json> => {
        const { FunctionVersion = null, RoutingConfig = {} } = await runner.call('lambda', 'GetAlias', {
          FunctionName: 'checkout',
          Name: 'live',
        });
        return { version: FunctionVersion, weights: (RoutingConfig as Named)['AdditionalVersionWeights'] ?? {} };
      };
      return {
        target: 'checkout',
        parameters: { Function: [functionArn('checkout')], Alias: ['live'], BadSince: [BadSince] },
        look,
        contained: { version: '2', weights: {} },
      };
    },
  },
  {
    automation: 'disable-function-url',
    when: 'the URL asks nobody',
    prepare: async (runner) => {
      await makeFunction(runner, 'webhook');
      await runner.call('lambda', 'CreateFunctionUrlConfig', { FunctionName: 'webhook', AuthType: 'NONE' });
      const look = async (): Promise<Json> => {
        const { AuthType = null, FunctionUrl = null } = await runner.call('lambda', 'GetFunctionUrlConfig', { FunctionName: 'webhook' });
        return [AuthType, FunctionUrl];
      };
      const [, url = null] = (await look()) as readonly Json[];
      return { target: 'webhook', parameters: { Function: ['webhook'] }, look, contained: ['AWS_IAM', url] };
    },
  },
  {
    automation: 'disable-trigger',
    when: 'one mapping was added',
    prepare: async (runner) => {
      await makeFunction(runner, 'importer');
      await runner.call('sqs', 'CreateQueue', { QueueName: 'drop' });
      await runner.call('lambda', 'CreateEventSourceMapping', {
        FunctionName: 'importer',
        EventSourceArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:drop`,
      });
      const look = async (): Promise<Json> => {
        const { EventSourceMappings } = await runner.call('lambda', 'ListEventSourceMappings', { FunctionName: 'importer' });
        return (EventSourceMappings as readonly Named[]).map(({ State = null }) => State);
      };
      return {
        target: 'importer',
        parameters: { Function: ['importer'], Since: [new Date().toISOString()] },
        look,
        contained: ['Disabled'],
      };
    },
  },
  {
    automation: 'block-egress',
    when: 'the address is IPv4',
    prepare: async (runner) => {
      const acl = await inVpc(runner, 'mailer');
      return {
        target: 'mailer',
        parameters: { Function: [functionArn('mailer')], Address: ['198.51.100.7'] },
        look: egressOf(runner, [acl]),
        contained: ['99 deny 198.51.100.7/32', ...ALLOWED].sort(),
      };
    },
  },
  {
    automation: 'block-egress',
    when: 'the address is IPv6',
    prepare: async (runner) => {
      const acl = await inVpc(runner, 'crawler');
      return {
        target: 'crawler',
        parameters: { Function: [functionArn('crawler')], Address: ['2001:db8::7'] },
        look: egressOf(runner, [acl]),
        contained: ['99 deny 2001:db8::7/128', ...ALLOWED].sort(),
      };
    },
  },
];
