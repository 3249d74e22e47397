// A record that says nothing: what a rule may never match. A function reads its own table, as functions do all day.
import type { JsonObject } from '../model/json.ts';

export const EVERYDAY_CALL: JsonObject = {
  eventVersion: '1.11',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLE:orders',
    arn: 'arn:aws:sts::111122223333:assumed-role/orders-role/orders',
    accountId: '111122223333',
    accessKeyId: 'ASIAEXAMPLE',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLE',
        arn: 'arn:aws:iam::111122223333:role/orders-role',
        accountId: '111122223333',
        userName: 'orders-role',
      },
      attributes: { creationDate: '2026-01-14T09:00:00Z', mfaAuthenticated: 'false' },
    },
  },
  eventTime: '2026-01-14T10:00:00Z',
  eventSource: 'dynamodb.amazonaws.com',
  eventName: 'GetItem',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-sdk-js/3.900.0 ua/2.1 os/linux lang/js md/nodejs#24.0.0 exec-env/AWS_Lambda_nodejs24.x',
  requestParameters: { tableName: 'orders', key: { id: { S: 'o-1' } } },
  responseElements: null,
  requestID: 'EXAMPLE',
  eventID: '00000000-0000-4000-8000-000000000001',
  readOnly: true,
  eventType: 'AwsApiCall',
  managementEvent: false,
  recipientAccountId: '111122223333',
  eventCategory: 'Data',
};
