// Who may come in: every service for this account only, other accounts by name only, nobody by a wildcard.
import { describe, expect, test } from 'vitest';
import { lists, ofType, resolve, type Statement, statementsIn } from './template.ts';
import { ALL, everything, member, named } from './variants.ts';

/** Lambda names no source when it takes a role, and `iam:PassRole` gives a function roles of its own account only. */
const WITHOUT_SOURCE = new Set(['lambda.amazonaws.com']);

const SOURCES = ['aws:SourceAccount', 'aws:SourceArn', 'aws:SourceOrgID'];

const servicesOf = ({ Principal }: Statement): readonly string[] => {
  const { Service } = (typeof Principal === 'object' && Principal !== null ? Principal : {}) as {
    readonly Service?: string | readonly string[];
  };
  return Service === undefined ? [] : lists(Service);
};

const conditionKeys = ({ Condition = {} }: Statement): readonly string[] =>
  Object.values(Condition).flatMap((operator) => Object.keys(operator as object));

describe.for(ALL)('%s', ([, template]) => {
  const statements = template.resources.flatMap(([id, resource]) => statementsIn(resource).map((statement) => [id, statement] as const));
  const allowing = statements.filter(([, { Effect }]) => Effect === 'Allow');

  test('a service acts for an account that is named, or not at all', () => {
    const byService = allowing.filter(([, statement]) => servicesOf(statement).some((service) => !WITHOUT_SOURCE.has(service)));
    expect(byService.length).toBeGreaterThan(0);
    const open = byService.filter(([, statement]) => !conditionKeys(statement).some((key) => SOURCES.includes(key)));
    expect(open).toEqual([]);
  });

  test('a function is invoked for a source that is named', () => {
    for (const [, { Properties }] of ofType(template, 'AWS::Lambda::Permission')) expect(Properties['SourceArn']).toBeDefined();
  });

  test('no action is a wildcard, and no resource is everything where AWS has something narrower', () => {
    /** Calls without a resource in IAM. */
    const unbounded = new Set(['cloudtrail:LookupEvents', 'ec2:DescribeNetworkAcls', 'lambda:ListEventSourceMappings']);
    for (const [id, { Action, Resource, Principal }] of allowing) {
      for (const action of lists(Action)) if (!action.startsWith('kms:')) expect(`${id} ${action}`).not.toContain('*');
      // A policy of identity: a resource's own policy is about that resource.
      if (Principal === undefined && Resource === '*') for (const action of lists(Action)) expect(unbounded).toContain(action);
    }
  });

  test('nobody is let in as anybody', () => {
    for (const [, statement] of allowing)
      if (JSON.stringify(statement.Principal)?.includes('"*"') === true || statement.Principal === '*')
        expect(conditionKeys(statement)).toContain('aws:PrincipalOrgID');
  });
});

test('an organization’s accounts may send logs and events, and subscribe to nothing else', () => {
  const [[, destination] = []] = ofType(everything, 'AWS::Logs::Destination');
  const policy = JSON.parse(String(resolve(destination?.Properties['DestinationPolicy'], everything))) as {
    readonly Statement: readonly Statement[];
  };
  expect(policy.Statement).toEqual([
    {
      Sid: 'Members',
      Effect: 'Allow',
      Principal: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      Action: ['logs:PutSubscriptionFilter', 'logs:PutAccountPolicy'],
      Resource: 'arn:aws:logs:eu-west-1:111122223333:destination:lapwing-members',
    },
  ]);
  const [[, bus] = []] = ofType(everything, 'AWS::Events::EventBusPolicy');
  expect(resolve(bus?.Properties['Statement'], everything)).toMatchObject({
    Action: 'events:PutEvents',
    Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  });
});

test('accounts that are named may send, and no other', () => {
  const accounts = ['222233334444', '333344445555'];
  const [[, destination] = []] = ofType(named, 'AWS::Logs::Destination');
  expect(JSON.parse(String(resolve(destination?.Properties['DestinationPolicy'], named)))).toMatchObject({
    Statement: [{ Principal: { AWS: accounts } }],
  });
  const [[, bus] = []] = ofType(named, 'AWS::Events::EventBusPolicy');
  expect(bus?.Properties['Statement']).toMatchObject({ Principal: { AWS: accounts } });
  const writer = ofType(named, 'AWS::IAM::Role').find(([id]) => id.includes('MembersWriter'));
  expect(resolve(writer?.[1].Properties['AssumeRolePolicyDocument'], named)).toMatchObject({
    Statement: [
      { Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } },
      {
        Condition: {
          StringEquals: { 'aws:SourceAccount': accounts },
          ArnLike: { 'aws:SourceArn': accounts.map((account) => `arn:aws:logs:eu-west-1:${account}:*`) },
        },
      },
    ],
  });
});

test('a member sends to the places that its central account has', () => {
  const [[, policy] = []] = ofType(member, 'AWS::Logs::AccountPolicy');
  const [[, destination] = []] = ofType(named, 'AWS::Logs::Destination');
  expect(JSON.parse(String(resolve(policy?.Properties['PolicyDocument'], member)))).toEqual({
    DestinationArn: `arn:aws:logs:eu-west-1:111122223333:destination:${destination?.Properties['DestinationName']}`,
    Distribution: 'ByLogStream',
    FilterPattern: '',
  });
  const [[, rule] = []] = ofType(member, 'AWS::Events::Rule');
  const [[, bus] = []] = ofType(named, 'AWS::Events::EventBus');
  expect(resolve(rule?.Properties['Targets'], member)).toMatchObject([
    { Arn: `arn:aws:events:eu-west-1:111122223333:event-bus/${bus?.Properties['Name']}` },
  ]);
});
