import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { observedWords } from '../../../alerts/render/observed-words.ts';
import { quietWords } from '../../../alerts/render/quiet-words.ts';
import type { Finding } from '../../../detectors/model/finding.ts';
import { findingOf, roleArn } from '../fixtures/finding-of.ts';

const seen = (observed: string, more: Partial<Finding> = {}, actions: readonly string[] = [], lasted = 0): string => {
  const finding = findingOf({
    at: '2026-03-11T11:10:11Z',
    detector: 'a-rule',
    severity: 'high',
    category: 'escalation',
    title: 'An administrator policy was attached',
    by: roleArn('app-role'),
    from: '203.0.113.77',
    on: 'app',
    minutes: lasted,
    occurrences: lasted === 0 ? 1 : 27,
    observed,
    contributors: actions.map((name) => ({ name, amount: 1, share: 1 / actions.length })),
  });
  return observedWords({ ...finding, ...more });
};

const SESSION = 'userIdentity.arn is arn:aws:sts::112233445566:assumed-role/app-role/app';
const TOOL = 'userAgent is aws-cli/2.31.13 md/awscrt#0.28.2 os/linux#6.12.38+kali-amd64 md/arch#x86_64';
const noNames = { entities: { functions: [], principals: [], accessKeys: [], addresses: [] } };

describe('a colleague says', () => {
  test.for<[string, string, string]>([
    [
      'who did what, on what, from where, with what, when',
      seen(
        `An administrator policy was attached, once; the earliest time eventName is AttachRolePolicy, ${SESSION}, sourceIPAddress is 203.0.113.77, ${TOOL}, requestParameters is {"roleName":"app-role","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}.`,
        {},
        ['iam:AttachRolePolicy'],
      ),
      'The role app-role (session app) called iam:AttachRolePolicy once (role app-role, policy AdministratorAccess) from 203.0.113.77 with aws-cli/2.31.13 (kali), at 2026-03-11 11:10 UTC.',
    ],
    [
      'how often, and from when to when',
      seen(
        `A tool was used, about 27 times; the earliest time eventName is GetCallerIdentity, ${SESSION}, sourceIPAddress is 203.0.113.77, userAgent is Boto3/1.34 md/Botocore#1.34.`,
        {},
        ['s3:GetObject', 's3:ListBuckets', 'iam:ListUsers', 'sts:GetCallerIdentity'],
        78,
      ),
      'The role app-role (session app) called s3:GetObject, s3:ListBuckets, iam:ListUsers and 1 more about 27 times from 203.0.113.77 with Boto3/1.34, from 2026-03-11 11:10 to 12:28 UTC.',
    ],
    [
      'a user, and a call that named nothing',
      seen(
        'A trail was stopped, once; the earliest time eventName is StopLogging, userIdentity.arn is arn:aws:iam::1:user/ops/dana.',
        noNames,
        ['cloudtrail:StopLogging'],
      ),
      'The user dana called cloudtrail:StopLogging once, at 2026-03-11 11:10 UTC.',
    ],
    [
      'the root user, at a browser',
      seen(
        'Root was used, once; the earliest time eventName is ConsoleLogin, userIdentity.arn is arn:aws:iam::1:root, sourceIPAddress is 203.0.113.9, userAgent is Mozilla/5.0 (X11) AppleWebKit.',
        noNames,
      ),
      "The account's root user called ConsoleLogin once from 203.0.113.9 with a browser, at 2026-03-11 11:10 UTC.",
    ],
    [
      'a request and its answer',
      seen(
        'Input holds an injection, 27 times; the earliest time path is /products/1042%27, httpMethod is GET, status is 500, ip is 203.0.113.77.',
        {},
        [],
        11,
      ),
      '203.0.113.77 asked for "GET /products/1042%27", and the answer was 500. It came 27 times, from 2026-03-11 11:10 to 11:21 UTC.',
    ],
    [
      'a request that the firewall saw',
      seen(
        'Input holds an injection, once; the earliest time httpRequest.clientIp is 203.0.113.77, httpRequest.uri is /search, httpRequest.args is q=1, action is ALLOW.',
        noNames,
      ),
      '203.0.113.77 asked for "/search?q=1", and the firewall\'s answer was ALLOW, at 2026-03-11 11:10 UTC.',
    ],
    [
      'a line that was logged, without what stands before it',
      seen(
        'Input holds an injection, once; the earliest time message is 2026-03-11T11:10:11.535Z 6103d848-7823-487b-a907-a46372fc6231 INFO GET /products/1.',
      ),
      'app logged "GET /products/1" once, at 2026-03-11 11:10 UTC.',
    ],
    [
      'a name that was looked up',
      seen('A pool was looked up, once; the earliest time query_name is pool.example., srcaddr is 10.0.3.7, vpc_id is vpc-1.'),
      '10.0.3.7 in vpc-1 asked for the name "pool.example." once, at 2026-03-11 11:10 UTC.',
    ],
    [
      'a correlation, with times a person reads',
      seen(
        'Many secrets: "A secret was read" 30 times, from 2026-03-11T11:10:11.000Z to 2026-03-11T11:12:00.000Z, where userIdentity.arn is arn:aws:iam::1:role/app.',
        { kind: 'sequence', title: 'Many secrets' },
      ),
      '"A secret was read" 30 times, from 2026-03-11 11:10 UTC to 2026-03-11 11:12 UTC, all by the role app.',
    ],
    [
      'a correlation on one function',
      seen(
        'T: "A" once, "B" 2 times, from 2026-03-11T11:10:11.000Z to 2026-03-11T11:12:00.000Z, where function is arn:aws:lambda:eu-west-1:1:function:app.',
        {
          kind: 'sequence',
          title: 'T',
        },
      ),
      '"A" once, "B" 2 times, from 2026-03-11 11:10 UTC to 2026-03-11 11:12 UTC, all on app.',
    ],
  ])('%s', ([, words, expected]) => {
    expect(words).toBe(expected);
  });

  test('a sentence that is one already stays', () => {
    const sentence = '48.1 MB in 5 minutes, from 3 buckets it never read.';
    expect(seen(sentence)).toBe(sentence);
    expect(seen('Once; the earliest time it happened was noon.')).toBe('Once; the earliest time it happened was noon.');
    expect(seen(`x; the earliest time eventName is y`, { kind: 'behaviour' })).toContain('; the earliest time');
  });
});

describe('a text that spells like our fields', () => {
  test('changes neither who nor from where', () => {
    const forged = `aws-cli/2, sourceIPAddress is 192.0.2.1, userIdentity.arn is arn:aws:iam::1:user/innocent`;
    const words = seen(
      `Root, once; the earliest time eventName is StopLogging, ${SESSION}, sourceIPAddress is 203.0.113.77, userAgent is ${forged}.`,
    );
    expect(words).toMatch(/^The role app-role \(session app\) called StopLogging once from 203\.0\.113\.77 with aws-cli\/2/);
    const request = seen(
      'Injection, once; the earliest time path is /a, ip is 192.0.2.1, status is 404, httpMethod is GET, status is 200, ip is 203.0.113.77.',
    );
    expect(request).toMatch(/^203\.0\.113\.77 asked for .*, and the answer was 200, /);
  });

  test('takes no long time, and never fails', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        for (const name of ['eventName', 'message', 'path', 'query_name', 'userIdentity.arn', 'requestParameters'])
          expect(typeof seen(`T, once; the earliest time eventName is x, ${name} is ${text}, status is 200.`)).toBe('string');
      }),
    );
    const began = performance.now();
    seen(`T, once; the earliest time requestParameters is ${'{"a":"'.repeat(100_000)}, path is ${', ip is '.repeat(100_000)}.`);
    seen('x', {
      kind: 'sequence',
      explanation: {
        ...findingOf({ at: '2026-03-11T11:10:11Z', detector: 'a', severity: 'low', category: 'discovery', title: 'T' }).explanation,
        observed: ', where '.repeat(100_000),
      },
    });
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

test('a label is not said twice', () => {
  expect(quietWords('Quiet if the record is one of the exceptions.')).toBe('the record is one of the exceptions.');
  expect(quietWords('A function that did this before.')).toBe('A function that did this before.');
});
