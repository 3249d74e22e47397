// Path traversal and file inclusion: leaving a folder by `..`, or naming a file that only an attacker asks a web server for.
import type { Scanner, View } from './scanner.ts';
import { includesAny, isWord } from './text-scan.ts';

/** Files that hold secrets or prove that reading works. */
const TARGETS = [
  'etc/passwd',
  'etc/shadow',
  'etc/hosts',
  'etc/group',
  'etc/issue',
  'proc/self',
  'proc/version',
  'boot.ini',
  'win.ini',
  'system.ini',
  'windows/system32',
  'windows\\system32',
  'web-inf',
  'web.config',
  'wp-config',
  '.htaccess',
  '.htpasswd',
  '.ssh/',
  'id_rsa',
  '.aws/credentials',
  'var/task',
  'var/runtime',
  '.bash_history',
  'autoexec.bat',
  '/.env',
  '/.git/',
];

/** Folders of a server's own: as a whole value they ask for a file of the machine. */
const SYSTEM_FOLDERS = [
  '/etc/',
  '/proc/',
  '/var/log/',
  '/var/www/',
  '/var/adm',
  '/var/lib/',
  '/var/run/',
  '/var/spool',
  '/var/mail',
  '/usr/local/',
  '/usr/lib',
  '/usr/share',
  '/usr/bin',
  '/root/',
  '/opt/',
  '/boot/',
  '/home/',
  '/dev/',
  '/apache',
  '/logs/',
  '/log/',
  '/bin/',
  '/sbin/',
  '/sys/',
  '/mnt/',
];

const isSeparator = (code: number): boolean => code === 47 || code === 92;

interface Climb {
  /** Longest chain of `..` steps. */
  readonly steps: number;
  /** A step is written in a way no tool writes it: `....//`, `..;/`, `..\/`, `..%uF025`. */
  readonly odd: boolean;
  /** Where the first chain starts and the last one ends. */
  readonly start: number;
  readonly end: number;
}

const NO_CLIMB: Climb = { steps: 0, odd: false, start: 0, end: 0 };

/** Characters that may stand between `..` and the next `..` of one chain. */
const STEP_GAP = 12;

const climbOf = (text: string): Climb => {
  let best = NO_CLIMB;
  let steps = 0;
  let odd = false;
  let start = 0;
  let end = 0;
  for (let at = text.indexOf('..'); at >= 0; at = text.indexOf('..', at)) {
    const before = text.charCodeAt(at - 1);
    let after = at;
    while (text.charCodeAt(after) === 46) after++;
    const dots = after - at;
    let separators = after;
    while (isSeparator(text.charCodeAt(separators)) && separators - after < 8) separators++;
    const strange = '%;?&0123456789xu'.includes(text.charAt(after)) && after < text.length && !isSeparator(text.charCodeAt(after));
    const chained = steps > 0 && at - end <= STEP_GAP;
    const begins = chained || !isWord(before) || Number.isNaN(before);
    if (begins && dots <= 4 && (separators > after || (strange && before !== 46))) {
      if (!chained) {
        steps = 0;
        start = at;
        odd = false;
      }
      steps++;
      const mixed = text.charCodeAt(after) === 92 && text.charCodeAt(after + 1) === 47;
      if (dots > 2 || strange || mixed || separators - after > 2) odd = true;
      end = separators;
      if (steps > best.steps || (steps === best.steps && odd)) best = { steps, odd, start, end };
    }
    at = Math.max(separators, at + 2);
  }
  return best;
};

/** `../../src/index.ts:12:3`, `require('../lib/x')`: code that names code. */
const isCode = (text: string, climb: Climb): boolean => {
  const line = text.slice(climb.end, climb.end + 256);
  let end = 0;
  while (end < line.length && (isWord(line.charCodeAt(end)) || '-./@+~[]'.includes(line.charAt(end)))) end++;
  const path = line.slice(0, end);
  const dot = path.lastIndexOf('.');
  const extension = dot < 0 ? '' : path.slice(dot + 1);
  const source = [
    'ts',
    'js',
    'mjs',
    'cjs',
    'tsx',
    'jsx',
    'py',
    'go',
    'rb',
    'java',
    'rs',
    'css',
    'scss',
    'json',
    'map',
    'vue',
    'c',
    'h',
    'cpp',
    'so',
    'node',
    'png',
    'svg',
    'md',
    'html',
    'yml',
    'yaml',
  ].includes(extension);
  const opener = text.slice(Math.max(0, climb.start - 12), climb.start);
  return (
    source ||
    path.includes('node_modules') ||
    path.includes('src/') ||
    path.includes('lib/') ||
    includesAny(opener, ["('", '("', 'from ', '///', 'import', 'cd '])
  );
};

const scan = ({ lower, decoded, whole }: View): number => {
  const target = includesAny(lower, TARGETS);
  const climb = climbOf(lower);
  let weight = 0;
  if (climb.steps > 0) {
    const nullByte = lower.includes('\u0000') || lower.includes('%00');
    weight = climb.steps >= 3 ? 5 : climb.steps === 2 ? 3 : 2;
    if (climb.odd) weight += 2;
    if (target) weight += 4;
    if (decoded) weight += 2;
    if (nullByte) weight += 2;
    if (!whole && !decoded) weight -= 1;
    if (!target && !decoded && !climb.odd && isCode(lower, climb)) weight = Math.min(weight - 4, 2);
  }
  if (target) {
    const secret = includesAny(lower, [
      'etc/passwd',
      'etc/shadow',
      'proc/self/environ',
      'boot.ini',
      'win.ini',
      '.aws/credentials',
      'id_rsa',
    ]);
    const short = whole && lower.length <= 256 && !lower.includes(' ');
    weight = Math.max(weight, secret ? (short ? 6 : 3) : short ? 3 : 0);
  }
  if (whole && weight < 3 && lower.length <= 256 && !lower.includes(' ')) {
    const windows = lower.charCodeAt(1) === 58 && isSeparator(lower.charCodeAt(2));
    if (windows || SYSTEM_FOLDERS.some((folder) => lower.startsWith(folder))) weight = Math.max(weight, 2);
  }
  if (lower.includes('\u0000') && decoded) weight = Math.max(weight, 3);
  return weight;
};

export const traversalScanner: Scanner = {
  class: 'path-traversal',
  triggers: [
    ...[
      '../',
      '..\\',
      '..;',
      '..%',
      '..?',
      '..1',
      '..x',
      '..u',
      '.../',
      '...\\',
      'etc/passwd',
      'etc/shadow',
      'etc/hosts',
      'etc/group',
      'etc/issue',
      'proc/self',
      'proc/version',
      'boot.ini',
      'win.ini',
      'system.ini',
      'system11',
    ],
    ...[
      'web-inf',
      'web.config',
      'wp-config',
      '.htaccess',
      '.htpasswd',
      '.ssh/',
      'id_rsa',
      '.aws/',
      '.bash_history',
      'autoexec',
      '/.env',
      '/.git/',
      '%11',
      '/etc/',
      '/proc/',
      '/var/log',
      '/var/www',
      '/var/adm',
      '/usr/local',
      '/root/',
      '/opt/',
      'c:\\',
      'c:/',
      '/home/',
      '/apache',
      '/logs/',
      '/var/',
    ],
  ],
  scan,
};
