// Prompt injection: orders to a language model to leave its instructions, to tell them, or to play somebody who has none.
import { MARKS, PHRASES } from './prompt-marks.ts';
import {
  ANSWER,
  conceptsOf,
  DROP,
  LIFTED,
  LIMITS,
  MODEL,
  NEW,
  NONE,
  ORDERS,
  PRIOR,
  RANK,
  REVEAL,
  SECRET,
  TEXT,
  UNSPACED_ORDERS,
  YOU,
} from './prompt-words.ts';
import type { Scanner, View } from './scanner.ts';
import { isLetter } from './text-scan.ts';

/** Words between an order's verb and its object: `ignore all of your previous safety instructions`. */
const REACH = 9;
const WORDS = 2048;
const CLAUSE_ENDS = ',.;:!?\n。，！؟।';

const isWordPart = (code: number): boolean => isLetter(code) || code === 39 || (code > 127 && code !== 0x3002 && code !== 0xff0c);

/** Words with their concepts; an empty word ends a clause. */
interface Word {
  readonly text: string;
  readonly is: number;
}

const CLAUSE_END: Word = { text: '', is: 0 };

const wordsOf = (lower: string): readonly Word[] => {
  const words: Word[] = [];
  for (let at = 0; at < lower.length && words.length < WORDS; ) {
    let end = at;
    while (end < lower.length && isWordPart(lower.charCodeAt(end))) end++;
    if (end > at) {
      const text = lower.slice(at, Math.min(end, at + 40));
      words.push({ text, is: conceptsOf(text) });
    }
    if (end < lower.length && CLAUSE_ENDS.includes(lower.charAt(end))) words.push(CLAUSE_END);
    at = end + 1;
  }
  return words;
};

/** The words of the same clause after `at`, within reach. */
const clauseAfter = (words: readonly Word[], at: number): readonly Word[] => {
  const reach = words.slice(at + 1, at + 1 + REACH);
  const stop = reach.indexOf(CLAUSE_END);
  return stop < 0 ? reach : reach.slice(0, stop);
};

const clauseBefore = (words: readonly Word[], at: number): readonly Word[] => {
  const reach = words.slice(Math.max(0, at - REACH), at);
  return reach.slice(reach.lastIndexOf(CLAUSE_END) + 1);
};

const count = (words: readonly Word[], concept: number): number => words.filter(({ is }) => (is & concept) !== 0).length;

const WHOLE = ['everything', 'alles', 'todo', 'tout', 'tudo', 'tutto', 'всё', 'все', 'كل', 'सब'];
const FILLERS = ['all', 'of', 'the', 'what', 'about', 'lo', 'ce', 'qui', 'ciò', 'che', 'bitte'];
const MORALS = ['safety', 'ethical', 'ethics', 'content', 'moral', 'morals', 'censorship', 'restrictions', 'limitations'];
const OWN_THINGS = [
  'task',
  'training',
  'context',
  'role',
  'restrictions',
  'limitations',
  'guidelines',
  'purpose',
  'identity',
  'safety',
  'configuration',
];

/** `ignore all previous instructions`, `forget everything above`, `vergiss alle Anweisungen davor`. */
const droppingWeight = (clause: readonly Word[]): number => {
  const object = clause.findIndex(({ is }) => (is & ORDERS) !== 0);
  const scoped = (part: readonly Word[]): number =>
    part.filter(({ is, text }) => (is & (PRIOR | YOU | SECRET)) !== 0 && text !== 'the').length;
  if (object >= 0) {
    const scope = scoped(clause.slice(0, object)) + scoped(clause.slice(object + 1, object + 3));
    return scope > 0 ? 5 + Math.min(scope, 3) : 1;
  }
  // `ignore everything above and …`: what is left is not named, and nothing else either.
  const named = clause.findIndex(({ text }) => !FILLERS.includes(text) && !WHOLE.includes(text));
  const first = clause[named];
  const whole = clause.some(({ text }) => WHOLE.includes(text));
  const next = clause[named + 1]?.text;
  if (
    first !== undefined &&
    (first.is & (PRIOR | YOU)) !== 0 &&
    (first.is & PRIOR || whole) &&
    [undefined, 'and', 'text', 'i', 'that', 'said', 'were', 'me'].includes(next)
  )
    return whole ? 5 : 4;
  if (first === undefined && whole) return 3;
  const limits = clause.findIndex(({ is }) => (is & LIMITS) !== 0);
  if (limits >= 0 && clause.some(({ text }) => MORALS.includes(text))) return 4;
  // `ignore your task`: only what is the reader's own.
  const own = clause.findIndex(({ is }) => (is & YOU) !== 0);
  return own >= 0 && own < 3 && OWN_THINGS.includes(clause[own + 1]?.text ?? '') ? 4 : 0;
};

/** Which orders are meant, where they are not called the reader's own. */
const FORMER = new Set(['previous', 'prior', 'above', 'earlier', 'preceding', 'first', 'starting']);

/** `print your instructions`, `repeat the words above`. */
const revealingWeight = (clause: readonly Word[]): number => {
  const object = clause.findIndex(({ is }) => (is & ORDERS) !== 0);
  if (object >= 0) {
    const before = clause.slice(0, object + 1);
    const secret = count(before, SECRET) > 0;
    const yours = count(clause, YOU) > 0;
    const whole = before.some(({ text }, at) => text === 'system' && (before[at + 1]?.is ?? 0) & ORDERS);
    const former = before.some(({ text }) => FORMER.has(text));
    return (secret && yours) || whole ? 5 : secret || yours || former ? 3 : 0;
  }
  const text = clause.findIndex(({ is }) => (is & TEXT) !== 0);
  const later = clause.slice(text + 1);
  return text >= 0 && later.some(({ text: word }) => word === 'above' || word === 'before' || word === 'told') && clause.length <= REACH
    ? 2
    : 0;
};

/** `you have no restrictions`, `answer without any filter`, `all restrictions are lifted`. */
const freeingWeight = (words: readonly Word[], at: number): number => {
  const clause = clauseAfter(words, at);
  const limits = clause.findIndex(({ is }) => (is & LIMITS) !== 0);
  if (limits < 0) return 0;
  const freed = clause.slice(0, limits).some(({ is }) => (is & NONE) !== 0);
  return freed ? 3 : 0;
};

const liftingWeight = (clause: readonly Word[]): number => (clause.some(({ is }) => (is & (LIFTED | RANK)) !== 0) ? 2 : 0);

/** `the following instructions take precedence`. */
const rankingWeight = (words: readonly Word[], at: number): number => {
  const before = words[at - 1];
  const ranked = clauseAfter(words, at).slice(0, 5);
  const named = before !== undefined && (before.is & (NEW | PRIOR)) !== 0;
  return ranked.some(({ is, text }) => (is & RANK) !== 0 && text !== 'apply' && text !== 'applies') && named ? 3 : 0;
};

const unspacedWeight = (lower: string): number => {
  for (const [verbs, objects] of UNSPACED_ORDERS)
    for (const verb of verbs) {
      const at = lower.indexOf(verb);
      if (at < 0) continue;
      const near = lower.slice(Math.max(0, at - 24), at + 24);
      if (objects.some((object) => near.includes(object))) return 4;
    }
  return 0;
};

/** Longest stretch that a phrase is looked for in: prompts are a page at most. */
const PHRASES_IN = 4096;

const scan = ({ lower }: View): number => {
  let marks = 0;
  for (const [mark, points] of MARKS) if (points > marks && lower.includes(mark)) marks = points;
  const words = wordsOf(lower);
  const best = { dropping: 0, revealing: 0, freeing: 0, ranking: 0 };
  let model = false;
  let you = false;
  let lifted = 0;
  for (let at = 0; at < words.length; at++) {
    const { is, text } = words[at] ?? CLAUSE_END;
    if (is === 0) continue;
    if ((is & MODEL) !== 0) model = true;
    if ((is & YOU) !== 0) you = true;
    if ((is & DROP) !== 0) {
      const after = droppingWeight(clauseAfter(words, at));
      // Verbs come last in some languages.
      best.dropping = Math.max(best.dropping, after, after < 2 && text.charCodeAt(0) > 127 ? droppingWeight(clauseBefore(words, at)) : 0);
    }
    if (text === 'attention' && words[at - 1]?.text === 'no')
      best.dropping = Math.max(best.dropping, droppingWeight(clauseAfter(words, at)));
    if ((text === 'following' || text === 'follow') && ['stop', 'not', "don't"].includes(words[at - 1]?.text ?? ''))
      best.dropping = Math.max(best.dropping, droppingWeight(clauseAfter(words, at)));
    if ((is & REVEAL) !== 0) {
      const clause = text.charCodeAt(0) > 0x600 ? clauseBefore(words, at) : clauseAfter(words, at);
      best.revealing = Math.max(best.revealing, revealingWeight(clause));
    }
    if ((is & YOU) !== 0 || (is & ANSWER) !== 0) best.freeing = Math.max(best.freeing, freeingWeight(words, at));
    if ((is & LIMITS) !== 0) lifted = Math.max(lifted, liftingWeight(clauseAfter(words, at)));
    if ((is & ORDERS) !== 0) best.ranking = Math.max(best.ranking, rankingWeight(words, at));
  }
  let phrases = 0;
  const head = lower.slice(0, PHRASES_IN);
  for (const [phrase, points] of PHRASES) if (phrase.test(head)) phrases = Math.max(phrases, points) + (phrases > 0 && points > 1 ? 1 : 0);
  const parts = [
    marks,
    best.dropping,
    best.revealing,
    best.freeing + (best.freeing > 0 && model ? 1 : 0),
    best.ranking,
    model || you ? lifted : 0,
    phrases,
  ];
  const strongest = Math.max(...parts);
  // One frame alone is what it is; each further one makes it likelier.
  const others = parts.filter((part) => part >= 2).length - 1;
  return Math.max(strongest + Math.max(0, others), unspacedWeight(lower));
};

export const promptScanner: Scanner = {
  class: 'prompt-injection',
  triggers: [
    ...[
      'ignor',
      'disregard',
      'forget ',
      'override',
      'bypass ',
      'no attention',
      'stop following',
      'system prompt',
      'prompt text',
      'instruct',
      'act as',
      'your new',
      'your next',
      'your real',
      'the password',
      'the secret',
      'your password',
      'your secret',
      'prompt',
      'ohne ',
      'sin ning',
      'sans auc',
      'sans rest',
      'senza ',
      'sem nenh',
      'sem rest',
      'sin rest',
      'modo d',
      'sviluppatore',
      'desenvolvedor',
      'desarrollador',
      'weigere',
      'refuse pas',
      'niegues',
      'recuse',
      'rifiut',
      'instruя',
      'instruzioni',
      'ab jetzt',
      'von nun an',
      'partir de',
      'in poi',
      'dass du',
      'que tu',
      'quiero que',
      'quero que',
      'che tu',
      'your rules',
      'your prompt',
      'your guide',
      'initial prompt',
      '<|',
      '[inst]',
      '[/inst]',
      'sys>>',
      '[system',
      '[admin',
      '</system',
      '<system_',
      '### system',
      '\nhuman:',
      'do anything now',
    ],
    ...[
      'developer mode',
      'god mode',
      'debug mode',
      ' mode enabled',
      'jailbr',
      'uncensored',
      'unrestricted',
      'without any',
      'no longer',
      'pretend',
      'want you to act',
      'in character',
      'role-play',
      'roleplay',
      'from now on',
      'you are',
      'you have no',
      'are you',
      'you will',
      'you given',
      'restrictions',
      'guidelines',
      'content policy',
      'safety',
      'precedence',
      'supersede',
    ],
    ...[
      'the words above',
      'text above',
      'words above',
      'everything above',
      'you were told',
      'tell the user',
      'warn the user',
      'reading this',
      'future conversation',
      'future session',
      'future request',
      'ai:',
      'evil ',
    ],
    ...[
      'vergiss',
      'vergess',
      'anweisung',
      'oublie',
      'consigne',
      'olvid',
      'instruccion',
      'esque',
      'dimentica',
      'istruzion',
      'negeer',
      'vergeet',
      'zapomnij',
      'instrukc',
      'polece',
      'talimat',
      'restri',
    ],
    // Letters of other scripts, four in a row.
    'яяяя',
  ],
  scan,
};
