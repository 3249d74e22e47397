// A prompt read word by word: what each word means in an order, and where a clause ends.
import { conceptsOf } from './prompt-words.ts';
import { isDigit, isLetter } from './text-scan.ts';

/** Words read of one prompt. */
const WORDS = 2048;
const LONGEST_WORD = 40;
const CLAUSE_ENDS = ',.;:!?\n。，！؟।';

const isWordPart = (code: number): boolean =>
  isLetter(code) || isDigit(code) || code === 39 || (code > 127 && code !== 0x3002 && code !== 0xff0c && code !== 0x2014);

/** A word with its concepts; an empty word ends a clause. */
export interface Word {
  readonly text: string;
  readonly is: number;
}

export const CLAUSE_END: Word = { text: '', is: 0 };

/** `1gn0r3`, and letters of other scripts that look like Latin ones among Latin ones. */
const LETTER_FOR = new Map([...'0134578аеосрхуіјѕοενρι'].map((sign, at) => [sign, [...'oieastbaeocpxyijsoevpi'][at] ?? sign] as const));

const isMixed = (text: string): boolean => {
  let plain = false;
  let other = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isLetter(code)) plain = true;
    else if (isDigit(code) || (code >= 0x370 && code < 0x500)) other = true;
  }
  return plain && other;
};

const spelt = (text: string): string => (isMixed(text) ? [...text].map((sign) => LETTER_FOR.get(sign) ?? sign).join('') : text);

export const wordsOf = (lower: string): readonly Word[] => {
  const words: Word[] = [];
  for (let at = 0; at < lower.length && words.length < WORDS; ) {
    let end = at;
    while (end < lower.length && isWordPart(lower.charCodeAt(end))) end++;
    if (end > at) {
      const text = spelt(lower.slice(at, Math.min(end, at + LONGEST_WORD)));
      words.push({ text, is: conceptsOf(text) });
    }
    if (end < lower.length && CLAUSE_ENDS.includes(lower.charAt(end))) words.push(CLAUSE_END);
    at = end + 1;
  }
  return words;
};
