// Path traversal and file inclusion: leaving a folder by `..`, or naming a file that only an attacker asks a web server for.
import { heaviestPart } from './heaviest-part.ts';
import type { Scanner, View } from './scanner.ts';
import { includesAny, isDigit, isWord } from './text-scan.ts';
import { SECRET_FILES, SYSTEM_FILES, SYSTEM_FOLDERS } from './traversal-targets.ts';

const isSeparator = (code: number): boolean => code === 47 || code === 92;

interface Climb {
  /** Longest chain of `..` steps. */
  readonly steps: number;
  /** A step is written as no tool writes it: `....//`, `..;/`, `..\/`, `..%uF025`. */
  readonly odd: boolean;
  readonly start: number;
  readonly end: number;
}

const NO_CLIMB: Climb = { steps: 0, odd: false, start: 0, end: 0 };

/** Characters that may stand between `..` and the next `..` of one chain: an encoded separator, or two. */
const STEP_GAP = 12;

/** What stands for a separator where decoding failed: the rest of an escape, or a character of private use. */
const isStrange = (text: string, at: number): boolean =>
  '%;?&0xu'.includes(text.charAt(at)) || isDigit(text.charCodeAt(at)) || text.charCodeAt(at) > 127;

const climbOf = (text: string): Climb => {
  let best = NO_CLIMB;
  let steps = 0;
  let odd = false;
  let start = 0;
  let end = 0;
  for (let at = text.indexOf('..'); at >= 0; ) {
    let after = at;
    while (text.charCodeAt(after) === 46) after++;
    const dots = after - at;
    let separators = after;
    while (isSeparator(text.charCodeAt(separators)) && separators - after < 8) separators++;
    const strange = separators === after && after < text.length && isStrange(text, after);
    const chained = steps > 0 && at - end <= STEP_GAP;
    const before = text.charCodeAt(at - 1);
    const begins = chained || (!isWord(before) && before !== 62);
    if (begins && dots <= 4 && (separators > after || strange)) {
      if (!chained) {
        steps = 0;
        start = at;
        odd = false;
      }
      steps++;
      if (dots > 2 || strange || separators - after > 2 || (text.charCodeAt(after) === 92 && text.charCodeAt(after + 1) === 47)) odd = true;
      end = separators;
      // `1..10` and `a..z` are ranges: a single strange step is none.
      if (
        (!strange || steps > 1 || text.charAt(after) === '%' || text.charAt(after) === ';') &&
        (steps > best.steps || (steps === best.steps && odd))
      )
        best = { steps, odd, start, end };
    }
    at = text.indexOf('..', Math.max(separators, at + 2));
  }
  return best;
};

const SOURCE_EXTENSIONS = new Set(
  'ts js mjs cjs tsx jsx py go rb java rs css scss json map vue c cc h cpp so node png svg jpg md html yml yaml'.split(' '),
);

/** `../../src/index.ts:12:3`, `require('../lib/x')`: code that names code. */
const isCode = (text: string, climb: Climb): boolean => {
  let end = climb.end;
  while (end < text.length && end - climb.end < 256 && (isWord(text.charCodeAt(end)) || '-./@+~[]'.includes(text.charAt(end)))) end++;
  const path = text.slice(climb.end, end);
  const opener = text.slice(Math.max(0, climb.start - 12), climb.start);
  return (
    SOURCE_EXTENSIONS.has(path.slice(path.lastIndexOf('.') + 1)) ||
    includesAny(path, ['node_modules', 'src/', 'lib/', 'dist/']) ||
    includesAny(opener, ["('", '("', 'from ', '///', 'import', 'cd ', "module '", '-> '])
  );
};

/** One kind of separator, and one of it: how paths are compared with names of files. */
const plainPath = (lower: string): string => {
  let path = lower.replaceAll('\\', '/');
  for (let round = 0; round < 4 && path.includes('//'); round++) path = path.replaceAll('//', '/');
  return path;
};

const SYSTEM = 1;
const SECRET = 2;

/** Whether a path holds the name of a file with secrets, of the system's, or of neither. */
const namedFile = heaviestPart([
  ...SYSTEM_FILES.map((name) => [name, SYSTEM] as const),
  ...SECRET_FILES.map((name) => [name, SECRET] as const),
]);

/** Longest value that is taken for a path as a whole. */
const LONGEST_PATH = 256;
/** Dots in a row before a separator that are no ellipsis. */
const MANY_DOTS = '......../';

const climbWeight = (text: string, climb: Climb, view: View): number => {
  let end = climb.start;
  while (end < text.length && text.charCodeAt(end) > 32 && end - climb.start < LONGEST_PATH * 4) end++;
  const target = plainPath(text.slice(climb.start, end));
  const named = namedFile(target);
  const secret = named === SECRET;
  const system = named >= SYSTEM;
  if (!system && !view.decoded && !climb.odd && isCode(text, climb)) return climb.steps >= 3 ? 1 : 0;
  const nullByte = target.includes('\u0000') || target.includes('%00');
  return (
    (climb.steps >= 3 ? 5 : climb.steps === 2 ? 3 : 2) +
    (climb.odd ? 2 : 0) +
    (secret ? 4 : system ? 3 : 0) +
    (view.decoded ? 2 : 0) +
    (nullByte ? 2 : 0)
  );
};

/** A value that is nothing but a path of the machine. */
const fileWeight = ({ lower, place, decoded }: View): number => {
  const path = plainPath(lower);
  const named = namedFile(path);
  const secret = named === SECRET;
  const lone = place !== 'json' && lower.length <= LONGEST_PATH && !lower.trim().includes(' ');
  if (secret) return lone ? 6 : 3;
  if (place === 'json' || lower.length > LONGEST_PATH || lower.includes(':/', 2)) return 0;
  const windows = lower.charCodeAt(1) === 58 && isSeparator(lower.charCodeAt(2)) && isWord(lower.charCodeAt(0));
  const folder = path.startsWith('/') && SYSTEM_FOLDERS.some((start) => path.startsWith(start));
  const file = lone && named === SYSTEM && !path.startsWith('/var/');
  // A drive or mixed separators, as only a list of guesses has them.
  const mixed = lower.startsWith('/') && lower.includes('\\');
  // Lambda's own folders: a function's log names them, a parameter has no reason to.
  if (place === 'query' && ['/var/task', '/var/runtime', '/opt/'].some((start) => path.startsWith(start))) return 3;
  if (!lower.startsWith('/') && !lower.startsWith('\\') && !windows && !file) return 0;
  const words = lower.split(' ').length;
  if (words > 4) return 0;
  return file && (folder || windows || mixed) ? 4 : file ? 3 : folder || windows || mixed ? 2 : decoded && lower.endsWith('\u0000') ? 3 : 0;
};

/** Parameters that scripts once included files by: `GLOBALS[…]`, `root_path`, `basedir`. */
const INCLUDE_PARAMETERS = ['path', 'root', 'dir', 'base', 'include', 'inc', 'lib', 'globals[', 'file', 'config', 'conf['];
const SCRIPTS = ['.php', '.asp', '.cgi', '.jsp', '.cfm', '.pl?'];

/** `/x.php?root_path=http://…?`: a script told from outside what to include. */
const inclusionWeight = (lower: string): number => {
  const query = lower.indexOf('?');
  if (query < 4 || !includesAny(lower.slice(Math.max(0, query - 6), query + 1), SCRIPTS)) return 0;
  let weight = 0;
  for (const pair of lower.slice(query + 1, query + 1024).split('&', 16)) {
    const equals = pair.indexOf('=');
    const value = pair.slice(equals + 1);
    if (equals <= 0 || value === '' || isDigit(value.charCodeAt(0))) continue;
    const named = INCLUDE_PARAMETERS.some((part) => pair.slice(0, equals).includes(part));
    // A question mark at the end makes the script's own suffix part of a query.
    const cut = value.includes('?') || value.endsWith('%00');
    if (named || cut) weight = Math.max(weight, 2 + (named && cut ? 1 : 0) + (value.includes('://') ? 2 : 0));
  }
  return weight;
};

/** `etc%c0%qfpasswd`, `windows%uF025system32`: a file's name whose separators are escapes that no decoder knows. */
const STRANGE_SEPARATOR =
  /(?:etc|windows|winnt)(?:%(?:u[0-9a-f]{4}|[0-9a-z^.]{2})|%[a-z]{2}|0x[25][fc]|2f|5c){1,3}(?:passwd|shadow|hosts|issue|system32|win\.ini)/;

const scan = (view: View): number => {
  const { lower, decoded } = view;
  let weight = Math.max(fileWeight(view), inclusionWeight(lower));
  const climb = climbOf(lower);
  if (climb.steps > 0) weight = Math.max(weight, climbWeight(lower, climb, view));
  if (lower.includes('\\.')) {
    const text = lower.replaceAll('\\.', '.').replaceAll('\\/', '/');
    const escaped = climbOf(text);
    if (escaped.steps > climb.steps) weight = Math.max(weight, climbWeight(text, { ...escaped, odd: true }, view));
  }
  if (
    weight < 2 &&
    (plainPath(lower).startsWith(`/${MANY_DOTS}`) ||
      plainPath(lower).startsWith(MANY_DOTS) ||
      lower.startsWith('/./\\/') ||
      lower.startsWith('./\\/'))
  )
    weight = 3;
  if (weight < 4 && STRANGE_SEPARATOR.test(lower)) weight = 4;
  if (lower.includes('convert.iconv.') || lower.includes('php://filter')) weight = Math.max(weight, 4);
  if (decoded && lower.includes('\u0000') && lower.length <= LONGEST_PATH) weight = Math.max(weight, 3);
  return weight;
};

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

export const traversalScanner: Scanner = {
  class: 'path-traversal',
  triggers: [
    ...['../', '..\\', '..;', '..%', '..?', '..1', '..x', '..u', '../', '...\\', '\\.\\.', '/./\\', '..\u2019', '\u2019..'],
    ...[
      'etc/',
      'etc\\',
      'etc%',
      'etc1x',
      'etc1f',
      'windows%',
      'windows1x',
      'proc/',
      'boot.ini',
      'win.ini',
      'system.ini',
      'windows\\',
      'winnt',
      'web-inf',
      'web.config',
      'wp-config',
      'global.asa',
      '.htaccess',
      '.htpasswd',
      '.ssh/',
      'id_rsa',
      '.aws/',
      '_history',
      '.bash',
      'autoexec',
      'ntuser',
    ],
    ...[
      '/.env',
      '/.git/',
      'php.ini',
      'my.cnf',
      'my.ini',
      'httpd.conf',
      'apache',
      'nginx.conf',
      'access.log',
      'access_log',
      'error.log',
      'error_log',
      'syslog',
      '/var/log',
      '/var/www',
      '/var/adm',
      '/var/lib',
      '=/var/task',
      '"/var/task',
      '=/var/runtime',
      '/var/mail',
      '/var/spool',
      '/var/run',
      '/var/cron',
    ],
    ...[
      '/usr/',
      '/root/',
      '/opt/',
      '/boot/',
      '/dev/',
      'c:/',
      'd:/',
      // A drive's letter: in JSON inside JSON a bracket, a digit or a quote stands before `:\\"`.
      ...[...LETTERS].map((letter) => `${letter}:\\`),
      'xampp',
      'program files',
      'convert.iconv',
      'php://',
      '.php?',
      '.php1?',
      '.asp?',
      '.cgi?',
      '.jsp?',
      '.cfm?',
      '.pl?',
      '/windows',
      '\u0000',
    ],
  ],
  scan,
};
