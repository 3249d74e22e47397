// Ordinary days of people, and of the functions they run.
import type { JsonObject } from '../../../detectors/model/json.ts';
import { CLI, call, each, inConsole, lambda, numbered, type OrdinaryDay, OWN, signedOn, user } from './ordinary-records.ts';

const toSign = (parameters: JsonObject): JsonObject => ({ eventType: 'AwsConsoleSignIn', responseElements: { ConsoleLogin: 'Success' }, additionalEventData: parameters }); // biome-ignore format: one shape

export const ORDINARY_PEOPLE: readonly OrdinaryDay[] = [
  [
    'People sign in through the directory, which has asked for the second factor itself',
    [],
    [
      ...each(numbered(5, 'p'), () =>
        call(
          inConsole(),
          'signin',
          'ConsoleLogin',
          null,
          toSign({ MFAUsed: 'No', LoginTo: 'https://console.aws.amazon.com/', MobileVersion: 'No' }),
        ),
      ),
      call(inConsole(), 'sso', 'ListAccountRoles', null),
      call(inConsole(), 'signin', 'GetSigninToken', null, {
        responseElements: { GetSigninToken: 'Success' },
        userAgent: 'Jakarta Commons-HttpClient/3.0',
      }),
    ],
  ],
  ['A user signs in with a second factor', [], [call(user('sam'), 'signin', 'ConsoleLogin', null, toSign({ MFAUsed: 'Yes' }))]],
  [
    'A user pool at work',
    [],
    [
      ...each(numbered(40, 'u'), () => call(lambda('sign-up'), 'cognito-idp', 'AdminCreateUser', { userPoolId: 'p' })),
      ...each(numbered(20, 'u'), () =>
        call(lambda('sign-up'), 'cognito-idp', 'AdminInitiateAuth', null, { errorCode: 'NotAuthorizedException' }),
      ),
    ],
  ],
  [
    'Somebody looks at the bill',
    [],
    [
      ...each(['GetCostAndUsage', 'GetCostForecast', 'GetDimensionValues', 'GetReservationUtilization'], (name) =>
        call(inConsole(), 'ce', name),
      ),
      call(inConsole(), 'billing', 'GetBillingData'),
      call(inConsole(), 'budgets', 'ViewBudget'),
    ],
  ],
  [
    'A developer’s day in the console',
    [],
    [
      ...each(numbered(25, 'bucket'), (bucketName) => call(inConsole(), 's3', 'GetBucketLocation', { bucketName })),
      ...each(numbered(9, 'fn'), (functionName) => call(inConsole(), 'lambda', 'GetFunction20150331v2', { functionName })),
      call(inConsole(), 's3', 'GetBucketPolicy', { bucketName: 'bucket-1' }, { errorCode: 'NoSuchBucketPolicy' }),
      call(inConsole(), 'logs', 'StartQuery', { logGroupName: '/aws/lambda/fn-1' }),
      call(inConsole(), 'lambda', 'UpdateFunctionConfiguration20150331v2', { functionName: 'fn-1', timeout: 30 }),
      call(inConsole(), 'secretsmanager', 'GetSecretValue', { secretId: 'dev/db' }),
    ],
  ],
  [
    'An operator opens a session and reads a log',
    [],
    [
      call(signedOn(), 'ssm', 'StartSession', { target: 'i-0a1b2c3d4e5f60718' }),
      call(signedOn(), 'ec2-instance-connect', 'SendSSHPublicKey', { instanceId: 'i-0a1b2c3d4e5f60718' }),
      call(signedOn(), 'rds', 'DownloadDBLogFilePortion', { dBInstanceIdentifier: 'shop', logFileName: 'error.log' }),
    ],
  ],
  [
    'A function writes its users’ mails and reads its own secrets',
    [],
    [
      ...each(numbered(50, 'm'), () => call(lambda('mailer'), 'ses', 'SendEmail', null)),
      ...each(numbered(3, 'prod/mail'), (secretId) => call(lambda('mailer'), 'secretsmanager', 'GetSecretValue', { secretId })),
      call(lambda('mailer'), 'sts', 'GetCallerIdentity', null),
    ],
  ],
  [
    'A nightly job exports a table',
    [],
    [
      call(lambda('nightly-export'), 'dynamodb', 'ExportTableToPointInTime', {
        tableArn: `arn:aws:dynamodb:eu-central-1:${OWN}:table/orders`,
        s3Bucket: 'exports',
      }),
    ],
  ],
  [
    'A person repairs a function by hand',
    ['function-code-changed-by-unexpected-principal'],
    [
      call(signedOn(CLI), 'lambda', 'UpdateFunctionCode20150331v2', { functionName: 'shop' }),
      call(signedOn(CLI), 'lambda', 'Invoke', { functionName: 'shop' }),
    ],
  ],
];
