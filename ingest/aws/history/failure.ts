// What goes wrong between here and AWS, as a value: one sentence that says what to do next. A bug of ours stays an exception.

export type Failure =
  /** Somebody wished to stop. */
  | { readonly kind: 'aborted' }
  /** Nothing else that is asked of this account would work either. */
  | { readonly kind: 'account'; readonly text: string }
  /** It is not there (any more): asking again is of no use. */
  | { readonly kind: 'missing'; readonly text: string }
  /** Only this group, trail or object. */
  | { readonly kind: 'resource'; readonly text: string };

/** What a request needed: `logs:FilterLogEvents` on a log group. */
interface Need {
  readonly action: string;
  readonly resource: string;
}

export type Attempt<Value> = { readonly kind: 'done'; readonly value: Value } | { readonly kind: 'failed'; readonly failure: Failure };

const NO_CREDENTIALS = new Set(['CredentialsProviderError', 'ProviderError', 'TokenProviderError']);
const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired']);
const UNKNOWN_KEY = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'AuthFailure',
  'InvalidToken',
  'MissingAuthenticationTokenException',
]);
const WRONG_CLOCK = new Set(['RequestTimeTooSkewed', 'RequestInTheFuture']);
const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'AllAccessDisabled', 'Forbidden']);
const MISSING = new Set(['ResourceNotFoundException', 'NoSuchBucket', 'NoSuchKey', 'NotFound']);
const THROTTLED = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
  'LimitExceededException',
]);
const UNREACHABLE =
  /^(E[A-Z_]+|TimeoutError|RequestTimeout|RequestTimeoutException|CERT_[A-Z_]+|UNABLE_TO_[A-Z_]+|SELF_SIGNED_[A-Z_]+|DEPTH_ZERO_SELF_SIGNED_CERT|ERR_TLS_[A-Z_]+)$/;

/** A server's words may be anything: enough of them for a person, no control characters. */
const SHOWN_CHARACTERS = 200;
const quoted = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, SHOWN_CHARACTERS);

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.name);

/** Whether the error came from the SDK or the network, and not from a mistake in this program. */
const isForeign = (error: Error): boolean =>
  '$metadata' in error ||
  '$response' in error ||
  '$fault' in error ||
  'tryNextLink' in error ||
  ('code' in error && typeof error.code === 'string');

const account = (text: string): Failure => ({ kind: 'account', text });
const resource = (text: string): Failure => ({ kind: 'resource', text });
const missing = (text: string): Failure => ({ kind: 'missing', text });

const GO_ON = 'then run the same command again';
const SIGN_IN = 'sign in again (aws sso login, or fresh keys in the environment)';

const failureOf = (error: Error, need: Need): Failure | undefined => {
  const { name, message } = error;
  const code = codeOf(error);
  if (name === 'AbortError') return { kind: 'aborted' };
  if (message === 'Region is missing') return account(`no AWS region is set: set AWS_REGION (or a profile that names one), ${GO_ON}`);
  if (NO_CREDENTIALS.has(name)) {
    return /expired|refresh/i.test(message)
      ? account(`the AWS session has expired: ${SIGN_IN}, ${GO_ON}`)
      : account(
          `no AWS credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run aws sso login, ${GO_ON}`,
        );
  }
  if (!isForeign(error)) return undefined;
  if (EXPIRED.has(name)) return account(`the AWS session has expired: ${SIGN_IN}, ${GO_ON}`);
  if (UNKNOWN_KEY.has(name))
    return account(`AWS does not accept these credentials (${name}): check the access key, its secret and the session token, ${GO_ON}`);
  if (WRONG_CLOCK.has(name)) return account(`this machine's clock is too far from AWS's (${name}): set the clock, ${GO_ON}`);
  if (name === 'OptInRequired')
    return account(`this account has not enabled the region or service (${quoted(message)}): choose another AWS_REGION`);
  if (DENIED.has(name)) {
    // S3 tells of a key it may not use only in the message.
    const action = /\bkms:[A-Za-z]+/.exec(message)?.[0] ?? need.action;
    return resource(`not allowed: allow ${action} on ${need.resource} (docs/history.md has the whole policy), ${GO_ON}`);
  }
  if (MISSING.has(name)) return missing(`${need.resource} does not exist in this account and region: check the name and AWS_REGION`);
  if (name === 'InvalidObjectState') return resource(`${need.resource} is archived: restore it in S3, ${GO_ON}`);
  if (name === 'PreconditionFailed') return resource(`${need.resource} changed while it was read: run the same command again`);
  if (THROTTLED.has(name)) return resource(`AWS kept answering "too many requests" (${name}): wait some minutes, ${GO_ON}`);
  if (UNREACHABLE.test(code))
    return account(`AWS could not be reached (${code}): check the network, AWS_REGION and AWS_ENDPOINT_URL, ${GO_ON}`);
  return resource(`AWS answered ${name} to ${need.action}: ${quoted(message)}`);
};

/** Errors of AWS and of the way there become values; anything else is thrown on. */
export const attempt = async <Value>(need: Need, work: () => Promise<Value>): Promise<Attempt<Value>> => {
  try {
    return { kind: 'done', value: await work() };
  } catch (error) {
    const failure = error instanceof Error ? failureOf(error, need) : undefined;
    if (failure === undefined) throw error;
    return { kind: 'failed', failure };
  }
};
