// All the readings of one text that are worth a look: as written, decoded layer by layer, and each value it is made of.
import { base64Texts } from './decode-base64.ts';
import { decodeEscapes } from './decode-escapes.ts';
import { foldLookalikes } from './decode-lookalikes.ts';
import { decodePercent } from './decode-percent.ts';
import type { View } from './scanner.ts';

/** Servers, frameworks and proxies were each seen to decode once more: four covers `%25252e` and an entity inside. */
const LAYERS = 4;
/** Values of a query or a JSON text that are read by themselves. Real requests have fewer; the text is also read as a whole. */
const VALUES = 32;

export const viewOf = (text: string, decoded: boolean, whole: boolean): View => ({ text, lower: text.toLowerCase(), decoded, whole });

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
  return layers.concat(base64Texts(text));
};

const queryValues = (text: string, into: string[]): void => {
  let at = text.indexOf('?');
  if (at < 0) {
    const equals = text.indexOf('=');
    if (equals <= 0 || text.slice(0, equals).includes(' ')) return;
    at = -1;
  }
  let end = at + 1;
  while (end < text.length && text.charCodeAt(end) > 32) end++;
  // Without blanks it is a query as it was sent; what follows a blank in a log line is not part of it.
  for (const pair of text.slice(at + 1, end).split('&', VALUES)) {
    const equals = pair.indexOf('=');
    if (equals >= 0 && equals < pair.length - 1 && into.length < VALUES) into.push(pair.slice(equals + 1));
  }
};

const jsonStrings = (text: string, into: string[]): void => {
  let at = text.indexOf('"');
  while (at >= 0 && into.length < VALUES) {
    let end = at + 1;
    while (end < text.length && text.charCodeAt(end) !== 34) end += text.charCodeAt(end) === 92 ? 2 : 1;
    if (end >= text.length) return;
    const inner = text.slice(at + 1, end);
    if (inner.includes('\\')) {
      try {
        const read: unknown = JSON.parse(`"${inner}"`);
        if (typeof read === 'string') into.push(read);
      } catch {
        into.push(inner);
      }
    } else if (inner.length > 3) into.push(inner);
    at = text.indexOf('"', end + 1);
  }
};

/** The values inside a text that has parts: of a query, of JSON. */
export const partsOf = (text: string): readonly string[] => {
  const found: string[] = [];
  queryValues(text, found);
  if (text.includes('":') || text.includes('" :') || text.startsWith('[')) jsonStrings(text, found);
  return found;
};
