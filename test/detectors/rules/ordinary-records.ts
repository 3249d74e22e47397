// Records of ordinary days, shaped as CloudTrail writes them: who, with which program, did what.
import type { Json, JsonObject } from '../../../detectors/model/json.ts';

export const OWN = '111122223333';
export const SISTER = '222233334444';

/** What happened, and which detections at medium or above a person wants to know of once. */
export type OrdinaryDay = readonly [name: string, wanted: readonly string[], records: readonly JsonObject[]];

export interface Who {
  readonly identity: JsonObject;
  readonly agent: string;
  readonly address: string;
}

export const TERRAFORM =
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.76.0 aws-sdk-go-v2/1.32.4 os/linux lang/go#1.23.3';
export const BOTO = 'Boto3/1.35.66 md/Botocore#1.35.66 ua/2.0 os/linux#5.10.227 md/arch#x86_64 lang/python#3.12.7 md/pyimpl#CPython';
export const CLI = 'aws-cli/2.22.7 md/awscrt#0.23.3 ua/2.0 os/macos#24.1.0 md/arch#arm64 lang/python#3.12.6 md/pyimpl#CPython';
const IN_LAMBDA = 'aws-sdk-js/3.699.0 ua/2.1 os/linux lang/js md/nodejs#22.11.0 exec-env/AWS_Lambda_nodejs22.x m/E';
const BROWSER = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';

interface Session {
  readonly path?: string;
  readonly agent?: string;
  readonly invokedBy?: string;
  readonly address?: string;
  readonly more?: JsonObject;
}

export const session = (role: string, name: string, { path = '', agent = CLI, invokedBy, address, more = {} }: Session = {}): Who => ({
  identity: {
    type: 'AssumedRole',
    principalId: `AROAORDINARY${role.length}:${name}`,
    arn: `arn:aws:sts::${OWN}:assumed-role/${role}/${name}`,
    accountId: OWN,
    accessKeyId: 'ASIAORDINARY00000001',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: `AROAORDINARY${role.length}`,
        arn: `arn:aws:iam::${OWN}:role/${path}${role}`,
        accountId: OWN,
        userName: role,
      },
      attributes: { creationDate: '2026-03-02T08:00:00Z', mfaAuthenticated: 'false' },
      ...more,
    },
    ...(invokedBy === undefined ? {} : { invokedBy }),
  },
  agent: invokedBy ?? agent,
  address: address ?? invokedBy ?? '203.0.113.24',
});

export const signedOn = (agent = CLI): Who =>
  session('AWSReservedSSO_Administrator_0123456789abcdef', 'sam@example.com', { path: 'aws-reserved/sso.amazonaws.com/', agent });
export const inConsole = (): Who => signedOn(BROWSER);
/** What a stack does: CloudFormation with its execution role. */
export const stack = (): Who =>
  session(`cdk-hnb659fds-cfn-exec-role-${OWN}-eu-central-1`, 'AWSCloudFormation', { invokedBy: 'cloudformation.amazonaws.com' });
export const pipeline = (agent = TERRAFORM): Who =>
  session('github-actions-infra', 'GitHubActions', {
    agent,
    more: {
      webIdFederationData: { federatedProvider: `arn:aws:iam::${OWN}:oidc-provider/token.actions.githubusercontent.com`, attributes: {} },
    },
  });
export const lambda = (name: string): Who => session(`${name}-role`, name, { agent: IN_LAMBDA });
export const linked = (role: string, name: string, service: string): Who =>
  session(role, name, { path: `aws-service-role/${service}/`, address: service, agent: service });
export const user = (name: string, agent = CLI): Who => ({
  identity: {
    type: 'IAMUser',
    principalId: 'AIDAORDINARY',
    arn: `arn:aws:iam::${OWN}:user/${name}`,
    accountId: OWN,
    accessKeyId: 'AKIAORDINARY00000001',
    userName: name,
  },
  agent,
  address: '203.0.113.24',
});
export const service = (name: string): Who => ({ identity: { type: 'AWSService', invokedBy: name }, agent: name, address: name });

let made = 0;

/** `source` without `.amazonaws.com`. Records follow each other by two seconds. */
export const call = (who: Who, source: string, eventName: string, requestParameters: Json = null, more: JsonObject = {}): JsonObject => {
  made++;
  const isRead = /^(Get|List|Describe|Head|Batch(Get|Describe)|Lookup)/.test(eventName);
  return {
    eventVersion: '1.11',
    userIdentity: who.identity,
    eventTime: new Date(Date.UTC(2026, 2, 2, 9) + made * 2000).toISOString().replace('.000', ''),
    eventSource: `${source}.amazonaws.com`,
    eventName,
    awsRegion: 'eu-central-1',
    sourceIPAddress: who.address,
    userAgent: who.agent,
    requestParameters,
    responseElements: null,
    requestID: `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`,
    eventID: `00000000-0000-4000-9000-${String(made).padStart(12, '0')}`,
    readOnly: isRead,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: OWN,
    eventCategory: 'Management',
    ...more,
  };
};

/** The same call for each of the names. */
export const each = (names: readonly string[], one: (name: string) => JsonObject): readonly JsonObject[] => names.map(one);
export const numbered = (count: number, prefix: string): readonly string[] =>
  Array.from({ length: count }, (_, place) => `${prefix}-${place}`);
export const policy = (...statements: readonly JsonObject[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });
export const trusts = (principal: JsonObject, more: JsonObject = {}): JsonObject => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'sts:AssumeRole',
  ...more,
});
