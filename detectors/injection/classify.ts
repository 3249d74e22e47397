// Which injections a text carries, and how sure: every reading of the text past the scanners, where the prefilter does not rule it out.
import { base64Texts } from './decode-base64.ts';
import { confidenceOf, type InjectionHit } from './injection-class.ts';
import { CLASSES, ENCODED, promiseOf, SCANNERS } from './prefilter.ts';
import { newRecentResults } from './recent-results.ts';
import type { View } from './scanner.ts';
import { decodedLayers, hasBreaks, type Part, partsOf, viewOf } from './views.ts';

export type { InjectionClass, InjectionHit } from './injection-class.ts';

/**
 * A text is read from its beginning and from its end, so that neither padding before nor behind hides a payload; what lies
 * between in a longer one is not read. Payloads in public lists stay under 4,096 characters, request lines under 8,192.
 */
const HEAD = 12_288;
const TAIL = 4_096;

const NOTHING: readonly InjectionHit[] = [];

const bounded = (text: string): string => (text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`);

const weigh = (weights: number[], view: View, bits: number): void => {
  for (let index = 0; index < SCANNERS.length; index++) {
    if ((bits & (1 << index)) !== 0) weights[index] = Math.max(weights[index] ?? 0, SCANNERS[index]?.scan(view) ?? 0);
  }
};

/** JSON inside a string of JSON (a request's body in a log record) is opened once more, and no further. */
const NESTING = 1;

/** Reads what decoding gives: by itself, and where it was base64 (a body, a stream's data) as a text that has parts of its own. */
const weighDecoded = (weights: number[], text: string, place: View['place'], nesting: number): void => {
  for (const layer of decodedLayers(text)) {
    const inner = promiseOf(layer);
    if ((inner & CLASSES) !== 0) weigh(weights, viewOf(layer, true, place, !hasBreaks(text)), inner);
  }
  for (const read of base64Texts(text)) {
    const inner = promiseOf(read);
    if ((inner & CLASSES) !== 0) weigh(weights, viewOf(read, true, place), inner);
    if (nesting < NESTING) {
      for (const part of partsOf(read)) weighPart(weights, part, nesting + 1);
      if ((inner & ENCODED) !== 0) weighDecoded(weights, read, place, nesting + 1);
    }
  }
};

/** Reads a value of the text by itself, decoded if need be. */
const weighPart = (weights: number[], part: Part, nesting: number): void => {
  const bits = promiseOf(part.text);
  if (bits === 0) return;
  if ((bits & CLASSES) !== 0) weigh(weights, viewOf(part.text, false, part.place), bits);
  if (nesting < NESTING && part.text.charCodeAt(0) === 123) for (const inner of partsOf(part.text)) weighPart(weights, inner, nesting + 1);
  if ((bits & ENCODED) !== 0) weighDecoded(weights, part.text, part.place, nesting);
};

const hitsIn = (read: string, bits: number): readonly InjectionHit[] => {
  const weights: number[] = [];
  if ((bits & CLASSES) !== 0) weigh(weights, viewOf(read, false, 'text'), bits);
  for (const part of partsOf(read)) weighPart(weights, part, 0);
  if ((bits & ENCODED) !== 0) weighDecoded(weights, read, 'text', 0);
  const hits: InjectionHit[] = [];
  for (let index = 0; index < SCANNERS.length; index++) {
    const confidence = confidenceOf(weights[index] ?? 0);
    const scanner = SCANNERS[index];
    if (confidence !== undefined && scanner !== undefined) hits.push({ class: scanner.class, confidence });
  }
  return hits.length === 0 ? NOTHING : hits;
};

/** User agents, routes and the like come again and again, and it is they that the prefilter lets through. */
const remembered = newRecentResults<readonly InjectionHit[]>();

/** From this length on it costs less to look whether a text has come before than to ask the prefilter. */
const LONG_FOR_PREFILTER = 32;

const hitsOf = (text: string): readonly InjectionHit[] => {
  const bits = promiseOf(text);
  return bits === 0 ? NOTHING : hitsIn(text, bits);
};

/**
 * The injections in any logged text: sorted by class, at most one hit a class, a shared empty array when there is none.
 * Never throws; linear in the text up to 16 KiB and constant beyond.
 */
export const classifyInjection = (text: string): readonly InjectionHit[] => {
  const read = bounded(text);
  return promiseOf(read) === 0 ? NOTHING : remembered.of(read, hitsOf);
};

/** The same, for texts of which most have come before, as those of requests have and lines of a log have not. */
export const classifyFamiliar = (text: string): readonly InjectionHit[] =>
  text.length < LONG_FOR_PREFILTER ? classifyInjection(text) : remembered.of(bounded(text), hitsOf);

/** As `classifyInjection`, whatever the prefilter says of the whole: always taken apart and decoded. What its short cut is held against. */
export const classifyAtLength = (text: string): readonly InjectionHit[] => {
  const read = bounded(text);
  return hitsIn(read, promiseOf(read) | ENCODED);
};
