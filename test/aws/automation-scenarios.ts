// For each containment: something to contain in the emulated account, what it looks like, and what it must look like contained.
import { ACCOUNT, EMPTY_ZIP, functionArn, makeFunction, makeRole, REGION } from './automation-account.ts';
import type { Json, Runner, RunOptions } from './automation-runner.ts';

export interface Scene {
  readonly parameters: { readonly [name: string]: readonly string[] };
  /** The state that the document is about, as AWS tells it. */
  readonly look: () => Promise<Json>;
  readonly contained: Json;
  /** How the name of what is remembered begins. */
  readonly target: string;
  readonly stubs?: NonNullable<RunOptions['stubs']>;
  /** What happens at AWS between containment and the next look. */
  readonly afterwards?: () => Promise<unknown>;
}

export interface Scenario {
  readonly automation: string;
  readonly when: string;
  readonly prepare: (runner: Runner) => Promise<Scene>;
  /** Contained again, it acts again: the time moves on. */
  readonly actsAgain?: true;
}

type Named = { readonly [name: string]: Json };

const concurrency =
  ({ call }: Runner, FunctionName: string) =>
  async (): Promise<Json> =>
    (await call('lambda', 'GetFunctionConcurrency', { FunctionName }))['ReservedConcurrentExecutions'] ?? 'none';

const inlinePolicies =
  ({ call }: Runner, RoleName: string) =>
  async (): Promise<Json> =>
    (await call('iam', 'ListRolePolicies', { RoleName }))['PolicyNames'] ?? [];

const layersOf =
  ({ call }: Runner, FunctionName: string) =>
  async (): Promise<Json> => {
    const { Layers = [] } = await call('lambda', 'GetFunctionConfiguration', { FunctionName });
    return (Layers as readonly Named[]).map(({ Arn = null }) => Arn);
  };

const filtersOf =
  ({ call }: Runner, logGroupName: string) =>
  async (): Promise<Json> => {
    const { subscriptionFilters } = await call('logs', 'DescribeSubscriptionFilters', { logGroupName });
    return (subscriptionFilters as readonly Named[]).map(
      ({ filterName = null, filterPattern = null, destinationArn = null, roleArn = null }) => ({
        filterName,
        filterPattern,
        destinationArn,
        roleArn,
      }),
    );
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

export const SCENARIOS: readonly Scenario[] = [
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
    automation: 'revoke-role-sessions',
    when: 'the finding names the role',
    actsAgain: true,
    prepare: async (runner) => {
      const role = await makeRole(runner, 'stolen', '/service/');
      await runner.call('iam', 'PutRolePolicy', {
        RoleName: 'stolen',
        PolicyName: 'own',
        PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}',
      });
      return {
        target: 'stolen',
        parameters: { Subject: [role] },
        look: inlinePolicies(runner, 'stolen'),
        contained: ['own', 'LapwingRevokeOlderSessions'],
      };
    },
  },
  {
    automation: 'revoke-role-sessions',
    when: 'the finding names the function only',
    actsAgain: true,
    prepare: async (runner) => {
      const subject = await makeFunction(runner, 'carried-off');
      return {
        target: 'carried-off-role',
        parameters: { Subject: [subject] },
        look: inlinePolicies(runner, 'carried-off-role'),
        contained: ['LapwingRevokeOlderSessions'],
      };
    },
  },
  {
    automation: 'quarantine-role',
    when: 'a role is in wrong hands',
    prepare: async (runner) => {
      const role = await makeRole(runner, 'deployer');
      return {
        target: 'deployer',
        parameters: { Subject: [role] },
        look: inlinePolicies(runner, 'deployer'),
        contained: ['LapwingQuarantine'],
      };
    },
  },
  {
    automation: 'disable-access-key',
    when: 'the user has two keys',
    prepare: async (runner) => {
      await runner.call('iam', 'CreateUser', { UserName: 'ann' });
      const make = async (): Promise<string> =>
        String(((await runner.call('iam', 'CreateAccessKey', { UserName: 'ann' }))['AccessKey'] as Named)['AccessKeyId']);
      const [stolen] = [await make(), await make()];
      const look = async (): Promise<Json> => {
        const { AccessKeyMetadata } = await runner.call('iam', 'ListAccessKeys', { UserName: 'ann' });
        return (AccessKeyMetadata as readonly Named[]).map(
          ({ AccessKeyId, Status }) => `${AccessKeyId === stolen ? 'stolen' : 'other'} ${Status}`,
        );
      };
      return { target: stolen, parameters: { AccessKey: [stolen] }, look, contained: ['stolen Inactive', 'other Active'] };
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
  {
    automation: 'rotate-secret',
    when: 'the secret has a rotation function',
    prepare: async (runner) => {
      await makeFunction(runner, 'rotator');
      const { ARN } = await runner.call('secretsmanager', 'CreateSecret', { Name: 'database', SecretString: 'first' });
      const SecretId = String(ARN);
      const versions = async (): Promise<{ readonly [version: string]: readonly string[] }> =>
        (await runner.call('secretsmanager', 'DescribeSecret', { SecretId }))['VersionIdsToStages'] as {
          readonly [version: string]: readonly string[];
        };
      const holding = async (label: string): Promise<string | undefined> =>
        Object.entries(await versions()).find(([, labels]) => labels.includes(label))?.[0];
      // The emulator runs no rotation function: its last step, to move the label, is done in its place.
      const finishRotation = async (): Promise<void> => {
        const [pending, current] = [await holding('AWSPENDING'), await holding('AWSCURRENT')];
        if (pending === undefined || current === undefined || pending === current) return;
        const move = { VersionStage: 'AWSCURRENT', MoveToVersionId: pending, RemoveFromVersionId: current };
        await runner.call('secretsmanager', 'UpdateSecretVersionStage', { SecretId, ...move });
        await runner.call('secretsmanager', 'UpdateSecretVersionStage', {
          SecretId,
          VersionStage: 'AWSPENDING',
          RemoveFromVersionId: pending,
        });
      };
      await runner.call('secretsmanager', 'RotateSecret', { SecretId, RotationLambdaARN: functionArn('rotator') });
      await finishRotation();
      const first = await holding('AWSCURRENT');
      return {
        target: 'database',
        parameters: { Secret: [SecretId] },
        look: async () => ((await holding('AWSCURRENT')) === first ? 'first' : 'another'),
        contained: 'another',
        afterwards: finishRotation,
      };
    },
  },
  {
    automation: 'restart-trail',
    when: 'the trail was stopped',
    prepare: async (runner) => {
      await runner.call('s3', 'CreateBucket', { Bucket: 'trail-logs', CreateBucketConfiguration: { LocationConstraint: REGION } });
      const { TrailARN } = await runner.call('cloudtrail', 'CreateTrail', { Name: 'watch', S3BucketName: 'trail-logs' });
      const look = async (): Promise<Json> =>
        (await runner.call('cloudtrail', 'GetTrailStatus', { Name: String(TrailARN) }))['IsLogging'] ?? null;
      return { target: 'watch', parameters: { Trail: [String(TrailARN)] }, look, contained: true };
    },
  },
  {
    automation: 'restore-subscription-filter',
    when: 'the filter was deleted and writes to a function',
    prepare: async (runner) => {
      const destination = await makeFunction(runner, 'ingest');
      await makeFunction(runner, 'watched');
      await runner.call('logs', 'CreateLogGroup', { logGroupName: '/aws/lambda/watched' });
      return {
        target: '-aws-lambda-watched',
        parameters: { LogGroup: [functionArn('watched')], FilterName: ['lapwing'], Destination: [destination] },
        look: filtersOf(runner, '/aws/lambda/watched'),
        contained: [{ filterName: 'lapwing', filterPattern: '', destinationArn: destination, roleArn: null }],
      };
    },
  },
  {
    automation: 'restore-subscription-filter',
    when: 'the filter was bent to another stream',
    prepare: async (runner) => {
      const role = await makeRole(runner, 'delivery');
      const stream = (name: string): string => `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/${name}`;
      for (const StreamName of ['logs', 'elsewhere']) await runner.call('kinesis', 'CreateStream', { StreamName, ShardCount: 1 });
      await runner.call('logs', 'CreateLogGroup', { logGroupName: '/apps/bent' });
      await runner.call('logs', 'PutSubscriptionFilter', {
        logGroupName: '/apps/bent',
        filterName: 'lapwing',
        filterPattern: 'REPORT',
        destinationArn: stream('elsewhere'),
        roleArn: role,
      });
      return {
        target: '-apps-bent',
        parameters: { LogGroup: ['/apps/bent'], FilterName: ['lapwing'], Destination: [stream('logs')], DeliveryRole: [role] },
        look: filtersOf(runner, '/apps/bent'),
        contained: [{ filterName: 'lapwing', filterPattern: '', destinationArn: stream('logs'), roleArn: role }],
      };
    },
  },
  {
    automation: 'restore-log-retention',
    when: 'retention was shortened to a day',
    prepare: async (runner) => {
      await runner.call('logs', 'CreateLogGroup', { logGroupName: '/apps/short' });
      await runner.call('logs', 'CreateLogGroup', { logGroupName: '/apps/shorter-still' });
      await runner.call('logs', 'PutRetentionPolicy', { logGroupName: '/apps/short', retentionInDays: 1 });
      const look = async (): Promise<Json> => {
        const { logGroups } = await runner.call('logs', 'DescribeLogGroups', { logGroupNamePrefix: '/apps/short' });
        return (logGroups as readonly Named[]).map(({ retentionInDays = null }) => retentionInDays);
      };
      return { target: '-apps-short', parameters: { LogGroup: ['/apps/short'], RetentionDays: ['365'] }, look, contained: [365, null] };
    },
  },
];
