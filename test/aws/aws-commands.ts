// The AWS commands of a page, each on one line: those of shell blocks, which must be whole, and those that a sentence only names.

export interface NamedCommand {
  readonly command: string;
  readonly whole: boolean;
}

const FENCE = /^```/;

/** Walks over the text outside quotes; stops where `at` says so, else at the end. Undefined when a quote is open there. */
const outsideQuotes = (text: string, stops: (character: string, at: number) => boolean): number | undefined => {
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === '\\' && quote === '"') at++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '\\') at++;
    else if (stops(character, at)) return at;
  }
  return quote === '' ? text.length : undefined;
};

/** Lines of a block, with those joined that a backslash or an open quote holds together. */
const linesOf = (block: readonly string[]): readonly string[] => {
  const lines: string[] = [];
  let open = '';
  // A comment's apostrophe opens no quote.
  for (const line of block.filter((each) => !each.startsWith('#'))) {
    open = open === '' ? line : `${open} ${line.trim()}`;
    if (open.endsWith('\\')) open = open.slice(0, -1);
    else if (outsideQuotes(open, () => false) !== undefined) {
      lines.push(open);
      open = '';
    }
  }
  return open === '' ? lines : [...lines, open];
};

/** The commands of a line, each up to a pipe, a redirection, the end of a substitution, a comment or a next command. */
const commandsIn = (line: string): readonly string[] => {
  // What is put in for a value (`$(date …)`) is one word.
  const plain = line.replace(/\$\((?!aws )[^()]*\)/g, 'PUT_IN');
  return [...plain.matchAll(/(?:^|[\s;&(|])(aws [a-z])/g)].flatMap(({ index, 0: found, 1: start = '' }) => {
    const from = index + found.length - start.length;
    const command = plain.slice(from);
    const end = outsideQuotes(
      command,
      (character, at) => '|<>;)'.includes(character) || command.startsWith('&&', at) || command.startsWith(' #', at),
    );
    return [command.slice(0, end ?? command.length).trim()];
  });
};

export const awsCommandsIn = (page: string): readonly NamedCommand[] => {
  const commands: NamedCommand[] = [];
  const sentences: string[] = [];
  let block: string[] | undefined;
  for (const line of page.split('\n')) {
    if (!FENCE.test(line)) (block ?? sentences).push(line);
    else if (block === undefined) block = [];
    else {
      for (const command of linesOf(block).flatMap(commandsIn)) commands.push({ command, whole: true });
      block = undefined;
    }
  }
  for (const [, code = ''] of sentences.join(' ').matchAll(/`(aws [^`]+)`/g))
    for (const command of commandsIn(code)) commands.push({ command, whole: false });
  return commands;
};
