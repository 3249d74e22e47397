// Secrets told by the name they are given under, whatever they look like: `password=…`, `"apiKey": "…"`, `token%3D…`, cookies.

/** `=` or a colon with what JSON, a query and their percent-encodings put around them; an ARN's `secret:name` has none of it. */
const GIVEN =
  '(?:\\\\?["\']|%22|%27)?(?: {0,3}(?:=|%3D|%253D) {0,3}| {0,3}(?::|%3A)(?=[\\s"\'\\\\]|%22|%27|%20)(?:\\s|%20){0,3})(?:\\\\?["\']|%22|%27)?';

/** Until what ends a value in JSON, a query, a header or a sentence, written or percent-encoded. */
const VALUE = '((?:(?!%22|%27|%26|%2C|%7D|%3B)[^\\s"\',;&\\\\)}\\]]){1,4096})';

/** Whatever follows one of these is a secret. Not `secret:` alone: in an ARN it is followed by a name that matters. */
const NAMES =
  'pass(?:word|wd|phrase)|pwd|(?:secret|private|access|api|account|encryption|signing|shared|master|app|service|publishable)[_-]?(?:access[_-]?)?key|(?:session|access|refresh|id|auth|security|bot|api|bearer|csrf|xsrf|device|push|webhook)[_-]?token|(?:client|app|api|shared|webhook|consumer|oauth|jwt)[_-]?secret|x-api-key|x-amz-security-token|x-amz-signature|x-amz-credential|authorization|otp|pin[_-]?code|cvv2?|cvc';

const ALWAYS = new RegExp(`((?:${NAMES})${GIVEN})${VALUE}`, 'gi');

/** What may be a secret when it looks like one: a name that ends so, and a value long and mixed enough to be made by a machine. */
const MAYBE = new RegExp(
  `(?<![a-z0-9_-])([a-z0-9_-]{0,48}?(?:token|secret|credentials?|signature|key)${GIVEN})((?=[\\w.+/~-]{0,63}\\d)(?=[\\w.+/~-]{0,63}[a-z])[\\w.+/~-]{20,4096}={0,2})`,
  'gi',
);

/** Tokens and keys that say where to go on reading, or which thing is meant. */
const HARMLESS =
  /(?:next|page|continuation|pagination|start|last|client|request|idempotency|partition|sort|hash|range|primary|object|s3|route|cache|kms|message|dedup\w*|group|event|trace|public|file|path|foreign|host|map|row|lookup|encrypted|logical|physical|resource|master|event|aws\w*id)[_-]?(?:token|key|signature)[^a-z]{0,8}$/i;

/** `Cookie: a=1; b=2`: all of it, whatever the names of the cookies. */
const COOKIES = /((?:set-)?cookie\\?["']?(?: {0,3}= {0,3}| {0,3}: {0,3})\\?["']?)([^\r\n"'\\]{1,4096})/gi;

const hide = (found: string, name: string, value: string): string => (value.startsWith('[') ? found : `${name}[secret]`);

export const hideNamed = (text: string): string =>
  text
    .replace(COOKIES, (found, name: string, value: string) => (value.includes('=') ? hide(found, name, value) : found))
    .replace(ALWAYS, hide)
    .replace(MAYBE, (found, name: string, value: string) => (HARMLESS.test(name) || isWords(value) ? found : hide(found, name, value)));

/** `eu-central-1/orders/2026`, `my-function-name-v2`: parts that people chose, with hardly a digit among the letters. */
const isWords = (value: string): boolean => {
  const parts = value.split(/[-_./~+]/);
  return parts.length > 1 && parts.every((part) => /^(?:[a-z]{0,24}|[A-Z][a-z]{1,24}|[A-Z]{1,12}|\d{1,12}|[a-z]{1,12}\d{1,4})$/.test(part));
};
