// `{type=AssumedRole, sessioncontext={…}}`: how query engines write a structure into a column of text.
import type { Json, JsonObject } from '../../detectors/model/json.ts';

/** CloudTrail's identities are four deep. */
const DEEPEST = 8;
const MOST_FIELDS = 200;

interface Read {
  readonly value: Json;
  readonly end: number;
}

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** Ends of a plain value: what follows it in a structure or list. */
const plainEnd = (text: string, from: number): number => {
  let at = from;
  while (at < text.length && text[at] !== '}' && text[at] !== ']' && !(text[at] === ',' && text[at + 1] === ' ')) at++;
  return at;
};

const valueAt = (text: string, at: number, depth: number): Read | undefined => {
  if (depth > DEEPEST) return undefined;
  if (text[at] === '{') return structAt(text, at, depth);
  if (text[at] === '[') return listAt(text, at, depth);
  const end = plainEnd(text, at);
  const plain = text.slice(at, end);
  return { value: plain === 'null' ? null : plain, end };
};

/** Behind a value: the next one's place, the closing mark's, or neither. */
const afterValue = (text: string, at: number, close: string): { readonly next: number } | { readonly end: number } | undefined => {
  if (text[at] === close) return { end: at + 1 };
  return text.startsWith(', ', at) ? { next: at + 2 } : undefined;
};

const listAt = (text: string, start: number, depth: number): Read | undefined => {
  if (text[start + 1] === ']') return { value: [], end: start + 2 };
  const list: Json[] = [];
  for (let at = start + 1; list.length < MOST_FIELDS; ) {
    const read = valueAt(text, at, depth + 1);
    if (read === undefined) return undefined;
    list.push(read.value);
    const after = afterValue(text, read.end, ']');
    if (after === undefined) return undefined;
    if ('end' in after) return { value: list, end: after.end };
    at = after.next;
  }
  return undefined;
};

const structAt = (text: string, start: number, depth: number): Read | undefined => {
  if (text[start + 1] === '}') return { value: {}, end: start + 2 };
  const fields: [string, Json][] = [];
  for (let at = start + 1; fields.length < MOST_FIELDS; ) {
    const equals = text.indexOf('=', at);
    const name = equals === -1 || equals - at > 64 ? '' : text.slice(at, equals);
    if (!NAME.test(name)) return undefined;
    const read = valueAt(text, equals + 1, depth + 1);
    if (read === undefined) return undefined;
    fields.push([name, read.value]);
    const after = afterValue(text, read.end, '}');
    if (after === undefined) return undefined;
    if ('end' in after) return { value: Object.fromEntries(fields), end: after.end };
    at = after.next;
  }
  return undefined;
};

/** The structure; undefined when the text is none, or holds more behind it. */
export const structText = (text: string): JsonObject | undefined => {
  if (!text.startsWith('{')) return undefined;
  const read = structAt(text, 0, 0);
  return read !== undefined && read.end === text.length ? (read.value as JsonObject) : undefined;
};
