// Something to contain that is no function: roles, keys, secrets, and what is to be seen of it all.
import { ACCOUNT, functionArn, makeFunction, makeRole, REGION } from './automation-account.ts';
import type { Json, Runner } from './automation-runner.ts';
import type { Scenario } from './automation-scenario.ts';

type Named = { readonly [name: string]: Json };

const inlinePolicies =
  ({ call }: Runner, RoleName: string) =>
  async (): Promise<Json> =>
    (await call('iam', 'ListRolePolicies', { RoleName }))['PolicyNames'] ?? [];

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

export const OTHER_SCENARIOS: readonly Scenario[] = [
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
  {
    automation: 'quarantine-role',
    when: 'the function is named',
    prepare: async (runner) => {
      await makeFunction(runner, 'quarantined');
      const look = inlinePolicies(runner, 'quarantined-role');
      return { target: 'quarantined-role', parameters: { Subject: ['quarantined'] }, look, contained: ['LapwingQuarantine'] };
    },
  },
  {
    automation: 'restore-subscription-filter',
    when: 'the filter was bent to another function',
    prepare: async (runner) => {
      const [right, wrong] = [await makeFunction(runner, 'right'), await makeFunction(runner, 'wrong')];
      const logGroupName = '/apps/bent-to-function';
      await runner.call('logs', 'CreateLogGroup', { logGroupName });
      const filter = { filterName: 'lapwing', filterPattern: '', destinationArn: wrong };
      await runner.call('logs', 'PutSubscriptionFilter', { logGroupName, ...filter });
      return {
        target: '-apps-bent-to-function',
        parameters: { LogGroup: [logGroupName], FilterName: ['lapwing'], Destination: [right] },
        look: filtersOf(runner, logGroupName),
        contained: [{ ...filter, destinationArn: right, roleArn: null }],
      };
    },
  },
];
