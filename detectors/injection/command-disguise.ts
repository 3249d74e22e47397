// What a shell makes of a command line that hides its words: quotes and backslashes inside them, variables that are empty, `$IFS`
// for a blank, braces, and names with wildcards. Linear; for looking at only.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: payloads are spelt as they are sent.
import { charSet, isDigit, isLetter, isWord } from './text-scan.ts';

/** Longer command lines are scripts, and no value of a request. */
const LONGEST = 2048;

/** What may hide a word. */
const HIDES = charSet('\\\'"${},^');

const isJoined = (text: string, at: number): boolean => isWord(text.charCodeAt(at)) || text.charAt(at) === '/' || text.charAt(at) === '.';

/** The end of an expansion at `$`, and whether it stands for a blank; undefined when it is none that comes out empty. */
const expansionAt = (text: string, at: number): { readonly end: number; readonly blank: boolean } | undefined => {
  const next = text.charAt(at + 1);
  if (text.startsWith('ifs', at + 1)) return { end: at + 4, blank: true };
  if (text.startsWith('{ifs', at + 1)) {
    const close = text.indexOf('}', at);
    return close < 0 || close - at > 16 ? undefined : { end: close + 1, blank: true };
  }
  // Positional and special parameters of a shell without arguments are empty.
  if ('@*!_?-#'.includes(next) && next !== '') return { end: at + 2, blank: false };
  if (isDigit(text.charCodeAt(at + 1))) return { end: at + 2, blank: false };
  if (next === '{' || isLetter(text.charCodeAt(at + 1))) {
    let end = at + (next === '{' ? 2 : 1);
    while (end < text.length && end - at < 16 && isWord(text.charCodeAt(end))) end++;
    if (next === '{') return text.charAt(end) === '}' ? { end: end + 1, blank: false } : undefined;
    // `/etc$u/passwd$u`: a name of a letter or two, which nobody set.
    return end - at <= 3 ? { end, blank: false } : undefined;
  }
  return undefined;
};

/** `lower` must be in lower case. Gives the same string when nothing is hidden. */
export const undisguised = (lower: string): string => {
  if (lower.length > LONGEST) return lower;
  let out = '';
  let copied = 0;
  let braces = 0;
  const replace = (from: number, to: number, by: string): void => {
    out += lower.slice(copied, from) + by;
    copied = to;
  };
  for (let at = 0; at < lower.length; at++) {
    if (!HIDES.has(lower.charCodeAt(at))) continue;
    const symbol = lower.charAt(at);
    const before = at > 0 && isJoined(lower, at - 1);
    const after = isJoined(lower, at + 1);
    if (
      symbol === '\\' &&
      isLetter(lower.charCodeAt(at + 1)) &&
      (before || isLetter(lower.charCodeAt(at + 2))) &&
      !'nrtux'.includes(lower.charAt(at + 1))
    ) {
      replace(at, at + 1, '');
      continue;
    }
    // The command processor of Windows drops it.
    if (symbol === '^' && before && after) {
      replace(at, at + 1, '');
      continue;
    }
    // Inside a word, or an empty pair at its edge: quotes around a word are everywhere.
    if ((symbol === "'" || symbol === '"') && before && (after || lower.charAt(at + 1) === symbol || lower.charAt(at - 1) === symbol)) {
      replace(at, at + 1, '');
      continue;
    }
    if (symbol === '$') {
      const expansion = expansionAt(lower, at);
      if (expansion !== undefined) {
        replace(at, expansion.end, expansion.blank ? ' ' : '');
        at = expansion.end - 1;
        continue;
      }
    }
    if (symbol === '{' && isLetter(lower.charCodeAt(at + 1))) {
      const close = lower.indexOf('}', at);
      const comma = lower.indexOf(',', at);
      if (close > 0 && comma > 0 && comma < close && close - at < 128 && !lower.slice(at, close).includes(':')) braces = close;
    }
    if (at < braces && symbol === ',') replace(at, at + 1, ' ');
    else if (braces > 0 && (at === braces || (symbol === '{' && at < braces))) replace(at, at + 1, '');
  }
  return copied === 0 ? lower : out + lower.slice(copied);
};

/** Files that attackers name by wildcards, since filters know their names. */
const GLOBBED = [
  '/bin/cat',
  '/bin/ls',
  '/bin/sh',
  '/bin/bash',
  '/bin/nc',
  '/bin/id',
  '/usr/bin/id',
  '/usr/bin/curl',
  '/usr/bin/wget',
  '/usr/bin/whoami',
  '/etc/passwd',
  '/etc/shadow',
  '/etc/hosts',
  '/proc/self/environ',
];

/** Whether a pattern of `?` and `*` names a file; linear in both, as a shell's own matching with a single place to go back to. */
const matchesGlob = (pattern: string, name: string): boolean => {
  let [at, place, star, mark] = [0, 0, -1, 0];
  while (place < name.length) {
    const symbol = pattern.charAt(at);
    if (at < pattern.length && (symbol === name.charAt(place) || (symbol === '?' && name.charAt(place) !== '/'))) {
      at++;
      place++;
    } else if (symbol === '*') {
      star = at++;
      mark = place;
    } else if (star >= 0 && name.charAt(mark) !== '/') {
      at = star + 1;
      place = ++mark;
    } else return false;
  }
  while (pattern.charAt(at) === '*') at++;
  return at === pattern.length;
};

const PATHS = 8;

/** `/???/??t /???/??ss??`, `cat /e?c/pa*wd`: a path of wildcards that names what an attacker wants. */
export const namesByWildcards = (lower: string): boolean => {
  let seen = 0;
  for (let at = lower.indexOf('/'); at >= 0 && seen < PATHS; seen++) {
    let end = at;
    let wild = 0;
    let own = 0;
    while (end < lower.length && end - at < 32) {
      const symbol = lower.charAt(end);
      if (symbol === '?' || symbol === '*') wild++;
      else if (symbol !== '/' && !isWord(lower.charCodeAt(end))) break;
      else if (symbol !== '/') own++;
      end++;
    }
    const path = lower.slice(at, end);
    if (wild > 0 && (wild > 1 || own > 3) && !path.startsWith('/*') && GLOBBED.some((name) => matchesGlob(path, name))) return true;
    at = lower.indexOf('/', Math.max(end, at + 1));
  }
  return false;
};
