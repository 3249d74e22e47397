// Prompt injection: orders to a language model to leave its instructions, and the marks that end a prompt's part.
import type { Scanner, View } from './scanner.ts';
import { isLetter } from './text-scan.ts';

const VERBS = new Set('ignore disregard forget override bypass neglect overlook skip discard'.split(' '));
const SCOPES = new Set(
  'previous prior above earlier preceding all your any the foregoing original initial system everything existing these those'.split(' '),
);
const OBJECTS = new Set(
  'instructions instruction prompt prompts rules directions guidelines directives commands programming restrictions constraints safeguards policies training guardrails'.split(
    ' ',
  ),
);
const REVEAL = new Set('reveal print show repeat output display leak dump disclose tell give expose'.split(' '));

const MARKS: readonly (readonly [string, number])[] = [
  ['<|im_start|>', 8],
  ['<|im_end|>', 6],
  ['<|system|>', 8],
  ['<|endoftext|>', 6],
  ['[inst]', 6],
  ['[/inst]', 6],
  ['<<sys>>', 8],
  ['### instruction:', 5],
  ['### system:', 5],
  ['\n\nhuman:', 4],
  ['do anything now', 6],
  ['developer mode enabled', 6],
  ['you are now dan', 8],
  ['you are now in developer mode', 7],
  ['you are no longer bound', 6],
  ['without any restrictions', 3],
  ['no longer an ai', 5],
  ['jailbreak', 2],
  ['new instructions:', 4],
  ['act as an unrestricted', 6],
  ['pretend you have no', 5],
  ['what is your system prompt', 5],
  ['your system prompt', 3],
  ['your initial prompt', 3],
  ['your instructions above', 3],
];

/** Words between the verb and its object: `ignore all of your previous safety instructions`. */
const REACH = 8;
const WORDS = 2048;
const CLAUSE_ENDS = ',.;:!?\n';

const scan = ({ lower }: View): number => {
  let weight = 0;
  for (const [mark, points] of MARKS) if (points > weight && lower.includes(mark)) weight = points;
  const words: string[] = [];
  for (let at = 0; at < lower.length && words.length < WORDS; ) {
    let end = at;
    while (end < lower.length && isLetter(lower.charCodeAt(end))) end++;
    if (end > at) words.push(lower.slice(at, end));
    // An order ends with its clause.
    if (CLAUSE_ENDS.includes(lower.charAt(end)) && end < lower.length) words.push('');
    at = end + 1;
  }
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const orders = VERBS.has(word);
    if (!orders && !REVEAL.has(word)) continue;
    const reach = words.slice(at + 1, at + 1 + REACH);
    const stop = reach.indexOf('');
    const window = stop < 0 ? reach : reach.slice(0, stop);
    const object = window.findIndex((next) => OBJECTS.has(next));
    if (object < 0) {
      // `ignore everything above and …`: what is left is not named, and nothing else either.
      const named = window.findIndex((next) => !['all', 'of', 'the', 'everything'].includes(next));
      if (orders && window[named] === 'above' && [undefined, 'and', 'text'].includes(window[named + 1])) weight = Math.max(weight, 4);
      continue;
    }
    const before = window.slice(0, object);
    const scoped = before.filter((next) => SCOPES.has(next) && next !== 'the').length;
    if (orders && scoped > 0) weight = Math.max(weight, 5 + Math.min(scoped, 3));
    else if (!orders && before.includes('system') && (before.includes('your') || before.includes('the'))) weight = Math.max(weight, 5);
    else if (!orders && scoped > 0 && before.includes('your')) weight = Math.max(weight, 4);
  }
  return weight;
};

export const promptScanner: Scanner = {
  class: 'prompt-injection',
  triggers: [
    ...[
      'ignore ',
      'disregard ',
      'forget ',
      'override ',
      'bypass ',
      'system prompt',
      'your instructions',
      'initial prompt',
      '<|im_',
      '<|system',
      '<|endof',
      '[inst]',
      '[/inst]',
      '<<sys>>',
      '### instruction',
      '### system',
      '\nhuman:',
      'do anything now',
    ],
    ...[
      'developer mode',
      'you are now dan',
      'no longer bound',
      'without any restrictions',
      'no longer an ai',
      'jailbreak',
      'new instructions',
      'unrestricted',
      'pretend you have',
    ],
  ],
  scan,
};
