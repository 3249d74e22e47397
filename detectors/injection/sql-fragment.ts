// Shapes of SQL that tell as they stand, whatever they are pasted into.
import { heaviestPart } from './heaviest-part.ts';
import type { View } from './scanner.ts';
import { TELLING_NESTS } from './sql-words.ts';

/** `select-1.from`, `select~1`, `select@x`: MySQL needs no blank there, and nobody but an attacker leaves it out. */
const selectsEvasively = (lower: string): boolean =>
  lower.startsWith('select') && '-~@!\\.+'.includes(lower.charAt(6)) && lower.length > 7 && lower.includes('from');

const nestSearch = heaviestPart(TELLING_NESTS.map((nest) => [nest, 1] as const));

const NEST_HEADS = /\(\s{0,4}select|concat|floor|xmltype|exp\s?\(~|elt\(|make_set|char\s?\(|chr\s?\(|case when|procedure/;

/** `concat ( 0x71…`, `floor(rand(0)*2)`: blanks aside. */
const nestsTellingly = (lower: string): boolean =>
  NEST_HEADS.test(lower) && nestSearch(lower.replace(/\s+|\d{2,}/g, (part) => (part.trim() === '' ? '' : '1'))) > 0;

/** `) as x from`, `` ` as `x` where ``: the end of a nested query, and the rest of the outer one. */
const ENDS_QUERY = /^[\s)'"`]{1,8}as\s{1,4}['"`]?\w{1,32}['"`]?\s{1,4}(?:from|where|on|order|group)\b/;
/** Statements that run what a string holds. */
const RUNS_STRING = /^\s*(?:execute\s{1,4}immediate\b|exec(?:ute)?\s{1,4}(?:master|sp_|xp_)|declare\s{1,4}@\w)/;

const LONGEST_QUOTES = 5;
/** Quotes around an operator, or one with what ends a statement, and nothing else: whether the statement breaks is to be seen. */
const QUOTES_ALONE = /^(?:\\'|['"]\s?[-&^*+<>]{1,2}\s?['"]|['"][;)#]{1,2})$/;

export const fragmentWeight = ({ lower, place }: View): number => {
  if (lower.length <= LONGEST_QUOTES) return place !== 'json' && QUOTES_ALONE.test(lower) ? 2 : 0;
  if (selectsEvasively(lower) || nestsTellingly(lower)) return 3;
  return ENDS_QUERY.test(lower) || RUNS_STRING.test(lower) ? 2 : 0;
};
