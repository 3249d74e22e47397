// The shapes of secrets that are told by the secret itself: each takes one whole token and says what it is, or nothing.

/** Beginnings of tokens that their vendors documented so that scanners may find them; the rest is letters, digits, `_` and `-`. */
const VENDOR_TOKENS: readonly (readonly [string, RegExp])[] = [
  ['GitHub token', /^(gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,})$/],
  ['GitLab token', /^glpat-[\w-]{20,}$/],
  ['Slack token', /^xox[abeoprs]-[\w-]{10,}$/],
  ['Stripe key', /^[rs]k_(live|test)_[A-Za-z0-9]{16,}$/],
  ['npm token', /^npm_[A-Za-z0-9]{30,}$/],
  ['PyPI token', /^pypi-[\w-]{50,}$/],
  ['Google API key', /^AIza[\w-]{35}$/],
  ['SendGrid key', /^SG\.[\w-]{16,}\.[\w-]{16,}$/],
  ['OpenAI or Anthropic key', /^sk-[\w-]{20,}$/],
  ['Twilio key', /^SK[0-9a-f]{32}$/],
  ['JSON web token', /^eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*$/],
];

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

const longSecret = (token: string): string | undefined =>
  token.length >= LONG_SECRET &&
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
