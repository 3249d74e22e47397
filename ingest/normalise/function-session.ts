// Whether a role session is a Lambda function's: whose name the session then bears.
//
// A session's name is chosen by whoever assumes the role, so a name alone proves nothing. A session is taken for a
// function's own when the credentials themselves say so, when the call came out of an execution environment, or when
// role and session were evidently named together. Any other session is at most a candidate (candidateId): it is joined with
// a function only once other records show that a function of that name exists.
import { type FunctionId, functionId } from '../../detectors/model/identity.ts';
import { isObject, type JsonObject } from '../../detectors/model/json.ts';
import { isFunctionName, referredFunction } from './function-name.ts';
import { sessionIssuer } from './principal.ts';

/** The marks that AWS SDKs put into the user agent of code that runs in Lambda (from AWS_EXECUTION_ENV). */
export const EXECUTION_ENVIRONMENT = 'exec-env/AWS_Lambda_';

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

const regionOfCaller = (eventSource: string, region: string): string => (GLOBAL_SERVICES.has(eventSource) ? '' : region);

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

/** Lambda's own workers, on a cold start, under the function's role: `awslambda_282_20211202220456968`. */
const isWorkerSession = (session: string, userAgent: string | undefined): boolean =>
  session.startsWith('awslambda_') || (userAgent?.startsWith('awslambda-worker') ?? false);

/** `NAME-role-1a2b3c4d` under `service-role/`: what the console makes for function NAME. */
const isConsoleRole = (roleArn: string, session: string): boolean => {
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return roleArn.includes(':role/service-role/') && name.startsWith(`${session}-role-`) && name.length === session.length + 14;
};

/** A name that CloudFormation ended with 12 or 13 random letters and digits; the part before it, else undefined. */
const generatedStem = (name: string): string | undefined => {
  const dash = name.lastIndexOf('-');
  const tail = name.slice(dash + 1);
  return dash > 0 && (tail.length === 12 || tail.length === 13) && /^[A-Za-z0-9]+$/.test(tail) && /\d|[a-z][A-Z]/.test(tail)
    ? name.slice(0, dash)
    : undefined;
};

/** CloudFormation cuts the middle part of long names, so stems agree in their beginning: stack name and most of the function's. */
const SHARED_STEM = 0.6;

const isStackPair = (role: string, session: string): boolean => {
  const roleStem = generatedStem(role);
  const sessionStem = generatedStem(session);
  if (roleStem === undefined || sessionStem === undefined) return false;
  let shared = 0;
  while (shared < roleStem.length && shared < sessionStem.length && roleStem[shared] === sessionStem[shared]) shared++;
  return shared >= Math.max(8, SHARED_STEM * Math.min(roleStem.length, sessionStem.length));
};

const areNamedTogether = (roleArn: string, session: string): boolean => {
  if (isConsoleRole(roleArn, session)) return true;
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  if (isStackPair(role, session)) return true;
  const lowered = role.toLowerCase();
  return session.length >= 4 && lowered.includes('lambda') && lowered.includes(session.toLowerCase()) && lowered !== session.toLowerCase();
};

/** Sessions that somebody else than Lambda made, whatever their name: people (SSO, MFA), OIDC and SAML, EC2, linked roles. */
const isForeignSession = (identity: JsonObject, roleArn: string): boolean => {
  if (roleArn.includes('/aws-service-role/') || roleArn.includes('/AWSServiceRoleFor') || roleArn.includes('AWSReservedSSO_')) return true;
  const context = identity['sessionContext'];
  if (!isObject(context)) return false;
  const federation = context['webIdFederationData'];
  if (isObject(federation) && typeof federation['federatedProvider'] === 'string') return true;
  if (context['ec2RoleDelivery'] !== undefined || context['sourceIdentity'] !== undefined) return true;
  const attributes = context['attributes'];
  return isObject(attributes) && attributes['mfaAuthenticated'] === 'true';
};

export interface SessionCall {
  readonly identity: JsonObject;
  readonly session: string;
  readonly eventSource: string;
  readonly region: string;
  readonly userAgent: string | undefined;
}

/** The function whose session made the call; undefined when the call does not prove that it is one's. */
export const functionOfSession = (call: SessionCall): FunctionId | undefined => {
  const { identity, session, userAgent } = call;
  if (isWorkerSession(session, userAgent)) return undefined;
  const account = typeof identity['accountId'] === 'string' ? identity['accountId'] : '';
  const scoped = scopedFunction(identity, account);
  if (scoped !== undefined) return scoped;
  if (!isFunctionName(session)) return undefined;
  const arn = sessionIssuer(identity)?.['arn'];
  const roleArn = typeof arn === 'string' ? arn : '';
  if (isForeignSession(identity, roleArn)) return undefined;
  const own = (userAgent?.includes(EXECUTION_ENVIRONMENT) ?? false) || areNamedTogether(roleArn, session);
  return own ? functionId({ account, region: regionOfCaller(call.eventSource, call.region), name: session }) : undefined;
};

/** Names that tools generate for sessions; none is ever a function's. Digits in a row: a clock or a counter. */
const GENERATED_SESSION = /\d{8}|^[0-9a-f]{32}$|^i-[0-9a-f]{8,17}$|^[0-9a-f]{8}-[0-9a-f]{4}-/;

/** Marks a name as a candidate: no function's name may hold it. */
const CANDIDATE = '?';

/**
 * The id under which a session's calls wait until it is known whether a function bears the session's name;
 * undefined when none can.
 */
export const candidateId = (account: string, region: string, session: string): FunctionId | undefined =>
  isFunctionName(session) && !GENERATED_SESSION.test(session) ? functionId({ account, region, name: CANDIDATE + session }) : undefined;

/** The name a candidate waits for; undefined for other ids' names. */
export const candidateName = (name: string): string | undefined => (name.startsWith(CANDIDATE) ? name.slice(CANDIDATE.length) : undefined);
