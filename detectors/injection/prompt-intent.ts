// What a text is about, where no frame of an order fits: words of several kinds that meet only when somebody talks to a model about
// its orders, its limits and what it holds.
import type { Word } from './prompt-reading.ts';
import { DROP, LIFTED, LIMITS, MODEL, NEW, NONE, ORDERS, REVEAL, SECRET, YOU } from './prompt-words.ts';

const HOLDING = 1 << 20;
const GUARDED = 1 << 21;
const PRESSING = 1 << 22;

/** Kinds that are no part of an order's grammar. */
const MORE_WORDS = new Map(
  (
    [
      [
        HOLDING,
        'tool tools function functions plugin plugins api memory context email e-mail webhook url shell terminal database credentials password passwords token tokens key keys',
      ],
      [
        GUARDED,
        'confidential sensitive private restricted unrestricted uncensored unfiltered unlocked privileged admin exfiltrate attacker jailbroken forbidden prohibited hidden secretly silently secret secrets',
      ],
      [
        PRESSING,
        'important urgent attention critical must always immediately exactly verbatim strictly only please now instead note remember',
      ],
    ] as const
  ).flatMap(([kind, list]) => list.split(' ').map((word) => [word, kind] as const)),
);

const CORE = [ORDERS, LIMITS, SECRET | GUARDED, MODEL];
const AROUND = [DROP, YOU, REVEAL, HOLDING, PRESSING, NEW, NONE | LIFTED];

/** A page has words of every kind. */
const LONGEST = 80;

const countOf = (kinds: readonly number[], found: number): number => kinds.filter((kind) => (found & kind) !== 0).length;

/** 2 when enough kinds meet: two of the core and two around it, or three of the core and one. */
export const intentWeight = (words: readonly Word[]): number => {
  if (words.length > LONGEST) return 0;
  let found = 0;
  for (const { text, is } of words) found |= is | (MORE_WORDS.get(text) ?? 0);
  const core = countOf(CORE, found);
  return core >= 2 && core + countOf(AROUND, found) >= 4 ? 2 : 0;
};
