import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCardNumber } from '../../../alerts/redact/card-number.ts';
import { redact } from '../../../alerts/redact/redact.ts';
import { redactFinding } from '../../../alerts/redact/redact-finding.ts';
import { findingOf } from '../fixtures/finding-of.ts';

// Put together here, so that no scanner of sources takes them for real.
const letters = (alphabet: string, length: number, step = 7): string =>
  Array.from({ length }, (_, place) => alphabet[(place * step + (place >> 2)) % alphabet.length] ?? 'a').join('');
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const BASE64 = `${ALPHANUMERIC}+/`;
const base64url = (text: string): string => Buffer.from(text).toString('base64url');

const KEY_ID = `AK${'IA'}QX7R2TLMNPVWYZ4K`;
const SESSION_KEY_ID = `AS${'IA'}QX7R2TLMNPVWYZ4K`;
const SECRET_KEY = letters(BASE64, 40, 23);
const SESSION_TOKEN = `IQoJb3JpZ2luX2Vj${letters(BASE64, 400, 23)}==`;
const JWT = [base64url('{"alg":"HS256","typ":"JWT"}'), base64url('{"sub":"1234567890","name":"A B"}'), letters(ALPHANUMERIC, 43, 11)].join(
  '.',
);
const PRIVATE_KEY = `-----BEGIN RSA ${'PRIVATE'} KEY-----\n${letters(BASE64, 64, 5)}\n-----END RSA ${'PRIVATE'} KEY-----`;

const SECRETS: readonly (readonly [string, string, string])[] = [
  ['an access key id', KEY_ID, 'AKIA****YZ4K'],
  ["a session's key id", SESSION_KEY_ID, 'ASIA****YZ4K'],
  ['a secret access key', SECRET_KEY, '[AWS secret key]'],
  ['a session token', SESSION_TOKEN, '[AWS session token]'],
  ['a session token cut off', SESSION_TOKEN.slice(0, 48), '[AWS session token]'],
  ['a bank account', 'DE89 3704 0044 0532 0130 00', '[IBAN DE****3000]'],
  ['a bank account in one piece', 'GB82WEST12345698765432', '[IBAN GB****5432]'],
  ['a telephone', '+49 151 2345 6789', '[phone ****89]'],
  ['a telephone with brackets', '+1 (555) 010-4477', '[phone ****77]'],
  ['a DigitalOcean token', `do${'p_v1_'}${letters('0123456789abcdef', 64)}`, '[DigitalOcean token]'],
  ['a Shopify token', `sh${'pat_'}${letters('0123456789abcdef', 32)}`, '[Shopify token]'],
  ['a Hugging Face token', `h${'f_'}${letters('abcdefghijklmnopqrstuvwxyz', 34)}`, '[Groq, Hugging Face, Replicate or Perplexity key]'],
  ['a Vault token', `hv${'s.'}${letters(ALPHANUMERIC, 90, 11)}`, '[HashiCorp token]'],
  ['a JSON web token', JWT, '[JSON web token]'],
  ['a GitHub token', `gh${'p_'}${letters(ALPHANUMERIC, 36)}`, '[GitHub token]'],
  ['a fine-grained GitHub token', `github_${'pat_'}${letters(ALPHANUMERIC, 22)}_${letters(ALPHANUMERIC, 59)}`, '[GitHub token]'],
  ['a GitLab token', `glp${'at-'}${letters(ALPHANUMERIC, 20)}`, '[GitLab token]'],
  ['a Slack token', `xo${'xb-'}123456789012-1234567890123-${letters(ALPHANUMERIC, 24)}`, '[Slack token]'],
  ['a Stripe key', `sk_${'live_'}${letters(ALPHANUMERIC, 24)}`, '[Stripe key]'],
  ['an npm token', `np${'m_'}${letters(ALPHANUMERIC, 36)}`, '[npm token]'],
  ['a Google key', `AI${'za'}${letters(ALPHANUMERIC, 35)}`, '[Google API key]'],
  ['a SendGrid key', `S${'G.'}${letters(ALPHANUMERIC, 22)}.${letters(ALPHANUMERIC, 43)}`, '[SendGrid key]'],
  ['a private key', PRIVATE_KEY, '[private key]'],
  ['a private key cut off', PRIVATE_KEY.slice(0, 60), '[private key]'],
  ['a card', '4111 1111 1111 1111', '[card ****1111]'],
  ['a card with hyphens', '5500-0000-0000-0004', '[card ****0004]'],
  ['an e-mail address', 'ada.lovelace+aws@example.co.uk', 'a***@example.co.uk'],
];

describe('is hidden', () => {
  test.for(SECRETS)('%s, alone', ([, secret, shown]) => {
    expect(redact(secret)).toBe(shown);
  });

  const around: readonly (readonly [string, (secret: string) => string])[] = [
    ['in a sentence', (secret) => `The line held ${secret}, and more.`],
    ['at the end of a sentence', (secret) => `The line held ${secret}.`],
    ['in JSON', (secret) => `{"value":"${secret}","n":1}`],
    ['in a query', (secret) => `/path?value=${secret}&n=1`],
    ['in brackets', (secret) => `(${secret})`],
    ['twice', (secret) => `${secret} ${secret}`],
  ];
  test.for(SECRETS.flatMap(([kind, secret]) => around.map(([place, put]) => [kind, place, put(secret), secret] as const)))(
    '%s, %s',
    ([, , text, secret]) => {
      expect(redact(text)).not.toContain(secret);
    },
  );

  test.for([
    ['a password in a URL', 'postgres://app:hunter2!x@db.internal:5432/orders', 'postgres://app:[password]@db.internal:5432/orders'],
    ['a bearer token', 'Authorization: Bearer abcdef123456', 'Authorization: [secret] [token]'],
    ['a password by name', 'password=hunter2 user=app', 'password=[secret] user=app'],
    ['a password in JSON', '{"dbPassword":"hunter2","user":"app"}', '{"dbPassword":"[secret]","user":"app"}'],
    ['a password in escaped JSON', '{\\"password\\":\\"hunter2\\"}', '{\\"password\\":\\"[secret]\\"}'],
    [
      'an environment variable',
      'AWS_SECRET_ACCESS_KEY=abc AWS_SESSION_TOKEN=def',
      'AWS_SECRET_ACCESS_KEY=[secret] AWS_SESSION_TOKEN=[secret]',
    ],
    [
      'a password, percent-encoded',
      '/login?next=user%3Dada%26password%3Dhunter2%26x%3D1',
      '/login?next=user%3Dada%26password%3D[secret]%26x%3D1',
    ],
    ['a password in percent-encoded JSON', 'q=%7B%22password%22%3A%22hunter2%22%7D', 'q=%7B%22password%22%3A%22[secret]%22%7D'],
    ['a password in a connection string', 'Server=db;User Id=app;Password=hunter2;', 'Server=db;User Id=app;Password=[secret];'],
    ['every cookie', 'Cookie: sid=abc; theme=dark; _ga=1', 'Cookie: [secret]'],
    ['a cookie that is set', '"set-cookie":"sid=abc; HttpOnly"', '"set-cookie":"[secret]"'],
    ['basic authentication', 'authorization: Basic dXNlcjpodW50ZXIy', 'authorization: [secret] [token]'],
    ['a vendor’s key by its name', `acme_key=${letters('abcdefghijklmnopqrstuvwxyz0123456789', 32)}`, 'acme_key=[secret]'],
    ['a one-time code', '{"otp":"123456"}', '{"otp":"[secret]"}'],
    ['an API key header', 'x-api-key: 0a1b2c3d', 'x-api-key: [secret]'],
    [
      'a signed URL',
      'https://b.s3.amazonaws.com/k?X-Amz-Signature=0123abcd&x=1',
      'https://b.s3.amazonaws.com/k?X-Amz-Signature=[secret]&x=1',
    ],
    ['an access key id with something before it', `s3_${KEY_ID}-x`, 's3_AKIA****YZ4K-x'],
    [
      'a Slack webhook',
      `https://hooks.slack.com/services/T00000000/B00000000/${letters(ALPHANUMERIC, 24)}`,
      'https://hooks.slack.com/services/[secret]',
    ],
    [
      'an address in a session name',
      'arn:aws:sts::112233445566:assumed-role/Admin/ada@example.com',
      'arn:aws:sts::112233445566:assumed-role/Admin/a***@example.com',
    ],
  ] as const)('%s', ([, text, shown]) => {
    expect(redact(text)).toBe(shown);
  });
});

describe('stays as it is', () => {
  test.for([
    'arn:aws:secretsmanager:eu-west-1:112233445566:secret:prod/orders/db-AbCdEf',
    'arn:aws:lambda:eu-west-1:112233445566:function:orders',
    'arn:aws:iam::112233445566:role/aws-service-role/lambda.amazonaws.com/AWSServiceRoleForLambdaReplicator',
    '48.1 MB in 5 minutes, from 1690000000000 to 1690000300000',
    'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    '7d1f0f4e-9c1a-4a8b-8f55-0d8a7c2b9e11',
    '37212345678901234567890123456789012345678901234567890123',
    'secretsmanager:GetSecretValue',
    'The role read a secret it never read: prod/orders',
    'logs/AWSLogs/112233445566/CloudTrail/eu-west-1/2025/06/01/112233445566_CloudTrail_eu-west-1_20250601T0000Z_AbCdEfGhIjKlMnOp.json.gz:17',
    '4111 1111 1111 1112',
    '2 112233445566 eni-0a1b2c3d4e5f60718 10.0.0.17 198.51.100.7 443 4637 6 122 4111 1111111111 1630619107 ACCEPT OK',
    '198.51.100.4111111111111111',
    `arn:aws:sts::112233445566:assumed-role/TheOrdersServiceExecutionRoleOfProduction2025-EUWest1/orders-function-${'A1b2C3d4'.repeat(6)}`,
    `s3 host id ${letters(BASE64, 20, 23)}/${letters(BASE64.slice(0, 62), 40, 23)}/${letters(BASE64.slice(0, 62), 14, 23)}`,
    '{"nextToken":"a1b2c3d4e5f6a7b8c9d0e1f2","clientRequestToken":"a1b2c3d4e5f6a7b8c9d0e1f2"}',
    'object key: uploads/2025/06/01/invoice-0000123456.pdf',
    's3_key=uploads/2025/06/01/7d1f0f4e9c1a4a8b8f550d8a7c2b9e11.pdf',
    'routeKey: GET /orders/{id}',
    'eu-central-1_AbCdEf123 user pool, LOG-2025-000123456789',
    '2025-06-01T10:00:00+02:00 took +1234 ms, +100000000 bytes',
    'account 112233445566, request 7d1f0f4e-9c1a-4a8b-8f55-0d8a7c2b9e11',
    'a @ b, @mention, user@localhost',
    'Passwords were tried 40 times',
    '[AWS secret key]',
    '',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('cards', () => {
  test.for([
    ['4111111111111111', true],
    ['378282246310005', true],
    ['6011111111111117', true],
    ['3530111333300000', true],
    ['30569309025904', true],
    ['2221000000000009', true],
    ['4111111111111112', false],
    ['1690000000000', false],
    ['112233445566', false],
    ['0000000000000000', false],
  ] as const)('%s', ([digits, card]) => {
    expect(isCardNumber(digits)).toBe(card);
  });
});

test('a finding is redacted in every text, and keeps its ids', () => {
  const finding = findingOf({
    at: '2025-06-01T00:00:00Z',
    detector: 'first',
    severity: 'high',
    category: 'credential-access',
    title: `Used ${KEY_ID}`,
    observed: SECRET_KEY,
    by: `arn:aws:sts::1:assumed-role/x/${'ada@example.com'}`,
    key: SESSION_KEY_ID,
    contributors: [{ name: JWT, amount: 1, share: 1 }],
  });
  const out = redactFinding(finding);
  const text = JSON.stringify(out);
  for (const secret of [KEY_ID, SECRET_KEY, SESSION_KEY_ID, JWT, 'ada@example.com']) expect(text).not.toContain(secret);
  expect([out.id, out.parts, out.runbook]).toEqual([finding.id, finding.parts, finding.runbook]);
});

describe('laws', () => {
  test('what is redacted once stays as it is', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(...SECRETS.map(([, secret]) => secret), 'password=', ' ', '"', ': ', '@', '://', 'bearer ', 'orders'),
        fc.string(),
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        const once = redact(parts.join(' '));
        expect(redact(once)).toBe(once);
      }),
    );
  });

  test('no secret survives between other words', () => {
    const word = fc.stringMatching(/^[a-z ]{0,12}$/);
    fc.assert(
      fc.property(fc.constantFrom(...SECRETS), word, word, ([, secret], before, after) => {
        expect(redact(`${before} ${secret} ${after}`)).not.toContain(secret);
      }),
    );
  });

  // 200,000 characters of what each rule looks for and does not find: a rule that goes back over them takes minutes.
  test.for([
    'a',
    'eyJ',
    'eyJa.',
    '@',
    'a@',
    'a@b.',
    '4 ',
    '4',
    '-----BEGIN ',
    '://a:',
    'password=',
    'bearer ',
    '=',
    'a=',
    '/',
    'Ab1/',
    'AKIA',
    ' : ',
    '"',
  ])('%s over and over ends soon', (piece) => {
    const text = piece.repeat(200_000 / piece.length);
    const start = performance.now();
    redact(text);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
