// Whether a role session is a Lambda function's: whose name the session then bears.
//
// A session's name is chosen by whoever assumes the role, so a name alone proves nothing. A session is taken for a
// function's own when the credentials themselves say so, when the call came out of an execution environment, or when role
// and session were evidently named together. Any other session that could be one is a candidate: it is joined with a
// function only once other records show that a function of that name exists.
import { type FunctionId, functionId } from '../../detectors/model/identity.ts';
import { isObject, type JsonObject } from '../../detectors/model/json.ts';
import { isFunctionName, referredFunction } from './function-name.ts';
import { sessionIssuer } from './principal.ts';
import { areNamedTogether } from './role-naming.ts';

/** The mark that AWS SDKs put into the user agent of code that runs in Lambda (from AWS_EXECUTION_ENV). */
const EXECUTION_ENVIRONMENT = 'exec-env/AWS_Lambda_';

export const isExecutionEnvironment = (userAgent: string | undefined): boolean => userAgent?.includes(EXECUTION_ENVIRONMENT) ?? false;

/** Where an account has one endpoint for all regions, the record's region is not the function's. */
const GLOBAL_SERVICES: ReadonlySet<string> = new Set([
  'iam.amazonaws.com',
  'sts.amazonaws.com',
  'organizations.amazonaws.com',
  'route53.amazonaws.com',
  'route53domains.amazonaws.com',
  'cloudfront.amazonaws.com',
  'support.amazonaws.com',
  'health.amazonaws.com',
  'shield.amazonaws.com',
  'globalaccelerator.amazonaws.com',
  'budgets.amazonaws.com',
  'ce.amazonaws.com',
  'trustedadvisor.amazonaws.com',
]);

export interface SessionCall {
  /** CloudTrail's `userIdentity` of an assumed role. */
  readonly identity: JsonObject;
  readonly session: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly region: string;
  readonly userAgent: string | undefined;
}

/** `inScopeOf` tells for which resource AWS issued the credentials: nobody can choose it. */
const scopedFunction = (identity: JsonObject, account: string): FunctionId | undefined => {
  const scope = identity['inScopeOf'];
  if (!isObject(scope)) return undefined;
  for (const key of ['credentialsIssuedTo', 'sourceArn']) {
    const arn = scope[key];
    if (typeof arn === 'string' && arn.includes(':lambda:')) return referredFunction(arn, account, '');
  }
  return undefined;
};

/** What Lambda's workers do with a function's role, on a cold start: they write its logs and traces, and nothing else. */
const WORKER_CALLS: ReadonlySet<string> = new Set([
  'logs.amazonaws.com CreateLogGroup',
  'logs.amazonaws.com CreateLogStream',
  'logs.amazonaws.com PutLogEvents',
  'xray.amazonaws.com PutTraceSegments',
  'xray.amazonaws.com PutTelemetryRecords',
]);

/**
 * Workers have sessions of their own (`awslambda_282_20211202220456968`) or a user agent of their own. Anybody can send that
 * user agent, so it counts for nothing but a worker's calls.
 */
const isWorker = ({ session, userAgent, eventSource, eventName }: SessionCall): boolean =>
  session.startsWith('awslambda_') ||
  ((userAgent?.slice(0, 20).includes('awslambda-worker') ?? false) && WORKER_CALLS.has(`${eventSource} ${eventName}`));

/** Sessions that somebody else than Lambda made, whatever their name: people (SSO, MFA), OIDC and SAML, EC2, linked roles. */
const isForeign = (identity: JsonObject, roleArn: string): boolean => {
  if (roleArn.includes('/aws-service-role/') || roleArn.includes('/AWSServiceRoleFor') || roleArn.includes('AWSReservedSSO_')) return true;
  const context = identity['sessionContext'];
  if (!isObject(context)) return false;
  const federation = context['webIdFederationData'];
  if (isObject(federation) && typeof federation['federatedProvider'] === 'string') return true;
  if (context['ec2RoleDelivery'] !== undefined || context['sourceIdentity'] !== undefined) return true;
  const attributes = context['attributes'];
  return isObject(attributes) && attributes['mfaAuthenticated'] === 'true';
};

/** Names that SDKs give sessions when code names none: even from inside Lambda, this is a role that the function assumed. */
const SDK_SESSION = /^(?:botocore-session-|aws-sdk-|aws-go-sdk-|AWSCLI-Session|AssumeRoleSession$)/;

const accountOf = (identity: JsonObject): string => (typeof identity['accountId'] === 'string' ? identity['accountId'] : '');

const roleOf = (identity: JsonObject): string => {
  const arn = sessionIssuer(identity)?.['arn'];
  return typeof arn === 'string' ? arn : '';
};

const couldBeFunction = (call: SessionCall): boolean =>
  isFunctionName(call.session) && !isWorker(call) && !SDK_SESSION.test(call.session) && !isForeign(call.identity, roleOf(call.identity));

/** The function whose session made the call; undefined when the call does not prove that it is one's. */
export const functionOfSession = (call: SessionCall): FunctionId | undefined => {
  const account = accountOf(call.identity);
  const scoped = isWorker(call) ? undefined : scopedFunction(call.identity, account);
  if (scoped !== undefined) return scoped;
  if (!couldBeFunction(call)) return undefined;
  if (!isExecutionEnvironment(call.userAgent) && !areNamedTogether(roleOf(call.identity), call.session)) return undefined;
  return functionId({ account, region: GLOBAL_SERVICES.has(call.eventSource) ? '' : call.region, name: call.session });
};

/** Names that tools make up, of clocks, counters and random digits: hardly a function's, and endless. */
const GENERATED_SESSION = /\d{8}|^[0-9a-f]{32}$|^i-[0-9a-f]{8,17}$|^[0-9a-f]{8}-[0-9a-f]{4}-/;

/** Marks the name of a candidate: no function's name may hold it. */
const CANDIDATE = '?';

/** The id under which a session's calls wait until it is known whether a function bears the session's name. */
export const candidateOfSession = (call: SessionCall): FunctionId | undefined =>
  couldBeFunction(call) && !GENERATED_SESSION.test(call.session)
    ? functionId({ account: accountOf(call.identity), region: call.region, name: CANDIDATE + call.session })
    : undefined;

/** The name a candidate waits for; undefined for other ids' names. */
export const candidateName = (name: string): string | undefined => (name.startsWith(CANDIDATE) ? name.slice(CANDIDATE.length) : undefined);
