// The pipeline: assumes its role by web identity, uploads the code, publishes a version and moves the alias.

import type { World } from '../account/world.ts';
import { SECOND_MS } from '../calendar.ts';
import type { ResourceUse } from '../function-spec.ts';
import { codeHash, sessionToken } from '../identifiers.ts';
import type { Random } from '../random.ts';
import { functionArn, objectEvent } from '../records/data-events.ts';
import { assumedRole, roleArn } from '../records/identities.ts';
import { type Actor, act, openSession } from './sessions.ts';

const AGENT =
  'aws-cli/2.33.4 md/awscrt#0.31.1 ua/2.1 os/linux#6.11.0-1018-azure md/arch#x86_64 lang/python#3.13.11 md/pyimpl#CPython exec-env/GitHub_Actions cfg/retry-mode#standard md/installer#exe md/prompt#off';
const REPOSITORY = 'repo:example-shop/backend:ref:refs/heads/main';
const PROVIDER = 'token.actions.githubusercontent.com';

const signIn = (world: World, timeMs: number, random: Random): Actor => {
  const role = world.role('github-deployer');
  const session = openSession(role, 'GitHubActions', timeMs, random);
  const address = `20.${random.below(200)}.${random.below(256)}.${1 + random.below(254)}`;
  const { account, region } = world.place;
  world.record(
    {
      timeMs,
      identity: {
        type: 'WebIdentityUser',
        principalId: `arn:aws:iam::${account}:oidc-provider/${PROVIDER}:sts.amazonaws.com:${REPOSITORY}`,
        userName: REPOSITORY,
        identityProvider: `arn:aws:iam::${account}:oidc-provider/${PROVIDER}`,
      },
      service: 'sts',
      name: 'AssumeRoleWithWebIdentity',
      address,
      agent: AGENT,
      readOnly: true,
      parameters: { roleArn: roleArn(account, role), roleSessionName: session.name, durationSeconds: 3600 },
      response: {
        credentials: { accessKeyId: session.accessKeyId, sessionToken: sessionToken(random) },
        subjectFromWebIdentityToken: REPOSITORY,
        assumedRoleUser: {
          assumedRoleId: `${role.id}:${session.name}`,
          arn: `arn:aws:sts::${account}:assumed-role/${role.name}/${session.name}`,
        },
        provider: `arn:aws:iam::${account}:oidc-provider/${PROVIDER}`,
        audience: 'sts.amazonaws.com',
      },
      resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN: roleArn(account, role) }],
      host: `sts.${region}.amazonaws.com`,
    },
    random,
  );
  return { identity: assumedRole(account, session), address, agent: AGENT };
};

/** Share of deployments that also change memory, timeout or environment variables. */
const CONFIGURATION_SHARE = 0.3;

/** Deploys a function; the calls that come after the last step run the new version. */
export const deploy = (world: World, functionName: string, startMs: number, uses: readonly ResourceUse[], random: Random): void => {
  const pipeline = signIn(world, startMs, random);
  const runtime = world.function(functionName);
  const { role, spec } = runtime;
  const version = runtime.nextVersion();
  const arn = functionArn(world.place, functionName);
  let timeMs = startMs;
  const step = (name: string, parameters: Record<string, string | number | boolean>, response?: Record<string, string | number>): void => {
    timeMs += Math.floor(random.between(2, 9) * SECOND_MS);
    act(world, pipeline, { service: 'lambda', name, parameters, ...(response === undefined ? {} : { response }) }, timeMs, random);
  };
  const artefact = {
    name: 'PutObject' as const,
    bucket: `artefacts-${world.place.account}`,
    key: `${functionName}/${version}.zip`,
    sentBytes: 1_900_000,
    receivedBytes: 0,
  };
  world.record(objectEvent({ timeMs: startMs + 3 * SECOND_MS, ...pipeline }, artefact, world.place, random), random);
  const described = {
    functionName,
    functionArn: arn,
    runtime: spec.runtime,
    role: roleArn(world.place.account, role),
    handler: 'index.handler',
    codeSize: 1_900_000,
    timeout: spec.timeoutMs / 1000,
    memorySize: spec.memoryMb,
    codeSha256: codeHash(random),
    state: 'Active',
    packageType: 'Zip',
  };
  step('GetFunction20150331v2', { functionName });
  if (random.chance(CONFIGURATION_SHARE))
    step('UpdateFunctionConfiguration20150331v2', { functionName, memorySize: spec.memoryMb }, described);
  step(
    'UpdateFunctionCode20150331v2',
    { functionName, s3Bucket: artefact.bucket, s3Key: artefact.key, dryRun: false, publish: false },
    described,
  );
  step('GetFunctionConfiguration20150331v2', { functionName });
  step('PublishVersion20150331', { functionName }, { ...described, functionArn: `${arn}:${version}`, version: String(version) });
  step(
    'UpdateAlias20150331',
    { functionName, name: 'live', functionVersion: String(version) },
    { aliasArn: `${arn}:live`, name: 'live', functionVersion: String(version) },
  );
  runtime.deploy({ timeMs: timeMs + SECOND_MS, version: String(version), uses });
};
