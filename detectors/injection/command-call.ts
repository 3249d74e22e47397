// A call of a language that hands a string to a shell or an interpreter, and what it is given.
import { programAt, programWeight } from './command-program.ts';
import { CALL_OWNERS, EXECUTING_CALLS, PHP_FUNCTIONS } from './command-words.ts';
import type { View } from './scanner.ts';
import { eachPlace, includesAny, isWord, skipSpace, wordEnd } from './text-scan.ts';

/** Calls read in one text. */
const CALLS_READ = 64;
const LONGEST_NAME = 16;

/** Where the name of an executing call begins whose bracket opens at `open`; `%x(`, `subprocess.run(`: with what belongs to it. */
const nameStart = (lower: string, open: number): number | undefined => {
  let start = open;
  while (start > 0 && open - start <= LONGEST_NAME && isWord(lower.charCodeAt(start - 1))) start--;
  const name = lower.slice(start, open);
  for (const owner of CALL_OWNERS.get(name) ?? []) if (lower.endsWith(owner, start)) return start - owner.length;
  return EXECUTING_CALLS.has(name) ? start : undefined;
};

const REQUESTED = ['req.', 'request', 'params[', '$_', 'atob(', 'base64', 'compile(', 'chr(', 'string.from'];

export const callWeight = ({ lower, place }: View): number => {
  let best = 0;
  eachPlace(lower, '(', CALLS_READ, (open) => {
    const at = nameStart(lower, open);
    if (at === undefined) return;
    const before = lower.charCodeAt(at - 1);
    if (isWord(before)) return;
    const argument = skipSpace(lower, open + 1);
    const quote = lower.charAt(argument);
    const quoted = quote === "'" || quote === '"' || quote === '`';
    const program = quoted || lower.charAt(at) === '%' ? programAt(lower, argument + (quoted ? 1 : 0)) : undefined;
    // `/a/.exec('ls')` is a pattern; `Kernel.exec("ls -al")` hands over an argument as well.
    const method = before === 46;
    // `system(ls)`: PHP takes an unknown word for a string.
    const bare = quoted ? undefined : programAt(lower, argument);
    if (!method && bare !== undefined && bare.strength >= 2 && lower.charAt(bare.end) === ')') best = Math.max(best, 4);
    // `eval(request.args.get('x'))`, `exec(params[:cmd])`: code that runs what a request holds.
    if (includesAny(lower.slice(argument, argument + 16), REQUESTED)) best = Math.max(best, 4);
    if (program !== undefined) best = Math.max(best, programWeight(lower, program) >= (method ? 5 : 2) ? 5 : 2);
    else if (!method && quote === '$') best = Math.max(best, 3);
    else if (!method && quoted && at < 4 && place !== 'json') best = Math.max(best, 2);
  });
  return best;
};

const PHP = new Set(PHP_FUNCTIONS);

/** `$_[0]($x)`, `$f(8)`, `${a}(1)`: a function whose name a variable holds. */
const VARIABLE_CALL = /^\$(?:[\w$]{1,32}|\{[^}]{1,32}\}|\$\w{1,16})(?:\s{0,4}\[[^\]]{0,32}\]){0,3}\s{0,4}\([^)]{0,64}\)/;
/** `(sys.(te).m)('ls')`, `["system"]("id")`: a function whose name is put together. */
const COMPOSED_CALL = /^[([](?:[\w\s.,()[\]'"-]|\/\*[^*]{0,24}\*\/){1,64}[)\]]\s{0,4}\(\s{0,4}['"\w]/;

/** A value that is code of PHP: a call of a function of its own, or of one that the value names in its own way. */
export const phpWeight = ({ lower, place }: View): number => {
  const start = skipSpace(lower, 0);
  const name = lower.slice(start, wordEnd(lower, start));
  if (PHP.has(name) && lower.charAt(skipSpace(lower, start + name.length)) === '(') return place === 'json' ? 2 : 3;
  return place === 'query' && (VARIABLE_CALL.test(lower) || COMPOSED_CALL.test(lower)) ? 3 : 0;
};
