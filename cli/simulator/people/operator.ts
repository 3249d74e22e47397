// A person on weekdays: signs in to the console, looks around, now and then changes something or may not.

import type { Actor as Planner } from '../account/actor.ts';
import type { World } from '../account/world.ts';
import { DAY_MS, HOUR_MS, isWeekend, MINUTE_MS } from '../calendar.ts';
import { exponential, poisson } from '../distributions.ts';
import type { Random } from '../random.ts';
import { assumedRole, sessionArn } from '../records/identities.ts';
import { CONSOLE_AGENT, commandLineAgent } from '../runtime/agents.ts';
import { type Actor, act, officeAddress, openSession, permissionSetRole, type Step } from './sessions.ts';

const SESSIONS_A_DAY = 1.6;
const FIRST_HOUR = 7;
const WORKING_HOURS = 9;
const STEPS = [6, 32] as const;
const MEAN_PAUSE_MS = 45_000;
/** Even administrators' permission sets miss something. */
const DENIED_SHARE = 0.008;
const HOME_SHARE = 0.35;
const COMMAND_LINE_SHARE = 0.25;

const stepsOf = (world: World, random: Random): Step[] => {
  const functionName = random.pick(world.options.functions).name;
  const bucket = random.pick(world.options.account.buckets);
  return [
    { service: 'lambda', name: 'ListFunctions20150331' },
    { service: 'lambda', name: 'GetFunction20150331v2', parameters: { functionName } },
    { service: 'lambda', name: 'GetPolicy20150331v2', parameters: { functionName } },
    { service: 'lambda', name: 'ListVersionsByFunction20150331', parameters: { functionName } },
    { service: 'logs', name: 'DescribeLogGroups' },
    {
      service: 'logs',
      name: 'DescribeLogStreams',
      parameters: { logGroupName: `/aws/lambda/${functionName}`, orderBy: 'LastEventTime', descending: true },
    },
    { service: 'logs', name: 'FilterLogEvents', parameters: { logGroupName: `/aws/lambda/${functionName}`, filterPattern: 'ERROR' } },
    {
      service: 'logs',
      name: 'StartQuery',
      parameters: {
        logGroupNames: [`/aws/lambda/${functionName}`],
        queryString: 'fields @timestamp, @message | sort @timestamp desc | limit 50',
      },
    },
    { service: 'logs', name: 'GetQueryResults' },
    { service: 'monitoring', name: 'DescribeAlarms' },
    { service: 'monitoring', name: 'GetDashboard', parameters: { dashboardName: 'shop' } },
    { service: 's3', name: 'ListBuckets', parameters: { Host: `s3.${world.place.region}.amazonaws.com` } },
    {
      service: 's3',
      name: 'GetBucketPolicy',
      parameters: { bucketName: bucket, policy: '' },
      error: { code: 'NoSuchBucketPolicy', message: 'The bucket policy does not exist' },
    },
    { service: 's3', name: 'GetBucketVersioning', parameters: { bucketName: bucket, versioning: '' } },
    { service: 'dynamodb', name: 'ListTables' },
    {
      service: 'dynamodb',
      name: 'DescribeTable',
      parameters: { tableName: `${functionName}-table` },
      error: { code: 'ResourceNotFoundException', message: 'Requested resource not found' },
    },
    { service: 'sqs', name: 'ListQueues' },
    { service: 'iam', name: 'ListRoles' },
    { service: 'iam', name: 'GetRole', parameters: { roleName: world.function(functionName).role.name } },
    { service: 'cloudtrail', name: 'LookupEvents', parameters: { maxResults: 50 } },
    { service: 'cloudformation', name: 'DescribeStacks' },
    { service: 'sts', name: 'GetCallerIdentity' },
    { service: 'health', name: 'DescribeEventAggregates' },
  ];
};

const signIn = (world: World, actor: Actor, timeMs: number, random: Random): void =>
  world.record(
    {
      ...actor,
      timeMs,
      service: 'signin',
      name: 'ConsoleLogin',
      readOnly: false,
      eventType: 'AwsConsoleSignIn',
      response: { ConsoleLogin: 'Success' },
      additional: { MobileVersion: 'No', MFAUsed: 'No' },
      host: `${world.place.region}.signin.aws.amazon.com`,
    },
    random,
  );

const work = (world: World, person: string, startMs: number, random: Random): void => {
  const session = openSession(permissionSetRole(world, 'AdministratorAccess'), person, startMs, random);
  const home = world.random(`home:${person}`);
  const homeAddress = `198.51.100.${1 + home.below(254)}`;
  const address = random.chance(HOME_SHARE) ? homeAddress : officeAddress(world);
  const commandLine = random.chance(COMMAND_LINE_SHARE);
  const identity = assumedRole(world.place.account, session);
  if (!commandLine) signIn(world, { identity, address, agent: CONSOLE_AGENT }, startMs, random);
  const count = STEPS[0] + random.below(STEPS[1]);
  let timeMs = startMs;
  for (let step = 0; step < count; step += 1) {
    timeMs += Math.floor(exponential(random, MEAN_PAUSE_MS));
    const chosen = random.pick(stepsOf(world, random));
    const agent = commandLine ? commandLineAgent(`${chosen.service}.${chosen.name.toLowerCase()}`) : CONSOLE_AGENT;
    const message = `User: ${sessionArn(world.place.account, session)} is not authorized to perform: ${chosen.service}:${chosen.name} with an explicit deny in a service control policy`;
    const denied: Step = { service: chosen.service, name: chosen.name, error: { code: 'AccessDenied', message } };
    act(world, { identity, address, agent, fromConsole: !commandLine }, random.chance(DENIED_SHARE) ? denied : chosen, timeMs, random);
  }
};

export const operatorActor = (world: World, person: string): Planner => ({
  plan(fromMs) {
    if (fromMs % DAY_MS !== 0 || isWeekend(fromMs)) return;
    const random = world.random(`operator:${person}:${fromMs}`);
    const sessions = poisson(random, SESSIONS_A_DAY);
    for (let session = 0; session < sessions; session += 1) {
      const startMs = Math.floor(fromMs + FIRST_HOUR * HOUR_MS + random.next() * WORKING_HOURS * HOUR_MS);
      work(world, person, startMs - (startMs % 1000) + random.below(MINUTE_MS), random.fork());
    }
  },
});
