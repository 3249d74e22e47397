// What a text may carry, told in one pass and without allocating: the scanners a word of whose triggers is in it, and signs that it
// must be decoded or taken apart first. Most log lines hold none, and need no reading.
import { base64Triggers } from './base64-triggers.ts';
import { commandScanner } from './command.ts';
import { deserialisationScanner } from './deserialisation.ts';
import { ldapScanner } from './ldap.ts';
import { headerScanner, logScanner } from './line-break.ts';
import { log4shellScanner } from './log4shell.ts';
import { nosqlScanner } from './nosql.ts';
import { promptScanner } from './prompt-injection.ts';
import { prototypeScanner } from './prototype-pollution.ts';
import type { Scanner } from './scanner.ts';
import { sqlScanner } from './sql.ts';
import { ssrfScanner } from './ssrf.ts';
import { templateScanner } from './template.ts';
import { traversalScanner } from './traversal.ts';
import { type Trigger, triggerSearch } from './trigger-automaton.ts';
import { xpathScanner } from './xpath.ts';
import { xssScanner } from './xss.ts';
import { xxeScanner } from './xxe.ts';

/** In the order of their names: the order of the hits. */
export const SCANNERS: readonly Scanner[] = [
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

/** The bits of the scanners: bit n is the n-th's. */
export const CLASSES = (1 << SCANNERS.length) - 1;

/** Encoded: decoding may show what the text as written does not. */
export const ENCODED = 1 << SCANNERS.length;

/** A string of JSON with escapes: by itself it may show what the text as written does not. */
const ESCAPED = ENCODED << 1;

/** A plus is a blank in a form, and stands in half of all other texts: it asks for decoding only where there is no blank. */
const PLUS = ESCAPED << 1;

/** What payloads are recognised by inside base64, whose decoding costs more than the prefilter. */
const OPENINGS = [
  ...['../', '/etc/', 'passwd', '/proc/', 'http://1', 'file://', '169.254.'],
  ...['union ', 'UNION ', 'select ', 'SELECT ', 'Select ', "' or ", "' OR ", 'sleep(', 'WAITFOR'],
  ...['<script', '<svg', '<img', '<!DOCTYPE', '<!ENTITY', '<?php', '<?xml', '${jndi', '__proto__', '"$ne"', '"$gt"', '$where'],
  ...['whoami', 'cat /', 'curl ', 'wget ', '/bin/', 'exec(', 'eval(', 'system(', 'require(', 'import os', '__class__'],
  ...['onerror=', 'javascript:', 'alert(', 'etc/passwd', 'etc/shadow'],
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
    '&amp;',
    '\\u1',
    '\\u{',
    '\\x1',
    '\\11',
    // Something invisible inside a word.
    ...[...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `${letter}\u200b`),
    // `0x2e0x2e`: a single one is a number.
    '1x111x',
    ...[...'abcdef'].flatMap((digit) => [`\\u${digit}`, `\\x${digit}`, `1x1${digit}1x`]),
    'or+',
    'and+',
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
  ...['\\"', '\\\\'].map((word) => ({ word, bits: ESCAPED })),
  { word: '+', bits: PLUS },
]);

/** What may be in a text: the bits of classes, and whether it must be taken apart. 0: nothing, and there is nothing to read. */
export const promiseOf = (text: string): number => {
  const bits = searchAll(text);
  return bits < PLUS ? bits : (bits & ~PLUS) | (text.includes(' ') ? 0 : ENCODED);
};
