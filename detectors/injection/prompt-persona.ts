// Role-play that frees a model: not one phrase but many words of a few kinds together, in a text of any length.
import type { Word } from './prompt-reading.ts';

const MODEL = 1;
const FREED = 2;
const ROLE = 4;
const ALWAYS = 8;
const ANSWERS = 16;

const KINDS: readonly (readonly [number, string])[] = [
  [MODEL, 'ai ais chatbot gpt chatgpt openai anthropic llm assistant bing bard gemini claude dan'],
  [
    FREED,
    'unfiltered uncensored unrestricted unethical immoral amoral illegal immorality unlimited toxic offensive explicit inappropriate unsafe harmful swear swears profanity curse insult hateful evil censored censoring censorship moralizing nsfw restrictions morals ethics limitations unhinged rebellious malicious',
  ],
  [
    ROLE,
    'pretend simulate simulates simulating roleplay persona personas character characters hypothetical fictional imaginary imaginative ego game scenario act acting play playing mode named called story',
  ],
  [ALWAYS, 'always never must every matter regardless anything whatever any'],
  [ANSWERS, 'answer answers respond responds responding response responses reply replies generate output prompt request requests question'],
];

const KIND_OF = new Map(KINDS.flatMap(([kind, list]) => list.split(' ').map((word) => [word, kind] as const)));

/** Kinds that there must be, and different words that free: a page about language models has some of each kind. */
const FREEING_WORDS = 2;

/** 0, 2 when every kind is there, 4 when much of what frees is. */
export const personaWeight = (words: readonly Word[]): number => {
  let kinds = 0;
  const freeing = new Set<string>();
  for (const { text } of words) {
    const kind = KIND_OF.get(text) ?? 0;
    kinds |= kind;
    if (kind === FREED) freeing.add(text);
  }
  const all = MODEL | FREED | ROLE | ALWAYS | ANSWERS;
  if (kinds === all && freeing.size >= FREEING_WORDS) return freeing.size > FREEING_WORDS ? 4 : 3;
  return (kinds & ~MODEL) === (all & ~MODEL) && freeing.size > FREEING_WORDS ? 2 : 0;
};
