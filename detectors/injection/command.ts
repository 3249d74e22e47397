// Command injection: a shell's separator, then a program it would start, then what only a shell reads.
import { EXECUTING_CALLS, PROGRAMS, TELLING_PARTS } from './command-words.ts';
import type { Scanner, View } from './scanner.ts';
import { isLetter, isWord, skipSpace } from './text-scan.ts';

/** Separators looked at in one text. */
const SEPARATORS = 256;

const LONGEST_PROGRAM = 16;

const isArgument = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  // - / \ . $ ' " ~ % * > < { or a digit begin an argument; a letter does when a URL or a file with a path follows.
  if ('-/\\.$\'"~%*><{&|;`0123456789'.includes(text.charAt(at)) && at < text.length) return true;
  if (!isLetter(code)) return false;
  let end = at;
  while (end < text.length && end - at < 64 && text.charCodeAt(end) > 32) end++;
  const word = text.slice(at, end);
  return word.includes('/') || word.includes(':\\') || word.includes('.exe') || word.startsWith('c:') || word.includes('.txt');
};

interface Program {
  readonly strength: number;
  readonly path: boolean;
  readonly end: number;
}

/** The program named at `from`, after an optional path, quotes and escapes (`/usr/bin/id`, `w'h'oami` is not read). */
const programAt = (text: string, from: number): Program | undefined => {
  let at = from;
  while (at < text.length && at - from < 4 && '({"\'@\\!'.includes(text.charAt(at))) at++;
  const start = at;
  let name = at;
  while (at < text.length && at - start < 64) {
    const code = text.charCodeAt(at);
    if (code === 47 || code === 92) name = at + 1;
    else if (!isWord(code) && code !== 46 && code !== 45 && code !== 58) break;
    at++;
  }
  let word = text.slice(name, Math.min(at, name + LONGEST_PROGRAM + 4));
  if (word.endsWith('.exe')) word = word.slice(0, -4);
  const path =
    name > start &&
    (text.startsWith('/bin', start) ||
      text.startsWith('/usr', start) ||
      text.startsWith('/sbin', start) ||
      text.startsWith('/etc', start) ||
      text.startsWith('c:', start) ||
      text.startsWith('\\', start));
  if (name > start && !path) return undefined;
  const strength = PROGRAMS.get(word);
  return strength === undefined ? undefined : { strength, path, end: at };
};

const programWeight = (text: string, from: number, separator: string): number => {
  const program = programAt(text, skipSpace(text, from));
  if (program === undefined) return 0;
  const code = text.charCodeAt(program.end);
  const substitution = separator === '`' || separator === '$(';
  const bonus = (program.path ? 3 : 0) + (substitution ? 1 : 0);
  const next = text.charAt(program.end);
  if (program.end >= text.length || ';|&`)\n\r\'"><#\\'.includes(next)) return bonus + (program.strength === 2 ? 4 : 2);
  if (code !== 32 && code !== 9 && next !== '+' && next !== '$' && next !== '%') return 0;
  const argument = skipSpace(text, program.end + (next === '+' ? 1 : 0));
  if (argument >= text.length) return bonus + (program.strength === 2 ? 4 : 2);
  if (isArgument(text, argument)) return bonus + (program.strength === 2 ? 5 : 3);
  return bonus + (program.strength === 2 ? 2 : 0);
};

/** `| id | name |`: a table, not a pipe. */
const isTable = (lower: string): boolean => {
  let bars = 0;
  for (let at = lower.indexOf(' | '); at >= 0 && bars < 3; at = lower.indexOf(' | ', at + 2)) bars++;
  return bars >= 3 || (lower.startsWith('| ') && lower.endsWith(' |'));
};

const separatorWeight = ({ lower, decoded, whole }: View): number => {
  let best = 0;
  let seen = 0;
  const table = isTable(lower);
  for (let at = 0; at < lower.length && seen < SEPARATORS; at++) {
    const symbol = lower.charAt(at);
    if (!';|&`\n\r$'.includes(symbol)) continue;
    seen++;
    let after = at + 1;
    let separator = symbol;
    if (symbol === '$') {
      if (lower.charAt(after) !== '(') continue;
      separator = '$(';
      after++;
    }
    if ((symbol === '\n' || symbol === '\r') && !decoded && at > 0) continue;
    while (after < lower.length && '|&;\n\r \t'.includes(lower.charAt(after))) after++;
    const doubled = lower.charAt(at + 1) === symbol;
    if (symbol === '|' && table) continue;
    let weight = programWeight(lower, after, separator);
    if (weight === 0) continue;
    // `a=1&type=x` is a query; a lone & starts a program where nothing but a value stands before it.
    if (symbol === '&' && !doubled && !decoded && !whole) weight -= 1;
    const before = at === 0 ? 2 : wordBefore(lower, at);
    weight += whole ? before : Math.min(before, 1);
    best = Math.max(best, weight);
    at = after - 1;
  }
  return best;
};

/** How little stands before a separator: `;id`, `1;id` and `');id` are values that were left; a sentence is not. */
const wordBefore = (lower: string, at: number): number => {
  if (at > 24) return 0;
  const before = lower.slice(0, at).trim();
  return before === '' ? 2 : before.includes(' ') ? 0 : 1;
};

/** Nothing but a command: `cat /etc/hosts`, `nc -e /bin/sh 203.0.113.5 4444`. */
const bareWeight = (lower: string): number => {
  const program = programAt(lower, skipSpace(lower, 0));
  if (program === undefined) return 0;
  if (program.path) return 3;
  const next = skipSpace(lower, program.end);
  if (next === program.end || next >= lower.length) return 0;
  return isArgument(lower, next) ? (program.strength === 2 ? 4 : 2) : 0;
};

const callWeight = ({ lower, whole }: View): number => {
  let best = 0;
  for (const call of EXECUTING_CALLS) {
    let at = lower.indexOf(call);
    for (let seen = 0; at >= 0 && seen < 8; seen++, at = lower.indexOf(call, at + 1)) {
      if (at > 0 && (isWord(lower.charCodeAt(at - 1)) || lower.charCodeAt(at - 1) === 46)) continue;
      const argument = skipSpace(lower, at + call.length);
      const quote = lower.charAt(argument);
      const quoted = quote === "'" || quote === '"' || quote === '`';
      const program = programAt(lower, argument + (quoted ? 1 : 0));
      const runs = (quoted || call === '%x(') && program !== undefined;
      const weight = runs ? 5 : quote === '$' ? 3 : quoted && whole && at < 4 ? 2 : 0;
      best = Math.max(best, weight);
    }
  }
  return best;
};

const scan = (view: View): number => {
  const { lower, whole } = view;
  const separated = separatorWeight(view);
  const called = callWeight(view);
  let telling = 0;
  for (const [part, weight] of TELLING_PARTS) if (weight > telling && lower.includes(part)) telling = weight;
  const shape = Math.max(separated, called, whole ? bareWeight(lower) : 0);
  if (shape > 0) return shape + (telling >= 2 ? Math.min(telling, 4) : 0);
  return telling >= 4 ? telling : 0;
};

export const commandScanner: Scanner = {
  class: 'command',
  triggers: [
    ...[
      ';',
      '|',
      '`',
      '$(',
      '&&',
      '/dev/tcp',
      '/dev/udp',
      '$ifs',
      '${ifs',
      '() {',
      '(){',
      '/bin/',
      'bash -',
      'sh -i',
      'cmd.exe',
      'cmd /c',
      'powershell',
      'os.system',
      'os.popen',
    ],
    ...[
      'getruntime',
      'runtime.exec',
      'processbuilder',
      'allow_url_include',
      'auto_prepend',
      'phpinfo',
      '<?',
      'system(',
      'shell_exec',
      'passthru',
      'popen(',
      'exec(',
      'eval(',
      'execsync',
      'spawn(',
      'spawnsync',
      '%x(',
    ],
    ...[
      '&cat ',
      '&ls',
      '&id',
      '& id',
      '& cat',
      '& ping',
      '&ping',
      '& dir',
      '&dir',
      '&whoami',
      '& whoami',
      '& net',
      '& ls',
      '& wget',
      '& curl',
      '&wget',
      '&curl',
      '& sleep',
      '&sleep',
      '& echo',
      '&echo',
    ],
    ...[
      '/etc/passwd',
      '/etc/shadow',
      'nc -',
      'nc 1',
      'ncat ',
      'wget ',
      'curl ',
      'ping -',
      'ping 1',
      'netstat',
      'ipconfig',
      'ifconfig',
      'whoami',
      'net user',
      'uname ',
      'cat /',
      'ls -',
      'ls /',
      'rm -',
      'chmod ',
      'perl -',
      'python -',
      'php -',
      'reg add',
      'dir c:',
      'type c:',
      'nslookup',
      'which ',
      'echo ',
      'sleep 1',
    ],
  ],
  scan,
};
