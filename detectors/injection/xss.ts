// Cross-site scripting: markup that runs script, read tag by tag and attribute by attribute as a browser would.
import type { Scanner, View } from './scanner.ts';
import { includesAny, isLetter, isSpace, isWord, skipSpace, wordEnd } from './text-scan.ts';
import { START } from './trigger-automaton.ts';
import { EVENTS, FORMATTING, SCRIPT_PARTS, SCRIPT_SCHEMES, TAGS } from './xss-words.ts';

const TAGS_READ = 128;
const LONGEST_TAG = 2048;

const withoutBlanks = (text: string): string => {
  let out = '';
  for (let at = 0; at < text.length; at++) if (!isSpace(text.charCodeAt(at)) && text.charCodeAt(at) !== 0xfffd) out += text.charAt(at);
  return out;
};

/** `onerror=`, `onload =`: on, then letters, then an equals sign. */
const handlerAt = (text: string, at: number): boolean => {
  if (!text.startsWith('on', at)) return false;
  let end = at + 2;
  while (end < text.length && end - at < 32 && isLetter(text.charCodeAt(end))) end++;
  if (end - at < 5) return false;
  while (end < text.length && end - at < 48 && (isSpace(text.charCodeAt(end)) || text.charCodeAt(end) > 127)) end++;
  return text.charCodeAt(end) === 61;
};

/** The weight of what a tag's attributes do. */
const attributesWeight = (inner: string): number => {
  let weight = 0;
  for (let at = inner.indexOf('on'); at >= 0; at = inner.indexOf('on', at + 2)) {
    if ((at === 0 || !isWord(inner.charCodeAt(at - 1))) && handlerAt(inner, at)) {
      weight = 7;
      break;
    }
  }
  const joined = withoutBlanks(inner);
  if (includesAny(joined, SCRIPT_SCHEMES)) weight += 6;
  if (joined.includes('style=') && includesAny(joined, ['expression(', 'behavior:', 'behaviour:', '-moz-binding', 'url(', '@import']))
    weight += 4;
  if (includesAny(joined, ['src=//', 'src=http', 'src="http', "src='http", 'src="//'])) weight += 1;
  if (joined.includes('srcdoc=')) weight += 4;
  if (joined.includes('http-equiv') || joined.includes('formaction') || joined.includes('xlink:href')) weight += 2;
  return weight;
};

const tagWeight = (lower: string, at: number): { weight: number; end: number } => {
  let start = at + 1;
  while (
    start < lower.length &&
    start - at < 8 &&
    (isSpace(lower.charCodeAt(start)) || lower.charAt(start) === '/' || lower.charAt(start) === '<' || lower.charCodeAt(start) > 127)
  )
    start++;
  let end = start;
  while (end < lower.length && end - start < 24 && (isWord(lower.charCodeAt(end)) || lower.charAt(end) === ':')) end++;
  if (end === start || !isLetter(lower.charCodeAt(start))) return { weight: 0, end: at + 1 };
  const name = lower.slice(start, end);
  const local = name.slice(name.lastIndexOf(':') + 1);
  let close = end;
  const limit = Math.min(lower.length, end + LONGEST_TAG);
  while (close < limit && lower.charAt(close) !== '>') close++;
  const closing = lower.charAt(start - 1) === '/' && start > at + 1;
  const base = TAGS.get(local) ?? 0;
  const attributes = close > end ? attributesWeight(lower.slice(end, close)) : 0;
  const after = lower.charAt(end);
  // A tag's name ends in a blank, a slash or a bracket; `List<String>` and `<img>` differ by the name alone.
  const named = after === '' || after === '>' || after === '/' || after === '<' || !isWord(lower.charCodeAt(end));
  return { weight: attributes + (named && !(closing && base < 6) ? base : 0), end: attributes > 0 ? close : end };
};

/** `"><b>`, `'><a href=…>`: a quote and a bracket leave the attribute that a value stands in. */
const leavesAttribute = (lower: string): boolean => {
  let at = 0;
  while (at < 4 && '"\'`/)'.includes(lower.charAt(at)) && at < lower.length) at++;
  if (at === 0) return false;
  at = skipSpace(lower, at);
  if (lower.charAt(at) !== '>') return false;
  while (at < lower.length && (lower.charAt(at) === '>' || isSpace(lower.charCodeAt(at)))) at++;
  return at < lower.length && (lower.charAt(at) === '<' || lower.includes('(', at));
};

/** A value that begins with formatting markup. */
const formats = (lower: string): boolean => {
  const name = lower.startsWith('</') ? 2 : 1;
  return lower.startsWith('<!--') || (lower.startsWith('<') && FORMATTING.has(lower.slice(name, wordEnd(lower, name))));
};

/** `&#0060;`, `\u003c`: one bracket and nothing else, encoded to see whether it comes out decoded. */
const isEncodedBracket = (lower: string): boolean => {
  if (lower.length > 12) return false;
  for (const start of ['&#x', '&#', '\\u', '\\x', '%']) {
    if (!lower.startsWith(start)) continue;
    let at = start.length;
    while (lower.charAt(at) === '0') at++;
    const rest = lower.endsWith(';') ? lower.slice(at, -1) : lower.slice(at);
    return start === '&#' ? rest === '60' || rest === '62' : rest === '3c' || rest === '3e';
  }
  return false;
};

/** `onpointerrawupdate` and nothing else: a filter is being asked which handlers it knows. */
const isLoneHandler = (lower: string): boolean =>
  lower.startsWith('on') && wordEnd(lower, 0) === lower.length && EVENTS.some((event) => lower.startsWith(event, 2));

const isPage = (lower: string): boolean => lower.startsWith('<!doctype html') || lower.startsWith('<html');

const scan = ({ lower, place }: View): number => {
  let tags = 0;
  let read = 0;
  for (let at = lower.indexOf('<'); at >= 0 && read < TAGS_READ; read++) {
    const { weight, end } = tagWeight(lower, at);
    tags = Math.max(tags, weight);
    at = lower.indexOf('<', end);
  }
  let script = 0;
  for (const [part, weight] of SCRIPT_PARTS) if (weight > script && lower.includes(part)) script = weight;
  let other = leavesAttribute(lower)
    ? 3
    : place !== 'json' && (formats(lower) || isEncodedBracket(lower) || (place === 'text' && isLoneHandler(lower)))
      ? 2
      : 0;
  if (lower.includes('<!--[if')) other = Math.max(other, 3);
  // `" onfocus=alert(1)`, `'><`: the attribute or tag that the text stands in is left.
  for (const quote of ['"', "'", '`']) {
    let seen = 0;
    for (let at = lower.indexOf(quote); at >= 0 && seen < 64; seen++, at = lower.indexOf(quote, at + 1)) {
      let next = at + 1;
      while (next < lower.length && next - at < 8 && (isSpace(lower.charCodeAt(next)) || lower.charAt(next) === '/')) next++;
      if (handlerAt(lower, next)) other = Math.max(other, 4);
    }
  }
  if (handlerAt(lower, 0)) other = Math.max(other, 4);
  const joined = lower.includes(':') && lower.length <= LONGEST_TAG ? withoutBlanks(lower) : lower;
  // `JavaScript: basics of the language`: a heading. Script has a call, a comparison or a name right behind the colon.
  const isHeading = /^(?:java|vb|live)script: [a-z]/.test(lower) && !/[(=`]/.test(lower);
  if (!isHeading && includesAny(joined, SCRIPT_SCHEMES.slice(0, 4)))
    other = Math.max(other, joined.startsWith('javascript:') || joined.startsWith('vbscript:') ? 4 : 3);
  const total = tags + other + (tags + other > 0 ? script : script >= 4 ? 3 : script >= 3 ? 2 : 0);
  // A whole page is somebody's error page: its scripts are its own.
  return isPage(lower) && script < 4 ? Math.min(total, 4) : total;
};

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

export const xssScanner: Scanner = {
  class: 'xss',
  triggers: [
    ...EVENTS.map((event) => `${START}on${event}`),
    ...[...LETTERS].map((letter) => `<${letter}`),
    ...[
      '</',
      '<!',
      '<?',
      '<%',
      '<\\',
      '< ',
      '<<',
      '" on',
      "' on",
      '` on',
      '">',
      "'>",
      'onerror',
      'onload',
      'onclick',
      'onmouse',
      'onfocus',
      'onblur',
      'onkeyd',
      'onkeyp',
      'onkeyu',
      'onpointer',
      'ontouch',
      'onanimation',
      'ontransition',
    ],
    ...[
      'onwheel',
      'onscroll',
      'onpaste',
      'oncopy',
      'oncut',
      'ontoggle',
      'onhashchange',
      'onpageshow',
      'onbegin',
      'ondrag',
      'oninput',
      'onchange=',
      'onsubmit',
      'script:',
      'mocha:',
      'behavior:',
      '-moz-binding',
      'expression(',
      'data:text/html',
    ],
    ...[
      'data:image/svg',
      'srcdoc',
      '@import',
      'document.',
      'window.location',
      "window['",
      'window["',
      "top['",
      'top["',
      "self['",
      "this['",
      'location.hash',
      'fromcharcode',
      'alert(',
      'alert`',
      'prompt(',
      'confirm(',
      'with(',
      'unescape(',
      '.constructor',
    ],
    ...["['constructor", 'urn:schemas'],
    ...['&#1', '&#x', '\\u1', '\\x1', '%1c', '%1e'].map((bracket) => START + bracket),
  ],
  scan,
};
