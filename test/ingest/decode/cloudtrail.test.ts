// CloudTrail records in all the envelopes they come in, and what they become.
import { describe, expect, test } from 'vitest';
import { message } from '../fixtures/lambda-lines.ts';
import { readAll, readOne, zipped } from '../fixtures/read-all.ts';
import { ACCOUNT, REGION, sessionOf, trailLine, trailRecord, userAgentInLambda } from '../fixtures/trail-records.ts';

describe('a record becomes an API call', () => {
  test('with action, bytes, resources and who did it', () => {
    const call = readOne('api-call', trailLine());
    expect(call).toMatchObject({
      id: '5c0dd3f2-6c6a-4a3a-9d4c-0f7c2f0a1e11',
      time: Date.UTC(2026, 2, 2, 10, 15, 30),
      function: `${ACCOUNT}:${REGION}:checkout`,
      action: 's3:GetObject',
      principal: `arn:aws:iam::${ACCOUNT}:role/checkout-task-role`,
      sessionName: 'checkout',
      bytesToCaller: 20480,
      outcome: 'success',
      write: false,
      resources: ['arn:aws:s3:::orders-archive/2026/03/02/17.json', 'arn:aws:s3:::orders-archive'],
    });
  });

  test('without the API date of its name', () => {
    const named = (eventName: string) => readOne('api-call', trailLine({ eventSource: 'lambda.amazonaws.com', eventName })).action;
    expect(named('UpdateFunctionCode20150331v2')).toBe('lambda:UpdateFunctionCode');
    expect(named('CreateFunction20150331')).toBe('lambda:CreateFunction');
    expect(named('GetFunctionCodeSigningConfig')).toBe('lambda:GetFunctionCodeSigningConfig');
  });

  test.for([
    ['AccessDenied', 'denied'],
    ['Client.UnauthorizedOperation', 'denied'],
    ['AccessDeniedException', 'denied'],
    ['VpceAccessDenied', 'denied'],
    ['ThrottlingException', 'error'],
    ['NoSuchBucketPolicy', 'error'],
    ['', 'success'],
  ] as const)('errorCode %s is %s', ([errorCode, outcome]) => {
    expect(readOne('api-call', trailLine({ errorCode })).outcome).toBe(outcome);
  });

  test('names the function it changes, by name, partial or full ARN, unless it failed', () => {
    const changed = (functionName: string, errorCode?: string) =>
      readOne(
        'api-call',
        trailLine({
          eventSource: 'lambda.amazonaws.com',
          eventName: 'UpdateFunctionCode20150331v2',
          requestParameters: { functionName },
          errorCode,
        }),
      ).changes;
    const payments = { function: `${ACCOUNT}:${REGION}:payments`, what: 'code' };
    expect(changed('payments')).toEqual(payments);
    expect(changed(`${ACCOUNT}:function:payments`)).toEqual(payments);
    expect(changed(`arn:aws:lambda:${REGION}:${ACCOUNT}:function:payments:live`)).toEqual(payments);
    expect(changed('payments', 'AccessDeniedException')).toBeUndefined();
  });

  test('names the function it runs, and who ran it', () => {
    const call = readOne(
      'api-call',
      trailLine({
        eventSource: 'lambda.amazonaws.com',
        eventName: 'Invoke',
        userIdentity: { type: 'AWSService', invokedBy: 'sns.amazonaws.com' },
        sourceIPAddress: 'sns.amazonaws.com',
        requestParameters: { functionName: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:payments` },
      }),
    );
    expect(call).toMatchObject({ invokes: `${ACCOUNT}:${REGION}:payments`, invokedBy: 'sns.amazonaws.com', function: undefined });
  });
});

describe('whatever it came in', () => {
  const record = trailRecord();
  const line = JSON.stringify(record);
  test.for([
    ['a line', line],
    ['a line with a byte order mark', `\ufeff${line}`],
    ['a small document', JSON.stringify({ Records: [record] })],
    ['a list', JSON.stringify([record])],
    ['EventBridge', JSON.stringify({ version: '0', 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.s3', detail: record })],
    [
      'EventBridge in SQS',
      JSON.stringify({
        Records: [
          {
            messageId: 'm',
            eventSource: 'aws:sqs',
            body: JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail: record }),
          },
        ],
      }),
    ],
    ['LookupEvents', JSON.stringify({ Events: [{ EventId: 'x', EventName: 'GetObject', CloudTrailEvent: line }] })],
    ['a row of Lake', JSON.stringify({ QueryResultRows: [[{ eventJson: line }]] })],
    [
      'a subscription',
      JSON.stringify(
        message('org-trail', [{ id: '1', timestamp: 1772446530123, message: line }], { logStream: `${ACCOUNT}_CloudTrail_${REGION}` }),
      ),
    ],
    [
      'base64 on a line of its own',
      zipped(message('CloudTrail/logs', [{ id: '1', timestamp: 1772446530123, message: line }], { logStream: 'trail' })),
    ],
  ] as const)('%s', ([, item]) => {
    expect(readOne('api-call', item).id).toBe('5c0dd3f2-6c6a-4a3a-9d4c-0f7c2f0a1e11');
  });

  test('columns of a Lake row are a record too', () => {
    const row = [
      { eventID: 'e-1' },
      { eventTime: '2026-03-02 10:15:30.000' },
      { eventSource: 'sts.amazonaws.com' },
      { eventName: 'GetCallerIdentity' },
    ];
    expect(readOne('api-call', JSON.stringify({ QueryResultRows: [row] }))).toMatchObject({ id: 'e-1', action: 'sts:GetCallerIdentity' });
  });
});

describe('what is no call of anybody’s is skipped', () => {
  test.for([
    [
      'an Insight',
      {
        eventVersion: '1.09',
        eventCategory: 'Insight',
        eventType: 'AwsCloudTrailInsight',
        eventTime: '2026-03-02T10:15:30Z',
        insightDetails: { state: 'Start' },
      },
    ],
    [
      'an aggregate',
      {
        eventVersion: '1.0',
        eventCategory: 'Aggregated',
        eventType: 'AwsAggregatedEvent',
        eventSource: 's3.amazonaws.com',
        eventId: 'x',
        summary: {},
      },
    ],
    ['a digest', { awsAccountId: ACCOUNT, digestS3Bucket: 'trail', digestStartTime: '2026-03-02T10:00:00Z', logFiles: [] }],
    [
      'a notice of S3',
      { eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', eventTime: '2026-03-02T10:15:30Z', s3: { bucket: {} } },
    ],
    ['the test event of S3', { Service: 'Amazon S3', Event: 's3:TestEvent', Time: '2026-03-02T10:15:30Z', Bucket: 'trail' }],
    ['another event of EventBridge', { 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} }],
  ] as const)('%s', ([, value]) => {
    const fates = readAll([JSON.stringify(value)]);
    expect(fates.skips.map((skip) => skip.reason)).toEqual(['not-activity']);
    expect(fates.activities).toEqual([]);
  });
});

describe('odd records', () => {
  test('an addendum that corrects a record goes by that record’s id', () => {
    const addendum = { reason: 'UPDATED_DATA', updatedFields: 'errorCode', originalEventID: 'first-id' };
    expect(readOne('api-call', trailLine({ eventID: 'second-id', addendum })).id).toBe('first-id');
    expect(readOne('api-call', trailLine({ eventID: 'late-id', addendum: { reason: 'DELIVERY_DELAY' } })).id).toBe('late-id');
  });

  test('rows of Lake and of tables, whose columns are text', () => {
    const row = {
      eventVersion: '1.11',
      userIdentity: `{type=AssumedRole, principalid=AROAEXAMPLEEXAMPLE001:checkout, arn=arn:aws:sts::${ACCOUNT}:assumed-role/checkout-task-role/checkout, accountid=${ACCOUNT}, invokedby=null, sessioncontext={attributes={mfaauthenticated=false}, sessionissuer={type=Role, arn=arn:aws:iam::${ACCOUNT}:role/checkout-task-role}}, onbehalfof=[]}`,
      eventTime: '2026-03-02 10:15:30.000',
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      awsRegion: REGION,
      userAgent: userAgentInLambda,
      requestParameters: '{bucketName=orders-archive, key=a}',
      additionalEventData: '{"bytesTransferredOut": 20480}',
      readOnly: 'true',
      recipientAccountId: ACCOUNT,
      eventID: 'from-lake',
    };
    const lowered = Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
    for (const value of [row, lowered, { QueryResultRows: [Object.entries(row).map(([name, cell]) => ({ [name]: cell }))] }]) {
      expect(readOne('api-call', JSON.stringify(value))).toMatchObject({
        id: 'from-lake',
        function: `${ACCOUNT}:${REGION}:checkout`,
        principal: `arn:aws:iam::${ACCOUNT}:role/checkout-task-role`,
        bytesToCaller: 20480,
        resources: ['arn:aws:s3:::orders-archive/a', 'arn:aws:s3:::orders-archive'],
        write: false,
      });
    }
  });
  test.for([
    '{',
    '{}',
    '{a',
    '{a=',
    '{a={b=c}',
    '{a=[',
    `${'{a='.repeat(1000)}`,
    '{a=b}x',
    `{${'a=b, '.repeat(5000)}a=b}`,
    '{__proto__={polluted=1}}',
  ])('a column that holds %j is read as far as it is one', (userIdentity) => {
    expect(readOne('api-call', trailLine({ userIdentity })).action).toBe('s3:GetObject');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('an endpoint’s record of a refused call is the call; of one that passed, it is only its second witness', () => {
    const seen = { eventCategory: 'NetworkActivity', eventType: 'AwsVpceEvent', vpcEndpointId: 'vpce-1' };
    expect(readOne('api-call', trailLine({ ...seen, errorCode: 'VpceAccessDenied' }))).toMatchObject({ outcome: 'denied' });
    expect(readOne('api-call', trailLine({ ...seen, errorCode: 'VpceAccessDenied' })).passedEndpoint).toBeUndefined();
    expect(readOne('api-call', trailLine(seen)).passedEndpoint).toBe(true);
  });

  test.for([
    ['no userIdentity', { userIdentity: undefined }],
    ['a null userIdentity', { userIdentity: null }],
    ['a text for an identity', { userIdentity: 'HIDDEN_DUE_TO_SECURITY_REASONS' }],
    ['no address, no agent', { sourceIPAddress: undefined, userAgent: null }],
    ['null parameters', { requestParameters: null }],
    ['hidden parameters', { requestParameters: 'HIDDEN_DUE_TO_SECURITY_REASONS' }],
    ['a later version and new fields', { eventVersion: '2.0', vpcEndpointAccountId: ACCOUNT, eventContext: { tagContext: {} } }],
    ['lists of odd resources', { resources: [null, 1, 'x', { ARN: 7 }] }],
    ['an own __proto__', JSON.parse('{"__proto__":{"polluted":true},"requestParameters":{"__proto__":"x","constructor":1}}') as object],
  ] as const)('%s: read all the same', ([, changes]) => {
    expect(readOne('api-call', trailLine(changes as never)).action).toBe('s3:GetObject');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('a time that cannot be is quarantined, a time that is missing is that of the record before', () => {
    expect(readAll([trailLine({ eventTime: '9999-01-01T00:00:00Z' })]).quarantines[0]).toMatchObject({ reason: 'bad-time' });
    expect(readAll([trailLine({ eventTime: undefined })]).skips).toEqual([{ format: 'cloudtrail', reason: 'no-time' }]);
    const { activities } = readAll([trailLine(), trailLine({ eventTime: undefined, eventID: 'two' })]);
    expect(activities.map((activity) => activity.time)).toEqual([activities[0]?.time, activities[0]?.time]);
  });

  test('amounts are held to what one record can mean', () => {
    const bytes = (bytesTransferredOut: unknown) =>
      readOne('api-call', trailLine({ additionalEventData: { bytesTransferredOut } })).bytesToCaller;
    expect([bytes(-5), bytes('12'), bytes('abc'), bytes(null), bytes(1e300)]).toEqual([0, 12, 0, 0, 2 ** 40]);
  });

  test('the owner’s copy of another account’s call is not the function’s doing again', () => {
    const copy = trailLine({ recipientAccountId: '999988887777', sharedEventID: 'shared' });
    expect(readOne('api-call', copy).function).toBeUndefined();
    expect(
      readOne('api-call', trailLine({ sharedEventID: 'shared', userIdentity: sessionOf('checkout-task-role', 'checkout') })).function,
    ).toBeDefined();
  });
});
