// A program's name in a text, and whether what follows it is what a shell would read.
import { BARE, PROGRAMS, SUBCOMMANDS } from './command-words.ts';
import { isDigit, isLetter, isWord, skipSpace, wordEnd } from './text-scan.ts';

const LONGEST_PROGRAM = 20;

const LANGUAGES = new Set([
  'java',
  'node',
  'python',
  'python2',
  'python3',
  'php',
  'perl',
  'ruby',
  'lua',
  'gcc',
  'curl',
  'wget',
  'mysql',
  'openssl',
  'npm',
  'git',
  'bash',
]);

/** - / \ $ ' " ~ % * > < { or a digit begin an argument; a letter does when a path, a URL or a file follows. */
export const isArgument = (text: string, at: number): boolean => {
  if (at >= text.length) return false;
  if ('-/\\.$\'"~%*><{&|;`#0123456789'.includes(text.charAt(at))) return true;
  if (!isLetter(text.charCodeAt(at))) return false;
  let end = at;
  while (end < text.length && end - at < 64 && text.charCodeAt(end) > 32) end++;
  const word = text.slice(at, end);
  return (
    word.includes('/') ||
    word.includes(':\\') ||
    word.startsWith('c:') ||
    word.endsWith('.exe') ||
    word.endsWith('.txt') ||
    word.endsWith('.php')
  );
};

export interface Program {
  readonly name: string;
  readonly strength: number;
  /** Named by its path. */
  readonly path: boolean;
  readonly end: number;
}

const PROGRAM_FOLDERS = ['/bin', '/usr', '/sbin', '/etc', 'usr/bin', 'bin/', 'c:\\', '\\\\'];

/** The program named at `from`, behind an optional path, quotes and brackets. */
export const programAt = (text: string, from: number): Program | undefined => {
  let start = from;
  while (start < text.length && start - from < 4 && '({"\'@!'.includes(text.charAt(start))) start++;
  let at = start;
  let name = start;
  while (at < text.length && at - start < 64) {
    const code = text.charCodeAt(at);
    // `\n` written out ends a name; another backslash is a Windows path's.
    if (code === 92 && (text.charAt(at + 1) === 'n' || text.charAt(at + 1) === 'r')) break;
    if (code === 47 || code === 92) name = at + 1;
    else if (!isWord(code) && code !== 46 && code !== 45 && code !== 58) break;
    at++;
  }
  const path = name > start && PROGRAM_FOLDERS.some((folder) => text.startsWith(folder, start));
  if (name > start && !path) return undefined;
  const word = text.slice(name, Math.min(at, name + LONGEST_PROGRAM));
  const bare = word.endsWith('.exe') ? word.slice(0, -4) : word;
  const strength = PROGRAMS.get(bare);
  return strength === undefined ? undefined : { name: bare, strength, path, end: at };
};

/** The weight of a program and what follows it, when a shell would read both. */
export const programWeight = (text: string, program: Program): number => {
  const bonus = program.path ? 3 : 0;
  const next = text.charAt(program.end);
  const alone = program.strength === BARE ? 4 : program.strength === 2 ? 2 : 0;
  if (next === '' || ';|&`)\n\r\'"><#\\}'.includes(next)) return bonus + alone;
  if (!' \t+$%'.includes(next)) return 0;
  const argument = skipSpace(text, program.end + (next === '+' ? 1 : 0));
  if (argument >= text.length) return bonus + alone;
  if (SUBCOMMANDS.get(program.name)?.has(text.slice(argument, wordEnd(text, argument))) === true) return bonus + 5;
  // `java 1.8`, `Python 3.12`: a version of what is named.
  if (LANGUAGES.has(program.name) && isDigit(text.charCodeAt(argument))) return bonus;
  if (isArgument(text, argument)) return bonus + (program.strength === BARE ? 5 : 3);
  return bonus + (program.strength === BARE ? 1 : 0);
};
