// What the documents refuse, and what they do when the account is not as they left it.
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { AUTOMATIONS } from '../../runbooks/automation/catalogue.ts';
import { ACCOUNT, COMMON, functionArn, makeFunction, makeRole, makeTopic, REGION, ROLE } from './automation-account.ts';
import { type Json, openRunner, type Run, type Runner, type RunOptions } from './automation-runner.ts';

let runner: Runner;

beforeAll(async () => {
  runner = openRunner(inject('motoEndpoint'));
  await makeTopic(runner);
});
afterAll(() => runner.stop());

type Named = { readonly [name: string]: Json };
type Parameters = { readonly [name: string]: readonly string[] };

const run = (automation: string, parameters: Parameters, options?: RunOptions): Promise<Run> => {
  const entry = AUTOMATIONS.find(({ id }) => id === automation);
  if (entry === undefined) throw new Error(`no automation ${automation}`);
  return runner.run(entry.document, { ...COMMON, Approval: ['automatic'], ...parameters }, options);
};

/** Why it failed; it must have reported that, and nothing after it. */
const failure = (ran: Run): string => {
  expect(ran.status).toBe('Failed');
  expect(ran.steps.at(-1)).toEqual({ name: 'reportFailure', status: 'Success' });
  expect(ran.calls.filter(({ api }) => !/^(Get|List|Describe|Publish)/.test(api))).toEqual([]);
  return ran.steps.find(({ status }) => status === 'Failed')?.error ?? '';
};

const concurrencyOf = async (FunctionName: string): Promise<Json> =>
  (await runner.call('lambda', 'GetFunctionConcurrency', { FunctionName }))['ReservedConcurrentExecutions'] ?? null;

describe('parameters', () => {
  const hostile: readonly (readonly [string, string, Parameters])[] = [
    ['isolate-function', 'a shell in the name', { Function: ['orders; rm -rf /'] }],
    ['isolate-function', 'a reference of its own', { Function: ['{{ ssm:/secret }}'] }],
    ['isolate-function', 'a second line', { Function: ['orders\nother'] }],
    ['isolate-function', 'free text for a finding', { Function: ['orders'], FindingId: ['see <b>here</b>'] }],
    ['quarantine-role', 'a user for a role', { Subject: [`arn:aws:iam::${ACCOUNT}:user/ann`] }],
    ['disable-access-key', 'the key of a session', { AccessKey: ['ASIAIOSFODNN7EXAMPLE'] }],
    ['disable-access-key', 'a masked key', { AccessKey: ['AKIA****MPLE'] }],
    ['block-egress', 'a name for an address', { Function: ['orders'], Address: ['evil.example'] }],
    ['isolate-function', 'a topic that cannot ask', { Function: ['orders'], TopicArn: [`arn:aws:sns:${REGION}:${ACCOUNT}:alerts`] }],
    ['isolate-function', 'nobody to approve', { Function: ['orders'], Approvers: ['everybody'] }],
    ['isolate-function', 'no function', {}],
    ['isolate-function', 'another way to approve', { Function: ['orders'], Approval: ['skip'] }],
    ['restore-log-retention', 'a day', { LogGroup: ['/apps/a'], RetentionDays: ['1'] }],
  ];

  test.for(hostile)('%s takes no %s', async ([automation, , parameters]) => {
    await expect(run(automation, parameters)).rejects.toThrow(/pattern|required|not allowed/);
  });
});

describe('what must not be touched', () => {
  test('a protected function is refused before anybody is asked', async () => {
    await makeFunction(runner, 'break-glass');
    const ran = await run('isolate-function', {
      Function: [functionArn('break-glass')],
      Protected: ['other', 'break-glass'],
      Approval: ['required'],
    });
    expect(failure(ran)).toContain('break-glass is protected');
    expect(ran.approvals).toEqual([]);
    expect(await concurrencyOf('break-glass')).toBeNull();
  });

  test('a protected user keeps the key, though the finding names only the key', async () => {
    await runner.call('iam', 'CreateUser', { UserName: 'emergency' });
    const { AccessKey } = await runner.call('iam', 'CreateAccessKey', { UserName: 'emergency' });
    const ran = await run('disable-access-key', { AccessKey: [String((AccessKey as Named)['AccessKeyId'])], Protected: ['emergency'] });
    expect(failure(ran)).toContain('emergency is protected');
  });

  test.for([
    ['another account', `arn:aws:lambda:${REGION}:999999999999:function:break-glass`],
    ['another region', `arn:aws:lambda:us-east-1:${ACCOUNT}:function:break-glass`],
  ] as const)('a function of %s is not mistaken for one here', async ([, arn]) => {
    expect(failure(await run('isolate-function', { Function: [arn] }))).toContain('another account or region');
  });

  test('the role that the automation acts with', async () => {
    expect(failure(await run('quarantine-role', { Subject: [ROLE] }))).toContain('acts with that role');
  });

  test('a role of AWS itself', async () => {
    const Subject = [`arn:aws:iam::${ACCOUNT}:role/aws-service-role/ops.example/AWSServiceRoleForOps`];
    expect(failure(await run('revoke-role-sessions', { Subject }))).toContain('service-linked');
  });

  test('a policy of the same name that somebody else made', async () => {
    const role = await makeRole(runner, 'theirs');
    const PolicyDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}';
    await runner.call('iam', 'PutRolePolicy', { RoleName: 'theirs', PolicyName: 'LapwingQuarantine', PolicyDocument });
    expect(failure(await run('quarantine-role', { Subject: [role] }))).toContain('nothing here remembers');
  });

  test('what is not there', async () => {
    expect(failure(await run('isolate-function', { Function: ['nowhere'] }))).toContain('ResourceNotFound');
  });
});

describe('the policies that deny', () => {
  const statementOf = async (RoleName: string, PolicyName: string): Promise<Named> => {
    const { PolicyDocument } = await runner.call('iam', 'GetRolePolicy', { RoleName, PolicyName });
    return (PolicyDocument as { readonly Statement: readonly Named[] }).Statement[0] ?? {};
  };

  test('sessions are denied up to now, and up to then again later', async () => {
    const Subject = [await makeRole(runner, 'sessions')];
    const before = `${new Date().toISOString().slice(0, 19)}Z`;
    await run('revoke-role-sessions', { Subject });
    const statement = await statementOf('sessions', 'LapwingRevokeOlderSessions');
    expect(statement).toMatchObject({ Effect: 'Deny', Action: ['*'], Resource: ['*'] });
    const time = (one: Named): string => String(((one['Condition'] as Named)['DateLessThan'] as Named)['aws:TokenIssueTime']);
    expect(time(statement) >= before).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await run('revoke-role-sessions', { Subject });
    expect(time(await statementOf('sessions', 'LapwingRevokeOlderSessions')) > time(statement)).toBe(true);
  });

  test('a quarantine has no condition', async () => {
    await run('quarantine-role', { Subject: [await makeRole(runner, 'closed')] });
    expect(await statementOf('closed', 'LapwingQuarantine')).toEqual({ Effect: 'Deny', Action: ['*'], Resource: ['*'] });
  });
});

describe('when somebody has been at it since', () => {
  test('concurrency that was lifted by hand stays as it is, and the memory goes', async () => {
    await makeFunction(runner, 'lifted');
    await run('isolate-function', { Function: ['lifted'] });
    await runner.call('lambda', 'PutFunctionConcurrency', { FunctionName: 'lifted', ReservedConcurrentExecutions: 5 });
    const ran = await run('isolate-function', { Function: ['lifted'], Action: ['Restore'] });
    expect(ran).toMatchObject({ status: 'Success', outputs: { 'decide.Do': 'forget' } });
    expect(await concurrencyOf('lifted')).toBe(5);
  });

  test('contained anew, what it was then is remembered, not what it was before', async () => {
    await makeFunction(runner, 'anew');
    await run('isolate-function', { Function: ['anew'] });
    await runner.call('lambda', 'PutFunctionConcurrency', { FunctionName: 'anew', ReservedConcurrentExecutions: 5 });
    await run('isolate-function', { Function: ['anew'] });
    await run('isolate-function', { Function: ['anew'], Action: ['Restore'] });
    expect(await concurrencyOf('anew')).toBe(5);
  });

  test('layers that were changed are not overwritten', async () => {
    const layer = async (LayerName: string): Promise<string> =>
      String(
        (
          await runner.call('lambda', 'PublishLayerVersion', {
            LayerName,
            Content: { ZipFile: { base64: 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==' } },
          })
        )['LayerVersionArn'],
      );
    const [bad, good] = [await layer('bad'), await layer('good')];
    await makeFunction(runner, 'layered', { Layers: [bad] });
    await run('detach-layer', { Function: ['layered'], Layer: [bad] });
    await runner.call('lambda', 'UpdateFunctionConfiguration', { FunctionName: 'layered', Layers: [good] });
    expect(failure(await run('detach-layer', { Function: ['layered'], Layer: [bad], Action: ['Restore'] }))).toContain('changed since');
  });

  test('an alias that was moved is not moved back', async () => {
    await makeFunction(runner, 'moved');
    for (const Description of ['one', 'two', 'three']) {
      await runner.call('lambda', 'UpdateFunctionConfiguration', { FunctionName: 'moved', Description });
      await runner.call('lambda', 'PublishVersion', { FunctionName: 'moved' });
    }
    await runner.call('lambda', 'CreateAlias', { FunctionName: 'moved', Name: 'live', FunctionVersion: '3' });
    const given = { Function: ['moved'], Alias: ['live'], BadSince: ['2026-01-01T00:00:00Z'] };
    expect(await run('restore-alias', { ...given, GoodVersion: ['1'] })).toMatchObject({ status: 'Success' });
    await runner.call('lambda', 'UpdateAlias', { FunctionName: 'moved', Name: 'live', FunctionVersion: '2' });
    expect(failure(await run('restore-alias', { ...given, Action: ['Restore'] }))).toContain('moved since');
  });
});

describe('what is not clear is not guessed', () => {
  test('no layer is named: those of accounts that are not trusted go, the others stay in order', async () => {
    await makeFunction(runner, 'foreign');
    const layers = ['111111111111', ACCOUNT, '222222222222'].map((account) => `arn:aws:lambda:${REGION}:${account}:layer:a:1`);
    const Configuration: { readonly [name: string]: Json } = {
      ...(await runner.call('lambda', 'GetFunctionConfiguration', { FunctionName: 'foreign' })),
      Layers: layers.map((Arn) => ({ Arn })),
    };
    // The emulator knows no layers of other accounts: the answer and the update are recorded ones.
    const stubs = { 'lambda.GetFunctionConfiguration': Configuration, 'lambda.UpdateFunctionConfiguration': {} };
    const ran = await run('detach-layer', { Function: ['foreign'], TrustedAccounts: ['222222222222'] }, { stubs });
    const update = ran.calls.find(({ api }) => api === 'UpdateFunctionConfiguration');
    expect(update?.inputs).toEqual({ FunctionName: 'foreign', Layers: layers.slice(1), RevisionId: Configuration['RevisionId'] });
  });

  test('no version was published before the trouble', async () => {
    await makeFunction(runner, 'young');
    await runner.call('lambda', 'PublishVersion', { FunctionName: 'young' });
    await runner.call('lambda', 'CreateAlias', { FunctionName: 'young', Name: 'live', FunctionVersion: '1' });
    const given = { Function: ['young'], Alias: ['live'], BadSince: ['2020-01-01T00:00:00Z'] };
    expect(failure(await run('restore-alias', given))).toContain('name the good one');
    const stubs = { 'lambda.ListVersionsByFunction': { Versions: [], NextMarker: '51' } };
    expect(failure(await run('restore-alias', given, { stubs }))).toContain('more versions than one page');
  });

  test('two mappings were added: the one that is meant must be named', async () => {
    await makeFunction(runner, 'driven');
    const uuids: string[] = [];
    for (const QueueName of ['left', 'right']) {
      await runner.call('sqs', 'CreateQueue', { QueueName });
      const made = await runner.call('lambda', 'CreateEventSourceMapping', {
        FunctionName: 'driven',
        EventSourceArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${QueueName}`,
      });
      uuids.push(String(made['UUID']));
    }
    const given = { Function: ['driven'], Since: [new Date().toISOString()] };
    expect(failure(await run('disable-trigger', given))).toContain('2 mappings');
    expect(await run('disable-trigger', { ...given, Mapping: [uuids[1] ?? ''] })).toMatchObject({ status: 'Success' });
    const states = await Promise.all(uuids.map(async (UUID) => (await runner.call('lambda', 'GetEventSourceMapping', { UUID }))['State']));
    expect(states).toEqual(['Enabled', 'Disabled']);
  });

  test.for([
    ['seconds', 1_790_000_000],
    ['milliseconds', 1_790_000_000_000],
    ['text', '2026-09-21T14:13:20Z'],
  ] as const)('a time may be told in %s', async ([, LastModified]) => {
    const UUID = '01234567-89ab-cdef-0123-456789abcdef';
    const stubs = { 'lambda.ListEventSourceMappings': { EventSourceMappings: [{ UUID, LastModified, State: 'Enabled' }] } };
    const told = async (Since: string): Promise<string | undefined> => {
      const { steps } = await run('disable-trigger', { Function: ['driven'], Since: [Since], DryRun: ['true'] }, { stubs });
      return steps.find(({ status }) => status === 'Failed')?.error;
    };
    expect(await told('2026-09-21T14:18:00Z')).toBeUndefined();
    expect(await told('2026-09-21T14:19:00Z')).toContain('0 mappings');
  });

  test('a function outside a VPC has no network to block', async () => {
    await makeFunction(runner, 'outside');
    expect(failure(await run('block-egress', { Function: ['outside'], Address: ['198.51.100.7'] }))).toContain('in no VPC');
  });

  test('an address that is none', async () => {
    expect(failure(await run('block-egress', { Function: ['outside'], Address: ['999.1.1.1'] }))).toContain('does not appear to be');
  });

  test('entries go before all others; a full list and several lists are refused', async () => {
    await makeFunction(runner, 'networked');
    const VpcConfig = { SubnetIds: ['subnet-1', 'subnet-2'] };
    const acl = (NetworkAclId: string, ...numbers: readonly number[]): Json => ({
      NetworkAclId,
      Entries: numbers.map((RuleNumber) => ({ RuleNumber, Egress: true, Protocol: '-1', RuleAction: 'allow', CidrBlock: '0.0.0.0/0' })),
    });
    const given = { Function: ['networked'], Address: ['198.51.100.7'] };
    const tried = (NetworkAcls: readonly Json[], more: Parameters = {}): Promise<Run> => {
      const found = { 'lambda.GetFunctionConfiguration': { VpcConfig }, 'ec2.DescribeNetworkAcls': { NetworkAcls } };
      return run('block-egress', { ...given, ...more }, { stubs: { ...found, 'ec2.CreateNetworkAclEntry': {} } });
    };
    const made = await tried([acl('acl-0123456789', 7, 100)]);
    expect(made.calls.find(({ api }) => api === 'CreateNetworkAclEntry')?.inputs).toEqual({
      NetworkAclId: 'acl-0123456789',
      RuleNumber: 6,
      Egress: true,
      CidrBlock: '198.51.100.7/32',
      Protocol: '-1',
      RuleAction: 'deny',
    });
    expect(failure(await tried([acl('acl-0123456789', 1)]))).toContain('no rule number left');
    const two = [acl('acl-0123456789', 100), acl('acl-9876543210', 100)];
    expect(failure(await tried(two))).toContain('acl-0123456789, acl-9876543210');
    expect(await tried(two, { NetworkAcl: ['acl-9876543210'] })).toMatchObject({ status: 'Success' });
  });

  test('a secret that nothing rotates', async () => {
    const { ARN } = await runner.call('secretsmanager', 'CreateSecret', { Name: 'by-hand', SecretString: 'x' });
    expect(failure(await run('rotate-secret', { Secret: [String(ARN)] }))).toContain('no rotation function');
  });
});

test('a step that fails after the state was remembered is reported, and the run counts as failed', async () => {
  await makeFunction(runner, 'stuck');
  // It never becomes 0: the proof fails.
  const ran = await run(
    'isolate-function',
    { Function: ['stuck'] },
    { stubs: { 'lambda.GetFunctionConcurrency': { ReservedConcurrentExecutions: 3 } } },
  );
  expect(ran.status).toBe('Failed');
  expect(ran.steps.slice(-2)).toEqual([
    { name: 'isolated', status: 'Failed', error: 'it stays 3' },
    { name: 'reportFailure', status: 'Success' },
  ]);
  const { Messages } = { Messages: ran.calls.filter(({ api }) => api === 'Publish').map(({ inputs }) => inputs['Subject']) };
  expect(Messages).toEqual(['Lapwing-IsolateFunction FAILED']);
});
