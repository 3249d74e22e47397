// A call of a language that hands a string to a shell or an interpreter, and what it is given.
import { programAt, programWeight } from './command-program.ts';
import { CALL_OWNERS, EXECUTING_CALLS } from './command-words.ts';
import type { View } from './scanner.ts';
import { eachPlace, includesAny, isWord, skipSpace } from './text-scan.ts';

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
