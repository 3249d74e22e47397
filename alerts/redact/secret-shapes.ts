// The shapes of secrets that are told by the secret itself: each takes one whole token and says what it is, or nothing.
import { VENDOR_TOKENS } from './vendor-tokens.ts';

const vendorToken = (token: string): string | undefined => {
  const known = VENDOR_TOKENS.find(([, shape]) => shape.test(token));
  return known === undefined ? undefined : `[${known[0]}]`;
};

const distinct = (token: string): number => new Set(token).size;

/**
 * 40 characters of base64, as AWS makes secret access keys. A git commit is 40 hexadecimal digits and a path has few capitals and
 * digits: a random key of this length has at least three of each and 18 different characters but once in many thousands.
 */
const awsSecretKey = (token: string): string | undefined => {
  if (!/^[A-Za-z0-9/+]{40}$/.test(token) || /^[0-9a-fA-F]+$/.test(token) || distinct(token) < 18) return undefined;
  const of = (kind: RegExp): number => token.replace(kind, '').length;
  return of(/[^A-Z]/g) >= 3 && of(/[^a-z]/g) >= 3 && of(/[^0-9]/g) >= 3 ? '[AWS secret key]' : undefined;
};

/** Session tokens and other long random text have every kind of character, and few that are neither letter nor digit: paths have many. */
const LONG_SECRET = 100;
/** Two of base64's 64 characters are neither, so one in 32 is; twice that is still random text. */
const OTHERS_SHARE = 1 / 16;

/**
 * `assumed-role/Name/session`, `service-role/…`: a part between slashes of nothing but small letters and hyphens. Eight in a row
 * come about once in a thousand in base64, and nearly always in the paths of ARNs.
 */
const isPath = (token: string): boolean => token.includes('/') && /(?:^|\/)[a-z][a-z_-]{7,64}(?:\/|$)/.test(token);

const longSecret = (token: string): string | undefined =>
  token.length >= LONG_SECRET &&
  !isPath(token) &&
  distinct(token) >= 32 &&
  token.replace(/[A-Za-z0-9]/g, '').length <= token.length * OTHERS_SHARE &&
  /[A-Z]/.test(token) &&
  /[a-z]/.test(token) &&
  /\d/.test(token)
    ? '[long token]'
    : undefined;

/** The shortest of all these: `xoxb-` and ten more. Most words are shorter, and need no look. */
export const SHORTEST_SECRET = 15;

/** What to print for a token, or undefined when it is no secret. */
export const secretShape = (token: string): string | undefined =>
  token.length < SHORTEST_SECRET ? undefined : (vendorToken(token) ?? awsSecretKey(token) ?? longSecret(token));

/** As `secretShape`, for a part of a longer token: 40 characters between two slashes of base64 are no key. */
export const secretShapeInside = (token: string): string | undefined => (token.length < SHORTEST_SECRET ? undefined : vendorToken(token));
