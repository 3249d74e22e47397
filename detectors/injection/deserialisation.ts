// Unsafe deserialisation: the first bytes of a serialised object, and the type names that gadgets are made of.
import type { Scanner, View } from './scanner.ts';
import { includesAny, isDigit } from './text-scan.ts';

/** Parts that only a serialised object has. Case counts: several are base64. */
const EXACT: readonly (readonly [string, number])[] = [
  ['rO0AB', 9],
  ['H4sIAAAAAAAA', 1],
  ['aced0005', 8],
  ['ACED0005', 8],
  ['\u00ac\u00ed\u0000\u0005', 9],
  ['AAEAAAD/////', 9],
  ['gASV', 3],
  ['gAJj', 4],
  ['gANj', 4],
  ['gAN9', 3],
  ['gAJ9', 3],
  ['Y29zCnN5c3Rlb', 8],
  ['Tzo', 0],
  ['_$$ND_FUNC$$_', 9],
  ['!!python/', 8],
  ['!!javax.', 8],
  ['!!com.sun', 8],
  ['!ruby/object', 8],
  ['!!ruby/', 6],
  ['c__builtin__', 7],
  ['cos\nsystem', 9],
  ['cposix\nsystem', 9],
  ['csubprocess\n', 9],
  ['java.lang.Runtime', 5],
  ['javax.script.ScriptEngineManager', 7],
  ['org.apache.commons.collections.functors', 8],
  ['com.sun.rowset.JdbcRowSetImpl', 9],
  ['TemplatesImpl', 6],
  ['ObjectDataProvider', 7],
  ['System.Diagnostics.Process', 5],
  ['ysoserial', 7],
];

/** `O:8:"stdClass":1:{`: a PHP object; `a:2:{s:` alone is any PHP session. */
const phpObject = (text: string): number => {
  for (const mark of ['O:', 'C:']) {
    let at = text.indexOf(mark);
    for (let seen = 0; at >= 0 && seen < 16; seen++, at = text.indexOf(mark, at + 2)) {
      let end = at + 2;
      if (text.charAt(end) === '+') end++;
      const digits = end;
      while (isDigit(text.charCodeAt(end)) && end - digits < 6) end++;
      if (end > digits && text.charAt(end) === ':' && text.charAt(end + 1) === '"') return 8;
    }
  }
  return 0;
};

const scan = ({ text, lower, place }: View): number => {
  let best = 0;
  for (const [part, weight] of EXACT)
    if (weight > best && text.includes(part)) best = Math.max(best, weight - (weight < 5 && place === 'json' ? 2 : 0));
  if (best < 8 && (lower.includes('"@type"') || lower.includes('"$type"'))) {
    best = Math.max(best, includesAny(lower, ['com.sun', 'java.', 'javax.', 'org.apache', 'system.', 'bsh.', 'ch.qos']) ? 6 : 0);
  }
  return Math.max(best, best < 8 ? phpObject(text) : 0);
};

export const deserialisationScanner: Scanner = {
  class: 'deserialisation',
  triggers: [
    ...[
      'ro1ab',
      'aced1115',
      'aaeaaad',
      'gasv',
      'gajj',
      'ganj',
      'gan1',
      'gaj1',
      'y11zcnn1c',
      '_$$nd',
      '!!python',
      '!!javax',
      '!!com.sun',
      '!ruby',
      '!!ruby',
      'c__builtin',
      'cos\nsystem',
      'cposix',
      'csubprocess',
      'lang.runtime',
    ],
    ...[
      'scriptenginemanager',
      'commons.collections.functors',
      'jdbcrowset',
      'templatesimpl',
      'objectdataprovider',
      'diagnostics.process',
      'ysoserial',
      'o:1',
      'o:+1',
      'c:1',
      '"@type"',
      '"$type"',
    ],
  ],
  scan,
};
