// Which injections a text carries, and how sure: a prefilter for the ordinary, then every reading of the text past the scanners.
import { base64Triggers } from './base64-triggers.ts';
import { commandScanner } from './command.ts';
import { base64Texts } from './decode-base64.ts';
import { deserialisationScanner } from './deserialisation.ts';
import { confidenceOf, type InjectionHit } from './injection-class.ts';

export type { InjectionClass, InjectionHit } from './injection-class.ts';

import { ldapScanner } from './ldap.ts';
import { headerScanner, logScanner } from './line-break.ts';
import { log4shellScanner } from './log4shell.ts';
import { nosqlScanner } from './nosql.ts';
import { promptScanner } from './prompt-injection.ts';
import { prototypeScanner } from './prototype-pollution.ts';
import { newRecentResults } from './recent-results.ts';
import type { Scanner, View } from './scanner.ts';
import { sqlScanner } from './sql.ts';
import { ssrfScanner } from './ssrf.ts';
import { templateScanner } from './template.ts';
import { traversalScanner } from './traversal.ts';
import { type Trigger, triggerSearch } from './trigger-automaton.ts';
import { decodedLayers, type Part, partsOf, viewOf } from './views.ts';
import { xpathScanner } from './xpath.ts';
import { xssScanner } from './xss.ts';
import { xxeScanner } from './xxe.ts';

/** In the order of their names: the order of the hits. */
const SCANNERS: readonly Scanner[] = [
  commandScanner,
  deserialisationScanner,
  headerScanner,
  ldapScanner,
  logScanner,
  log4shellScanner,
  nosqlScanner,
  traversalScanner,
  promptScanner,
  prototypeScanner,
  sqlScanner,
  ssrfScanner,
  templateScanner,
  xpathScanner,
  xssScanner,
  xxeScanner,
];

/**
 * A text is read from its beginning and from its end, so that neither padding before nor behind hides a payload; what lies
 * between in a longer one is not read. Payloads in public lists stay under 4,096 characters, request lines under 8,192.
 */
const HEAD = 12_288;
const TAIL = 4_096;

/** Encoded: decoding may show what the text as written does not. */
const ENCODED = 1 << SCANNERS.length;

/** A plus is a blank in a form, and stands in half of all other texts: it asks for decoding only where there is no blank. */
const PLUS = ENCODED << 1;

/** What payloads are recognised by inside base64, whose decoding costs more than the prefilter. */
const OPENINGS = [
  ...['../', '/etc/', 'passwd', '/proc/', 'http://1', 'file://', '169.254.'],
  ...['union ', 'UNION ', 'select ', 'SELECT ', 'Select ', "' or ", "' OR ", 'sleep(', 'WAITFOR'],
  ...['<script', '<svg', '<img', '<!DOCTYPE', '<!ENTITY', '<?php', '<?xml', '${jndi', '__proto__', '"$ne"', '"$gt"', '$where'],
  ...['whoami', 'cat /', 'curl ', 'wget ', '/bin/', 'exec(', 'eval(', 'system(', 'require(', 'import os', '__class__'],
  ...['ignore ', 'Ignore ', 'IGNORE ', 'instruction'],
];

/** Signs that something is encoded. */
const ENCODING_TRIGGERS = [
  ...[
    '%1',
    '%a',
    '%b',
    '%c',
    '%d',
    '%e',
    '%f',
    '%u',
    '%%',
    '&#',
    '&lt;',
    '&gt;',
    '&quot',
    '&apos',
    '&colon',
    '&lpar',
    '&newline',
    // A host in look-alikes.
    '://я',
    '://1я',
    '@я',
    '&tab',
    '\\u1',
    '\\u{',
    '\\x1',
    '1x1',
    '+or+',
    '+and+',
    '+union',
    '+select',
    '+order+',
    '\u2019',
  ],
  // JSON, and what is said to be encoded.
  'eyj',
  'ewog',
  'w1si',
  'isbase11encoded":true',
  ...base64Triggers(OPENINGS),
];

const searchAll = triggerSearch([
  ...SCANNERS.flatMap(({ triggers }, index): Trigger[] => triggers.map((word) => ({ word, bits: 1 << index }))),
  ...ENCODING_TRIGGERS.map((word) => ({ word, bits: ENCODED })),
  { word: '+', bits: PLUS },
]);

const search = (text: string): number => {
  const bits = searchAll(text);
  return bits < PLUS ? bits : (bits & ~PLUS) | (text.includes(' ') ? 0 : ENCODED);
};

const NOTHING: readonly InjectionHit[] = [];

const bounded = (text: string): string => (text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`);

const weigh = (weights: number[], view: View, bits: number): void => {
  for (let index = 0; index < SCANNERS.length; index++) {
    if ((bits & (1 << index)) !== 0) weights[index] = Math.max(weights[index] ?? 0, SCANNERS[index]?.scan(view) ?? 0);
  }
};

const CLASSES_MASK = ENCODED - 1;

/** JSON inside a string of JSON (a request's body in a log record) is opened once more, and no further. */
const NESTING = 1;

/** Reads what decoding gives: by itself, and where it was base64 (a body, a stream's data) as a text that has parts of its own. */
const weighDecoded = (weights: number[], text: string, place: View['place'], nesting: number): void => {
  for (const layer of decodedLayers(text)) {
    const inner = search(layer);
    if ((inner & CLASSES_MASK) !== 0) weigh(weights, viewOf(layer, true, place), inner);
  }
  for (const read of base64Texts(text)) {
    const inner = search(read);
    if ((inner & CLASSES_MASK) !== 0) weigh(weights, viewOf(read, true, place), inner);
    if (nesting < NESTING) {
      for (const part of partsOf(read)) weighPart(weights, part, nesting + 1);
      if ((inner & ENCODED) !== 0) weighDecoded(weights, read, place, nesting + 1);
    }
  }
};

/** Reads a value of the text by itself, decoded if need be. */
const weighPart = (weights: number[], part: Part, nesting: number): void => {
  const bits = search(part.text);
  if (bits === 0) return;
  if ((bits & CLASSES_MASK) !== 0) weigh(weights, viewOf(part.text, false, part.place), bits);
  if (nesting < NESTING && part.text.charCodeAt(0) === 123) for (const inner of partsOf(part.text)) weighPart(weights, inner, nesting + 1);
  if ((bits & ENCODED) !== 0) weighDecoded(weights, part.text, part.place, nesting);
};

const hitsIn = (read: string, bits: number): readonly InjectionHit[] => {
  const weights: number[] = [];
  if ((bits & CLASSES_MASK) !== 0) weigh(weights, viewOf(read, false, 'text'), bits);
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

/**
 * The injections in any logged text: sorted by class, at most one hit a class, a shared empty array when there is none.
 * Never throws; linear in the text up to 16 KiB and constant beyond.
 */
export const classifyInjection = (text: string): readonly InjectionHit[] => {
  const read = bounded(text);
  const bits = search(read);
  if (bits === 0) return NOTHING;
  return remembered.of(read, () => hitsIn(read, bits));
};
