// Text → JSON within the nesting limit. JSON.parse reads a million levels; nearly everything after it dies of them.
import type { Json, JsonObject } from '../../detectors/model/json.ts';
import { JSON_DEPTH } from './limits.ts';

export type ParsedJson = { readonly kind: 'json'; readonly value: Json } | { readonly kind: 'not-json' } | { readonly kind: 'too-deep' };

/** Whether the text opens more than `limit` brackets: two native scans, which end after few hits on real records. */
const opensMoreThan = (text: string, limit: number): boolean => {
  let opened = 0;
  for (let at = text.indexOf('{'); at !== -1; at = text.indexOf('{', at + 1)) if (++opened > limit) return true;
  for (let at = text.indexOf('['); at !== -1; at = text.indexOf('[', at + 1)) if (++opened > limit) return true;
  return false;
};

const QUOTE = 34;
const BACKSLASH = 92;
const OPENERS_AND_CLOSERS: Readonly<Record<number, number>> = { 91: 1, 123: 1, 93: -1, 125: -1 };

const isTextDeeper = (text: string, limit: number): boolean => {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      for (at++; at < text.length && text.charCodeAt(at) !== QUOTE; at++) if (text.charCodeAt(at) === BACKSLASH) at++;
    } else if (code === 123 || code === 125 || code === 91 || code === 93) {
      depth += OPENERS_AND_CLOSERS[code] ?? 0;
      if (depth > limit) return true;
    }
  }
  return false;
};

const isValueDeeper = (value: Json, limit: number): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  if (Array.isArray(value)) return value.some((part: Json) => isValueDeeper(part, limit - 1));
  for (const key in value) if (isValueDeeper((value as JsonObject)[key] ?? null, limit - 1)) return true;
  return false;
};

/** What a text of so few characters nests may be made (some 15 MB at worst) before it is looked at: its values are fewer than its characters. */
const MADE_FIRST = 256 * 1024;

const NOT_JSON: ParsedJson = { kind: 'not-json' };
const TOO_DEEP: ParsedJson = { kind: 'too-deep' };

export const parseJson = (text: string): ParsedJson => {
  // Depth cannot pass the number of brackets, so most records need no look.
  const maybeDeep = opensMoreThan(text, JSON_DEPTH);
  if (maybeDeep && text.length > MADE_FIRST && isTextDeeper(text, JSON_DEPTH)) return TOO_DEEP;
  try {
    const value = JSON.parse(text) as Json;
    return maybeDeep && isValueDeeper(value, JSON_DEPTH) ? TOO_DEEP : { kind: 'json', value };
  } catch {
    return maybeDeep && isTextDeeper(text, JSON_DEPTH) ? TOO_DEEP : NOT_JSON;
  }
};
