// Secrets and personal data taken out of every text that leaves. Linear: each rule has bounded repeats or works on whole tokens.
import { maskCards } from './card-number.ts';
import { maskEmails } from './email-address.ts';
import { hideNamed } from './named-secret.ts';
import { maskPersonalNumbers } from './personal-number.ts';
import { SHORTEST_SECRET, secretShape, secretShapeInside } from './secret-shapes.ts';

const KEY_BEGIN = '-----BEGIN ';
const KEY_END = '-----END ';

/** From `-----BEGIN … PRIVATE KEY-----` to its end, or to the end of the text when it was cut. */
const hidePrivateKeys = (text: string): string => {
  let out = '';
  let done = 0;
  for (let begin = text.indexOf(KEY_BEGIN); begin !== -1; begin = text.indexOf(KEY_BEGIN, Math.max(done, begin + 1))) {
    if (!text.slice(begin, begin + 64).includes('PRIVATE KEY')) continue;
    const end = text.indexOf(KEY_END, begin);
    const closed = end === -1 ? -1 : text.indexOf('-----', end + KEY_END.length);
    out += `${text.slice(done, begin)}[private key]`;
    done = closed === -1 ? text.length : closed + 5;
  }
  return out + text.slice(done);
};

/** `scheme://user:password@host`: the password. RFC 3986 ends the authority at `/`, `?` or `#`. */
const URL_PASSWORD = /(:\/\/[^\s/?#:@]{0,256}:)[^\s/?#@]{1,256}(?=@)/g;

/**
 * `AKIA`/`ASIA`… and 16 more: AWS's unique ids of access keys, wherever they stand. Which key it was must stay tellable, so both
 * ends are kept.
 */
const ACCESS_KEY_ID = /(?<![A-Za-z0-9])(A(?:KI|SI|BI|CC)A)[A-Z0-9]{12}([A-Z0-9]{4})(?![A-Za-z0-9])/g;

/** The path of a Slack webhook is its secret. */
const SLACK_WEBHOOK = /(hooks\.slack\.com\/(?:services|workflows)\/)[\w/]{10,128}/g;

const BEARER = /\b(bearer|basic)\s{1,3}[\w.~+/=-]{8,4096}/gi;

/** The longest runs of what tokens are made of. */
const TOKEN = /[\w+/.=-]+/g;
const TOKEN_EDGES = /^[./=-]+|[.=]+$/g;

const hideToken = (token: string): string => {
  if (token.length < SHORTEST_SECRET) return token;
  const known = secretShape(token);
  if (known !== undefined) return known;
  // `key=AKIA****`, `path/ghp_…`, a token at the end of a sentence: look at the pieces too.
  const pieces = token.split(/([/=.]+)/);
  return pieces.length === 1 ? token : (secretAtEdges(token) ?? pieces.map((piece) => secretShapeInside(piece) ?? piece).join(''));
};

const secretAtEdges = (token: string): string | undefined => {
  const inner = token.replace(TOKEN_EDGES, '');
  const known = inner === token ? undefined : secretShape(inner);
  if (known !== undefined) return token.replace(inner, known);
  const value = inner.slice(inner.indexOf('=') + 1);
  const named = value === inner ? undefined : secretShape(value);
  return named === undefined ? undefined : token.replace(value, named);
};

/** The text without secrets and personal data; text that holds none stays exactly as it is. */
export const redact = (text: string): string =>
  maskEmails(
    maskPersonalNumbers(
      maskCards(
        hideNamed(hidePrivateKeys(text).replace(URL_PASSWORD, '$1[password]').replace(BEARER, '$1 [token]'))
          .replace(ACCESS_KEY_ID, '$1****$2')
          .replace(SLACK_WEBHOOK, '$1[secret]')
          .replace(TOKEN, hideToken),
      ),
    ),
  );
