// Server-side request forgery: a URL given as a value that leads to the metadata service, to the function's own runtime, or inside.
import { hostAddress } from './host-address.ts';
import type { Scanner, View } from './scanner.ts';
import { INNER_NAMES, METADATA_ADDRESSES, METADATA_NAMES, METADATA_PATHS, SCHEMES, WILDCARD_NAMES } from './ssrf-names.ts';
import { includesAny, isDigit, isWord } from './text-scan.ts';
import { START } from './trigger-automaton.ts';

const URLS = 32;
const LONGEST_HOST = 128;

const isPrivate = (range: string): boolean =>
  range === 'private' ||
  range === 'loopback' ||
  range === 'linkLocal' ||
  range === 'unspecified' ||
  range === 'uniqueLocal' ||
  range === 'carrierGradeNat';

/** Schemes a fetcher follows; those of databases and queues name an application's own inner hosts. */
const FETCHED = new Set('http https ftp ftps imap imaps pop3 irc ssh telnet acap smb rtsp nntp ws wss finger ldap'.split(' '));

const INNER_BEGINNING = /^(169\.254\.169\.254|127\.0\.0\.1|localhost)\.(?=[a-z0-9-]+\.[a-z])/;

interface Target {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
  readonly rest: string;
  /** An inner address stands where a user's name may. */
  readonly posesAs: boolean;
  /** Given as a value: the text's beginning, or after `=`, a comma or another URL. */
  readonly value: boolean;
}

const targetAt = (lower: string, colon: number, place: View['place']): Target => {
  let start = colon;
  while (start > 0 && colon - start < 16 && isWord(lower.charCodeAt(start - 1))) start--;
  let from = colon + 3;
  while (lower.charAt(from) === '/') from++;
  let end = from;
  while (end < lower.length && end - from < LONGEST_HOST && !'/?#\\ "\'<>)'.includes(lower.charAt(end))) end++;
  let authority = lower.slice(from, end);
  const at = authority.lastIndexOf('@');
  // `http://169.254.169.254@…`: careless checks take what stands before the @ for the host.
  const before = at > 0 ? hostAddress(authority.slice(0, at)) : undefined;
  authority = authority.slice(at + 1);
  const bracket = authority.startsWith('[') ? authority.indexOf(']') : -1;
  const portAt = bracket > 0 ? bracket + 1 : authority.indexOf(':');
  const host = bracket > 0 ? authority.slice(1, bracket) : portAt < 0 ? authority : authority.slice(0, portAt);
  return {
    scheme: lower.slice(start, colon),
    host,
    port: portAt < 0 ? '' : authority.slice(portAt + 1),
    rest: lower.slice(end, end + LONGEST_HOST),
    posesAs: before !== undefined && isPrivate(before.range),
    value: (start === 0 && place !== 'json') || lower.charAt(start - 1) === '=',
  };
};

const targetWeight = ({ scheme, host, port, rest, posesAs, value }: Target): number => {
  const schemeWeight = SCHEMES.get(scheme) ?? 0;
  if (schemeWeight >= 5) return schemeWeight;
  if (scheme === 'file') {
    // Stack traces name modules by file URL.
    if (host === 'var' || includesAny(rest, ['.js', '.mjs', '.ts', '.py', '.java', '/node_modules/'])) return 0;
    return value ? 6 : includesAny(`/${host}${rest}`, ['/etc/', '/proc/', 'boot.ini', 'win.ini', 'c:']) ? 5 : 0;
  }
  if (posesAs && value) return 4;
  const address = hostAddress(host);
  const fetched = FETCHED.has(scheme);
  const given = value ? 3 : 0;
  const metadata =
    (address !== undefined && METADATA_ADDRESSES.has(address.address)) || METADATA_NAMES.some((name) => host.startsWith(name));
  if (metadata) return (value || includesAny(rest, METADATA_PATHS) ? 6 : 3) + (value ? 2 : 0) + (address?.disguised === true ? 3 : 0);
  if (address !== undefined && isPrivate(address.range)) {
    if (address.disguised) return host === '0' || host.includes('.') || host.includes(':') || host.length > 6 ? 5 + given : given;
    if (address.range === 'loopback' && port === '9001') return value ? 6 : 2;
    return value && fetched ? 4 : 0;
  }
  // `169.254.169.254.example.org`, `localhost.example.org`: names that their owner points inside, or that a careless check lets pass.
  if (INNER_BEGINNING.test(host)) return value ? 4 : 2;
  if (value && INNER_NAMES.some((name) => host.endsWith(name) || host.startsWith(name))) return 4;
  if (WILDCARD_NAMES.some((name) => host.endsWith(name) || host.includes(name))) return value ? 5 : 3;
  if (host === 'localhost' || host.endsWith('.localhost') || host.endsWith('.internal') || host.endsWith('.local'))
    return value && fetched ? 3 : 0;
  return value ? schemeWeight : 0;
};

/** Longer texts are no address. */
const LONGEST_ADDRESS = 256;

/**
 * `169.254.169.254/latest/`, `//127.1/`, `http:127.0.0.1`, `http:\\localhost`: what fetchers take for an address although the
 * slashes are missing, too many, or the wrong ones. Only where it is the whole value.
 */
const lenientWeight = (lower: string, place: View['place']): number => {
  if (place === 'json' || lower.length > LONGEST_ADDRESS || lower.includes(' ')) return 0;
  const plain = lower.replaceAll('\\', '/');
  let at = 0;
  const colon = plain.indexOf(':');
  const scheme =
    colon > 0 && colon < 8 && isWord(plain.charCodeAt(colon - 1)) && !isDigit(plain.charCodeAt(colon - 1)) ? plain.slice(0, colon) : '';
  const schemed = scheme === 'http' || scheme === 'https' || scheme === 'ftp' || scheme === 'gopher' || scheme === 'url';
  if (schemed) at = colon + 1;
  const slashes = at;
  while (plain.charAt(at) === '/') at++;
  const written = schemed && at - slashes === 2 && !lower.slice(0, at).includes('\\');
  if (written) return 0;
  if (at === 1 && !schemed) return 0;
  const end = plain.slice(at).search(/[/?#]|$/) + at;
  const authority = plain.slice(at, end);
  const named = authority.slice(authority.lastIndexOf('@') + 1);
  const host = named.startsWith('[') ? named.slice(1, named.indexOf(']')) : (named.split(':', 1)[0] ?? '');
  const address = hostAddress(host);
  const metadata =
    (address !== undefined && METADATA_ADDRESSES.has(address.address)) || METADATA_NAMES.some((name) => host.startsWith(name));
  if (metadata) return 4;
  const odd = at - slashes > 0 || schemed;
  if (address !== undefined && isPrivate(address.range)) {
    if (odd) return 4;
    return place === 'query' ? 3 : address.disguised && host.includes('.') && host.startsWith('0') ? 3 : 0;
  }
  const inner =
    INNER_NAMES.some((name) => host.endsWith(name) || host.startsWith(name)) ||
    host === 'localhost' ||
    WILDCARD_NAMES.some((name) => host.endsWith(name));
  return inner && (odd || place === 'query') ? 3 : 0;
};

/** `http://example.org#@169.254.169.254/`, `http://1.1.1.1 &@10.0.0.1`: parsers disagree on which of two hosts is meant. */
const SECOND_HOST = /:\/\/[\w.:-]{1,64}(?:[#\\]| [&#])@([\w.:[\]-]{3,64})/;

const scan = ({ lower, place }: View): number => {
  let best = Math.max(lenientWeight(lower, place), SECOND_HOST.test(lower) ? 4 : 0);
  let seen = 0;
  for (let at = lower.indexOf('://'); at >= 0 && seen < URLS; seen++, at = lower.indexOf('://', at + 3))
    best = Math.max(best, targetWeight(targetAt(lower, at, place)));
  if (lower.startsWith('jar:http')) best = Math.max(best, 3);
  // `file:` names a module of the function's own in a stack trace, and something to be read in a parameter.
  if (place === 'query' && (lower.startsWith('file:///var/') || lower.startsWith('file:/var/'))) best = Math.max(best, 6);
  if (best < 3 && place !== 'json' && lower.length <= LONGEST_ADDRESS && METADATA_PATHS.some((path) => lower.includes(path))) best = 3;
  if (best < 6 && lower.includes('169.254.169.254') && includesAny(lower, METADATA_PATHS)) best = 6;
  return best;
};

export const ssrfScanner: Scanner = {
  class: 'ssrf',
  triggers: [
    ...[
      '=http://',
      '=https://',
      '=ftp://',
      '=file:',
      'gopher:',
      'dict:',
      'php:',
      'expect:',
      'phar:',
      'netdoc:',
      'tftp:',
      'ldap:',
      'file:',
      '/latest/meta',
      '/latest/user',
      '/latest/dyn',
      '/latest/api',
      '/opc/v1',
      '/v1/credentials',
      '://1',
      '://[',
      'metadata',
      'instance-data',
      '.nip.io',
      '.sslip.io',
      '.xip.io',
    ],
    ...[
      '169.254.',
      // A whole value, of a text or of a query.
      `${START}111.1`,
      '@111.1',
      '=111.1.1.1',
      '=111.1/',
      '=111.1:',
      '=11.1.',
      '=111.111.1',
      '//1',
      '\\1',
      '\\\\l',
      ':1.1.1.1',
      'localhost',
      'http:1',
      'http:@',
      'jar:http',
      'http:[',
      'https:1',
      'http:/1',
      'http:/l',
      'ip6-loop',
      'kubernetes.default',
      'cluster.local',
      'runtime/invocation',
      'computemetadata',
      '/v1/credentials',
      'url:',
      // Digits in circles and other look-alikes.
      '://яя',
    ],
    ...['.rbndr.us', '.1u.ms', 'requestbin', 'dnslog', 'ceye.io', 'docker.sock', 'unix:/', 'sftp:/', '/run/secrets', '#@', '\\@', ' &@'],
    ...['localtest.me', 'lvh.me', 'oastify', 'interact.sh', '.oast.', 'collaborator', '://localhost', '://0', '.internal'],
  ],
  scan,
};
