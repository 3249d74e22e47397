// Format strings of C and its heirs in input: `%x%x%x%n`, `%08x.%08x`, `%99999999s`. Runs of directives, which no word has.
import type { View } from './scanner.ts';
import { isDigit } from './text-scan.ts';

/** Directives that print or write memory; those of dates (`%Y`, `%m`, `%H`) are none of them. */
const CONVERSIONS = 'dxsnpuoiIfFeEgGaAcX@';
const SEPARATORS = '.,|:_-';

/** This many in a row are no message with gaps to fill. */
const RUN = 3;
/** A width that fills memory: no column is as wide. */
const WIDE_DIGITS = 5;
/** Directives looked at: payloads repeat them by the hundred. */
const MOST = 256;

interface Directive {
  readonly end: number;
  /** `%20d` may be a blank and a letter, percent-encoded; `%5$n` and `%s` may not. */
  readonly isPlain: boolean;
  readonly writes: boolean;
  readonly isWide: boolean;
}

const directiveAt = (text: string, at: number): Directive | undefined => {
  let end = at + 1;
  let digits = 0;
  let hasMark = false;
  for (; end < text.length && end - at < 24; end++) {
    const code = text.charCodeAt(end);
    if (isDigit(code)) digits++;
    else if (text.charAt(end) === '.' || text.charAt(end) === '$' || text.charAt(end) === '*' || text.charAt(end) === '#') hasMark = true;
    else break;
  }
  while (end - at < 28 && (text.charAt(end) === 'h' || text.charAt(end) === 'l')) end++;
  const conversion = text.charAt(end);
  if (conversion === '' || !CONVERSIONS.includes(conversion)) return undefined;
  return {
    end: end + 1,
    isPlain: digits === 0 || hasMark,
    writes: conversion === 'n' && (digits === 0 || hasMark),
    isWide: digits >= WIDE_DIGITS,
  };
};

/** What stands around the directives of a probe: separators, a line break as written, and one letter again and again. */
const isPadding = (rest: string): boolean => {
  const letters = new Set([...rest.slice(0, 64).replaceAll('\\n', '')].filter((character) => !SEPARATORS.includes(character)));
  return letters.size <= 1;
};

/** Weight of the runs of directives in a text as it was written. */
export const formatStringWeight = ({ text, decoded, place }: View): number => {
  if (decoded) return 0;
  let [seen, run, last, rest] = [0, 0, -1, ''];
  let best = 0;
  for (let at = text.indexOf('%'); at >= 0 && seen < MOST; at = text.indexOf('%', at + 1)) {
    const directive = directiveAt(text, at);
    if (directive === undefined) continue;
    if (rest.length < 64) rest += text.slice(Math.max(last, 0), at);
    seen++;
    const gap = text.slice(Math.max(last, 0), at);
    const follows = last >= 0 && (gap === '' || (gap.length === 1 && SEPARATORS.includes(gap)));
    run = directive.isPlain ? (follows ? run + 1 : 1) : 0;
    if (run >= RUN || directive.isWide || (directive.writes && seen > 1 && follows)) best = 4;
    last = directive.end;
    at = directive.end - 1;
  }
  if (seen === 0 || best > 0) return best;
  // Directives and nothing else, but for padding: `AAAA%x`, `%08x`. Inside other texts that may be anything.
  return place === 'text' && text.length <= 64 && isPadding(rest + text.slice(last)) ? 2 : 0;
};
