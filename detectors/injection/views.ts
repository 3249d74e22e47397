// All the readings of one text that are worth a look: as written, decoded layer by layer, and each value it is made of.
import { decodeEscapes } from './decode-escapes.ts';
import { foldLookalikes } from './decode-lookalikes.ts';
import { decodePercent } from './decode-percent.ts';
import type { View } from './scanner.ts';
import { isWord } from './text-scan.ts';

/** Servers, frameworks and proxies were each seen to decode once more: four covers `%25252e` and an entity inside. */
const LAYERS = 4;
/** Values of a query or a JSON text that are read by themselves. Real requests have fewer; the text is also read as a whole. */
const VALUES = 32;

const LONGEST_NAME = 128;

export const viewOf = (text: string, decoded: boolean, place: View['place'], breaksSent = decoded): View => ({
  text,
  lower: text.toLowerCase(),
  decoded,
  breaksSent,
  place,
});

export const hasBreaks = (text: string): boolean => text.includes('\n') || text.includes('\r');

const decodeLayer = (text: string): string => foldLookalikes(decodeEscapes(decodePercent(text, !text.includes(' '))));

/** What decoding gives, outermost layer first; empty when nothing is encoded. */
export const decodedLayers = (text: string): readonly string[] => {
  const layers: string[] = [];
  let current = text;
  for (let layer = 0; layer < LAYERS; layer++) {
    const next = decodeLayer(current);
    if (next === current) break;
    layers.push(next);
    current = next;
  }
  // Parsers of old browsers and of C programs skip or stop at a NUL: `<scr%00ipt>`.
  if (current.includes('\u0000')) layers.push(current.replaceAll('\u0000', ''));
  return layers;
};

export interface Part {
  readonly text: string;
  readonly place: 'query' | 'json';
}

/** A parameter's name: what is not one makes the text no query. */
const isName = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!isWord(code) && !'.-[]$%+@'.includes(text.charAt(at))) return false;
  }
  return text.length > 0 && text.length <= LONGEST_NAME;
};

const queryValues = (text: string, into: Part[]): void => {
  const mark = text.indexOf('?');
  let end = mark + 1;
  // What follows a blank in a log line is not part of the query in it.
  while (end < text.length && text.charCodeAt(end) > 32) end++;
  // A text that is one query without its question mark may hold blanks: it was decoded, or written by hand.
  const pairs = mark < 0 && isName(text.slice(0, Math.max(0, text.indexOf('=')))) ? text : text.slice(mark + 1, end);
  if (mark < 0 && pairs !== text) return;
  for (const pair of pairs.split('&', VALUES)) {
    const equals = pair.indexOf('=');
    if (equals > 0 && equals < pair.length - 1 && isName(pair.slice(0, equals)) && into.length < VALUES)
      into.push({ text: pair.slice(equals + 1), place: 'query' });
  }
};

const unescaped = (inner: string): string => {
  try {
    const read: unknown = JSON.parse(`"${inner}"`);
    return typeof read === 'string' ? read : inner;
  } catch {
    return inner;
  }
};

/** Where an event that a function logs holds a request's parameters: their values are values of a query, whatever the form. */
const PARAMETERS = ['"queryStringParameters":', '"pathParameters":', '"multiValueQueryStringParameters":', '"querystring":'];

interface Stretch {
  readonly from: number;
  readonly to: number;
}

const parameterStretches = (text: string): readonly Stretch[] =>
  PARAMETERS.flatMap((name) => {
    const from = text.indexOf(name);
    const to = from < 0 ? -1 : text.indexOf('}', from + name.length);
    return to < 0 ? [] : [{ from: from + name.length, to }];
  });

const jsonStrings = (text: string, into: Part[]): void => {
  const parameters = parameterStretches(text);
  for (let at = text.indexOf('"'); at >= 0 && into.length < VALUES; ) {
    let end = at + 1;
    while (end < text.length && text.charCodeAt(end) !== 34) end += text.charCodeAt(end) === 92 ? 2 : 1;
    if (end >= text.length) return;
    const inner = text.slice(at + 1, end);
    if (inner.length > 3) {
      const place = parameters.length > 0 && parameters.some(({ from, to }) => at > from && at < to) ? 'query' : 'json';
      into.push({ text: inner.includes('\\') ? unescaped(inner) : inner, place });
    }
    at = text.indexOf('"', end + 1);
  }
};

const quotesOpen = (text: string, to: number): boolean => {
  let open = false;
  for (let at = 0; at < to; at++) if (text.charCodeAt(at) === 34) open = !open;
  return open;
};

/** What a sentence introduces (`Searching for: …`), what a path ends in: a value that an application puts behind its own words. */
const lastValue = (text: string, into: Part[]): void => {
  const colon = text.indexOf(': ');
  // Inside quotes that began before the colon, what follows is the rest of a quotation.
  if (colon > 0 && !quotesOpen(text, colon)) into.push({ text: text.slice(colon + 2), place: 'json' });
  const slash = text.charCodeAt(0) === 47 && !text.includes('?') ? text.lastIndexOf('/') : -1;
  if (slash > 0 && slash < text.length - 1) into.push({ text: text.slice(slash + 1), place: 'json' });
};

/** How API Gateway writes the maps of a request into its execution log: `Method request query string: {page=2, q=tea}`. */
const GATEWAY_MAPS = ['request query string: {', 'request path: {'];

const gatewayValues = (text: string, into: Part[]): void => {
  for (const opening of GATEWAY_MAPS) {
    const at = text.indexOf(opening);
    if (at < 0) continue;
    const end = text.lastIndexOf('}');
    for (const pair of text.slice(at + opening.length, end < at ? text.length : end).split(', ', VALUES)) {
      const equals = pair.indexOf('=');
      if (equals > 0 && equals < pair.length - 1 && into.length < VALUES) into.push({ text: pair.slice(equals + 1), place: 'query' });
    }
  }
};

/** The values inside a text that has parts: of a query, of JSON, behind a colon. */
export const partsOf = (text: string): readonly Part[] => {
  const found: Part[] = [];
  queryValues(text, found);
  gatewayValues(text, found);
  if (text.includes('":') || text.includes('" :') || text.startsWith('["')) jsonStrings(text, found);
  else lastValue(text, found);
  return found;
};
