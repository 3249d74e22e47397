// Server-side request forgery: a URL given as a value that leads to the metadata service, to the function's own runtime, or inside.
import { hostAddress } from './host-address.ts';
import type { Scanner, View } from './scanner.ts';
import { includesAny, isWord } from './text-scan.ts';

const URLS = 32;
const LONGEST_HOST = 128;

/** Schemes that only a fetcher misused would be given. `file` is in ordinary use inside stack traces. */
const SCHEMES = new Map([
  ['gopher', 8],
  ['dict', 6],
  ['php', 8],
  ['expect', 8],
  ['phar', 7],
  ['zip', 2],
  ['jar', 2],
  ['netdoc', 8],
  ['tftp', 5],
  ['ldap', 3],
  ['ldaps', 2],
  ['sftp', 1],
  ['file', 3],
  ['data', 1],
]);

/** Addresses where clouds give out credentials: EC2, ECS, EKS, Alibaba, Oracle; and where Lambda's runtime answers. */
const METADATA_ADDRESSES = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2:0:0:0:0:0:254',
  'fd00:ec2::254',
]);
const METADATA_NAMES = ['metadata.google.internal', 'instance-data', 'metadata.azure', 'metadata.tencentyun.com'];
const METADATA_PATHS = [
  '/latest/meta-data',
  '/latest/user-data',
  '/latest/dynamic',
  '/computemetadata/',
  '/metadata/instance',
  '/v2/credentials',
  '/opc/v1',
  '/runtime/invocation',
  '/latest/api/token',
];
/** Public names that resolve to the address inside them. */
const WILDCARD_NAMES = [
  '.nip.io',
  '.sslip.io',
  '.xip.io',
  '.localtest.me',
  '.lvh.me',
  '.burpcollaborator.net',
  '.oastify.com',
  '.interact.sh',
  '.oast.',
];

const isPrivate = (range: string): boolean =>
  range === 'private' ||
  range === 'loopback' ||
  range === 'linkLocal' ||
  range === 'unspecified' ||
  range === 'uniqueLocal' ||
  range === 'carrierGradeNat';

interface Target {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
  readonly rest: string;
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
  authority = authority.slice(authority.lastIndexOf('@') + 1);
  const bracket = authority.startsWith('[') ? authority.indexOf(']') : -1;
  const portAt = bracket > 0 ? bracket + 1 : authority.indexOf(':');
  const host = bracket > 0 ? authority.slice(1, bracket) : portAt < 0 ? authority : authority.slice(0, portAt);
  return {
    scheme: lower.slice(start, colon),
    host,
    port: portAt < 0 ? '' : authority.slice(portAt + 1),
    rest: lower.slice(end, end + LONGEST_HOST),
    value: (start === 0 && place !== 'json') || lower.charAt(start - 1) === '=',
  };
};

const targetWeight = ({ scheme, host, port, rest, value }: Target): number => {
  const schemeWeight = SCHEMES.get(scheme) ?? 0;
  if (schemeWeight >= 5) return schemeWeight;
  if (scheme === 'file') {
    // Stack traces name modules by file URL.
    if (host === 'var' || includesAny(rest, ['.js', '.mjs', '.ts', '.py', '.java', '/node_modules/'])) return 0;
    return value ? 6 : includesAny(`/${host}${rest}`, ['/etc/', '/proc/', 'boot.ini', 'win.ini', 'c:']) ? 5 : 0;
  }
  const address = hostAddress(host);
  const fetched = scheme === 'http' || scheme === 'https' || scheme === 'ftp';
  const given = value ? 3 : 0;
  const metadata =
    (address !== undefined && METADATA_ADDRESSES.has(address.address)) || METADATA_NAMES.some((name) => host.startsWith(name));
  if (metadata) return (value || includesAny(rest, METADATA_PATHS) ? 6 : 3) + (value ? 2 : 0) + (address?.disguised === true ? 3 : 0);
  if (address !== undefined && isPrivate(address.range)) {
    if (address.disguised) return host === '0' || host.includes('.') || host.includes(':') || host.length > 6 ? 5 + given : given;
    if (address.range === 'loopback' && port === '9001') return value ? 6 : 2;
    return value && fetched ? 4 : 0;
  }
  if (WILDCARD_NAMES.some((name) => host.endsWith(name) || host.includes(name))) return value ? 5 : 3;
  if (host === 'localhost' || host.endsWith('.localhost') || host.endsWith('.internal') || host.endsWith('.local'))
    return value && fetched ? 3 : 0;
  return value ? schemeWeight : 0;
};

const scan = ({ lower, place }: View): number => {
  let best = 0;
  let seen = 0;
  for (let at = lower.indexOf('://'); at >= 0 && seen < URLS; seen++, at = lower.indexOf('://', at + 3))
    best = Math.max(best, targetWeight(targetAt(lower, at, place)));
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
    ...['localtest.me', 'lvh.me', 'oastify', 'interact.sh', '.oast.', 'collaborator', '://localhost', '://0', '.internal'],
  ],
  scan,
};
