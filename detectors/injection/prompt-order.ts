// Orders to a language model, by their grammar: to leave its instructions, to tell them, to be free of limits.
import { CLAUSE_END, type Word } from './prompt-reading.ts';
import { ANSWER, DROP, LIFTED, LIMITS, MODEL, NEW, NONE, ORDERS, PRIOR, RANK, REVEAL, SECRET, TEXT, YOU } from './prompt-words.ts';

/** Words between an order's verb and its object: `ignore all of your previous safety instructions`. */
const REACH = 9;

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
const INPUTS = ['input', 'inputs', 'request', 'requests', 'messages', 'conversation', 'context', 'tasks', 'orders'];
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
  // `ignore prior inputs`
  if (
    clause.length <= 4 &&
    clause.some(({ is, text }) => (is & PRIOR) !== 0 && text !== 'all') &&
    clause.some(({ text }) => INPUTS.includes(text))
  )
    return 3;
  const limits = clause.findIndex(({ is }) => (is & LIMITS) !== 0);
  if (limits >= 0 && clause.some(({ text }) => MORALS.includes(text))) return 4;
  // `ignore your task`: only what is the reader's own.
  const own = clause.findIndex(({ is }) => (is & YOU) !== 0);
  const thing = clause[own + 1];
  return own >= 0 && own < 3 && thing !== undefined && ((thing.is & LIMITS) !== 0 || OWN_THINGS.includes(thing.text)) ? 4 : 0;
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

/** The weights of the kinds of order among the words. */
export const orderWeights = (words: readonly Word[]): readonly number[] => {
  let [dropping, revealing, freeing, ranking, lifted] = [0, 0, 0, 0, 0];
  let model = false;
  let you = false;
  for (let at = 0; at < words.length; at++) {
    const { is, text } = words[at] ?? CLAUSE_END;
    if (is === 0) continue;
    if ((is & MODEL) !== 0) model = true;
    if ((is & YOU) !== 0) you = true;
    if ((is & DROP) !== 0) {
      const after = droppingWeight(clauseAfter(words, at));
      // Verbs come last in some languages.
      dropping = Math.max(dropping, after, after < 2 && text.charCodeAt(0) > 127 ? droppingWeight(clauseBefore(words, at)) : 0);
    }
    const before = words[at - 1]?.text ?? '';
    if (
      (text === 'attention' && before === 'no') ||
      ((text === 'following' || text === 'follow') && ['stop', 'not', "don't"].includes(before))
    )
      dropping = Math.max(dropping, droppingWeight(clauseAfter(words, at)));
    if ((is & REVEAL) !== 0) {
      const clause = text.charCodeAt(0) > 0x600 ? clauseBefore(words, at) : clauseAfter(words, at);
      revealing = Math.max(revealing, revealingWeight(clause));
    }
    if ((is & (YOU | ANSWER)) !== 0) freeing = Math.max(freeing, freeingWeight(words, at));
    if ((is & LIMITS) !== 0) lifted = Math.max(lifted, liftingWeight(clauseAfter(words, at)));
    if ((is & ORDERS) !== 0) ranking = Math.max(ranking, rankingWeight(words, at));
  }
  return [dropping, revealing, freeing + (freeing > 0 && model ? 1 : 0), ranking, model || you ? lifted : 0];
};
