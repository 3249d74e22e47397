// Who does things by hand: whoever signs in through a directory, works in the console or at a laptop, or runs code in a function.
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../detectors/model/json.ts';
import { casesOf } from '../../../detectors/sigma/case.ts';
import { loaded, matcher, rulePaths, ruleText } from './own-rules.ts';

const session = (name: string): JsonObject => ({
  type: 'AssumedRole',
  principalId: `AROA51F0C2A9D3E47B86:${name}`,
  arn: `arn:aws:sts::111122223333:assumed-role/engineering/${name}`,
  accountId: '111122223333',
  sessionContext: { sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/engineering', userName: 'engineering' } },
});

const SERVER = 'aws-cli/2.22.7 md/awscrt#0.23.3 ua/2.0 os/linux#6.8.0 md/arch#x86_64 lang/python#3.12.6';

const TERRAFORM =
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.79.0 aws-sdk-go-v2/1.32.6 os/linux';

const WHO: readonly (readonly [who: string, isByHand: boolean, changes: JsonObject])[] = [
  ['a session named by a mail address', true, { userIdentity: session('dana@example.org'), userAgent: SERVER }],
  ['a session of the console', true, { userIdentity: session('dana'), userAgent: SERVER, sessionCredentialFromConsole: 'true' }],
  ['the console of EC2', true, { userIdentity: session('dana'), userAgent: 'console.ec2.amazonaws.com' }],
  ['a browser', true, { userIdentity: session('dana'), userAgent: 'Mozilla/5.0 (X11; Linux x86_64)' }],
  ['a command line on a laptop', true, { userIdentity: session('dana'), userAgent: SERVER.replace('os/linux', 'os/macos') }],
  ['code in Lambda', true, { userIdentity: session('orders'), userAgent: `${SERVER} exec-env/AWS_Lambda_python3.12` }],
  [
    'code in Lambda that calls itself Terraform',
    true,
    { userIdentity: session('orders'), userAgent: `${TERRAFORM} exec-env/AWS_Lambda_go1.x` },
  ],
  [
    "whoever has a function's credentials and calls himself Terraform",
    true,
    { userIdentity: { ...session('orders'), inScopeOf: { issuerType: 'AWS::Lambda::Function' } }, userAgent: TERRAFORM },
  ],
  ['Terraform in a pipeline', false, { userIdentity: session('build-77'), userAgent: TERRAFORM }],
  ['a command line on a server', false, { userIdentity: session('build-77'), userAgent: SERVER }],
];

/** Rules that look only at what is done by hand. */
const byHand = new Set(
  rulePaths
    .filter((path) => /^ {2}by_hand:[\s\S]*^ {2}condition: '?selection and 1 of by_\* and not 1 of filter_\*'?$/m.test(ruleText(path)))
    .map((path) => path.replace(/^.*\/|\.yml$/g, '')),
);

/** Records of people in the rules' own cases that fire. */
const deeds = loaded.rules
  .filter(({ id }) => byHand.has(id))
  .flatMap((rule) =>
    casesOf(rule).flatMap((one) =>
      one?.match === true && one.records.length === 1
        ? one.records.filter((record) => JSON.stringify(record).includes('"type":"IAMUser"')).map((record) => [rule.id, record] as const)
        : [],
    ),
  );

test('there are many such rules', () => {
  expect(new Set(deeds.map(([id]) => id)).size).toBeGreaterThan(10);
});

test.for(WHO)('%s', ([, isByHand, changes]) => {
  for (const [id, record] of deeds) {
    const ids = matcher.match('cloudtrail', { ...record, ...changes }).map((rule) => rule.id);
    expect(ids.includes(id), `${id}: ${JSON.stringify(record['eventName'])}`).toBe(isByHand);
  }
});
