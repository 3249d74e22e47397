// Escapes of languages and markup that hide a payload: \u0027, \x27, &#39;, &lt;, 0x2e0x2e.
import { hexAt } from './decode-percent.ts';
import { charSet, isDigit } from './text-scan.ts';

const NAMED_ENTITIES = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['amp', '&'],
  ['colon', ':'],
  ['lpar', '('],
  ['rpar', ')'],
  ['equals', '='],
  ['sol', '/'],
  ['bsol', '\\'],
  ['period', '.'],
  ['newline', '\n'],
  ['tab', '\t'],
  ['nbsp', ' '],
]);

const LONGEST_NUMBER = 10;
const LONGEST_ENTITY = 10;
/** `\\u{10ffff}` */
const LONGEST_CODE_POINT = 10;

interface Decoded {
  readonly length: number;
  readonly by: string;
}

const character = (value: number): string => (value <= 0x10ffff ? String.fromCodePoint(value) : '\ufffd');

const entityAt = (text: string, at: number): Decoded | undefined => {
  if (text.charCodeAt(at + 1) !== 35) {
    const name = text.slice(at + 1, at + LONGEST_ENTITY);
    const end = name.indexOf(';');
    const by = end > 0 ? NAMED_ENTITIES.get(name.slice(0, end).toLowerCase()) : undefined;
    return by === undefined ? undefined : { length: end + 2, by };
  }
  const hexadecimal = (text.charCodeAt(at + 2) | 32) === 120;
  const start = at + (hexadecimal ? 3 : 2);
  let end = start;
  let value = 0;
  while (end < text.length && end - start < LONGEST_NUMBER) {
    const digit = hexadecimal ? hexAt(text, end, 1) : isDigit(text.charCodeAt(end)) ? text.charCodeAt(end) - 48 : -1;
    if (digit < 0) break;
    value = value * (hexadecimal ? 16 : 10) + digit;
    end++;
  }
  if (end === start) return undefined;
  return { length: end - at + (text.charCodeAt(end) === 59 ? 1 : 0), by: character(value) };
};

/** `\0061` in style sheets, `\141` in scripts. */
const numericEscapeAt = (text: string, at: number): Decoded | undefined => {
  const hexadecimal = text.startsWith('00', at + 1) ? hexAt(text, at + 3, 2) : -1;
  if (hexadecimal >= 32 && hexadecimal < 127) return { length: 5, by: character(hexadecimal) };
  let value = 0;
  for (let index = at + 1; index < at + 4; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit < 8)) return undefined;
    value = value * 8 + digit;
  }
  return value >= 32 && value < 127 ? { length: 4, by: character(value) } : undefined;
};

const escapeAt = (text: string, at: number): Decoded | undefined => {
  const letter = text.charCodeAt(at + 1);
  if (letter === 120) {
    const value = hexAt(text, at + 2, 2);
    return value < 0 ? undefined : { length: 4, by: character(value) };
  }
  if (isDigit(letter)) return numericEscapeAt(text, at);
  if (letter !== 117) return undefined;
  if (text.charCodeAt(at + 2) === 123) {
    const digits = text.slice(at + 3, at + LONGEST_CODE_POINT).indexOf('}');
    const value = digits > 0 ? hexAt(text, at + 3, digits) : -1;
    return value < 0 ? undefined : { length: digits + 4, by: character(value) };
  }
  const value = hexAt(text, at + 2, 4);
  return value < 0 ? undefined : { length: 6, by: String.fromCharCode(value) };
};

/** `0x2e0x2e0x2f`: only in runs, since a single one is an ordinary number. */
const hexRunAt = (text: string, at: number): Decoded | undefined => {
  let by = '';
  let end = at;
  while (text.charCodeAt(end) === 48 && (text.charCodeAt(end + 1) | 32) === 120) {
    const value = hexAt(text, end + 2, 2);
    if (value < 0) break;
    by += String.fromCharCode(value);
    end += 4;
  }
  return by.length >= 2 ? { length: end - at, by } : undefined;
};

const decodedAt = (text: string, at: number): Decoded | undefined => {
  switch (text.charCodeAt(at)) {
    case 38:
      return entityAt(text, at);
    case 92:
      return escapeAt(text, at);
    default:
      return hexRunAt(text, at);
  }
};

/** An ampersand, a backslash, and the nought of `0x`. */
const BEGINS = charSet('&\\0');

/** Gives the same string when there is nothing to decode. */
export const decodeEscapes = (text: string): string => {
  if (!text.includes('&') && !text.includes('\\') && !text.includes('0x') && !text.includes('0X')) return text;
  let out = '';
  let copied = 0;
  for (let at = 0; at < text.length; ) {
    const found = BEGINS.has(text.charCodeAt(at)) ? decodedAt(text, at) : undefined;
    if (found === undefined) at++;
    else {
      out += text.slice(copied, at) + found.by;
      at += found.length;
      copied = at;
    }
  }
  return copied === 0 ? text : out + text.slice(copied);
};
