// Who made an API call, as rules ask for it: `lapwing.doer`, some of the words below; none for a role of whose session nothing
// tells who uses it, as a pipeline's.
import type { LogService } from './model/activity.ts';
import { field, type Json, type JsonObject } from './model/json.ts';

type Doer = 'person' | 'function' | 'infrastructure-tool' | 'seeming-tool' | 'service';

/** In lower case, as Sigma compares; empty for what is neither a text nor true. */
const lowered = (value: Json | undefined): string => (typeof value === 'string' ? value.toLowerCase() : value === true ? 'true' : '');

const PERSONS: ReadonlySet<string> = new Set(['iamuser', 'root', 'federateduser']);
/** Machines that people sit at. */
const DESKTOPS = [' os/macos', ' os/windows', ' darwin/', ' windows/'];
const CONSOLES = ['console.amazonaws.com', 'console.ec2.amazonaws.com'];

const TOOLS = ['hashicorp/', 'terraform/', 'terraform-provider-', 'opentofu/', 'pulumi/'];
/** All of them are written in Go, and their providers call AWS with its SDK for Go. */
const TOOL_SDK = 'aws-sdk-go';
/** What a program of another make tells of itself beside a name that was lent to it. */
const OTHER_PROGRAMS = [
  ...['aws-cli/', 'boto3/', 'botocore', 'aws-sdk-js', 'aws-sdk-java', 'aws-sdk-ruby', 'aws-sdk-php', 'aws-sdk-dotnet', 'aws-sdk-rust'],
  ...['aws-sdk-cpp', 'powershell/', 'python-', 'curl/', 'mozilla/'],
];

const isIn = (text: string, parts: readonly string[]): boolean => parts.some((part) => text.includes(part));

const doers = (record: JsonObject): readonly Doer[] => {
  const identity = field(record, 'userIdentity');
  const issuer = field(field(identity, 'sessionContext'), 'sessionIssuer');
  const agent = lowered(record['userAgent']);
  const invoker = lowered(field(identity, 'invokedBy'));
  const type = lowered(field(identity, 'type'));

  const isPerson =
    PERSONS.has(type) ||
    lowered(field(issuer, 'userName')).startsWith('awsreservedsso_') ||
    lowered(record['sessionCredentialFromConsole']) === 'true' ||
    lowered(field(identity, 'principalId')).includes('@') ||
    agent.startsWith('mozilla/') ||
    isIn(agent, CONSOLES) ||
    isIn(agent, DESKTOPS);
  // The second is what AWS says of the credentials, which nobody can choose.
  const isFunction =
    agent.includes('exec-env/aws_lambda') || lowered(field(field(identity, 'inScopeOf'), 'issuerType')) === 'aws::lambda::function';
  const saysTool = isIn(agent, TOOLS);
  const isOtherProgram = isFunction || !agent.includes(TOOL_SDK) || isIn(agent, OTHER_PROGRAMS);
  const isService =
    type === 'awsservice' ||
    invoker === 'aws internal' ||
    (invoker.endsWith('.amazonaws.com') && lowered(record['sourceIPAddress']).endsWith('.amazonaws.com')) ||
    lowered(field(issuer, 'arn')).includes(':role/aws-service-role/');
  const found: Doer[] = [];
  if (isPerson) found.push('person');
  if (isFunction) found.push('function');
  // Functions run no such tool.
  if (saysTool) found.push(isOtherProgram ? 'seeming-tool' : 'infrastructure-tool');
  if (isService) found.push('service');
  return found;
};

const NOBODY: readonly Doer[] = [];

/** For `buildMatcher`: the field by its name. */
export const doerField: readonly [string, (record: JsonObject, service: LogService) => readonly string[]] = [
  'lapwing.doer',
  (record, service) => (service === 'cloudtrail' ? doers(record) : NOBODY),
];
