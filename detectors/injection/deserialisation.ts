// Unsafe deserialisation: the first bytes of a serialised object, and the type names that gadgets are made of.
import type { Scanner, View } from './scanner.ts';
import { includesAny, isDigit } from './text-scan.ts';
import { START } from './trigger-automaton.ts';

/** Parts that only a serialised object has. Case counts: several are base64. */
const EXACT: readonly (readonly [string, number])[] = [
  ['rO0AB', 9],
  ['H4sIAAAAAAAA', 1],
  ['aced0005', 8],
  ['ACED0005', 8],
  ['\u00ac\u00ed\u0000\u0005', 9],
  ['AAEAAAD/////', 9],
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
  ['cos\\nsystem', 9],
  ['cposix\\nsystem', 9],
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
  ['java.beans.XMLDecoder', 7],
  ['InvokerTransformer', 7],
  ['InstantiateTransformer', 7],
  ['ChainedTransformer', 7],
  ['CloneTransformer', 6],
  ['BadAttributeValueExpException', 7],
  ['groovy.util.Expando', 7],
  ['MethodClosure', 6],
  ['bsh.Interpreter', 6],
  ['com.mchange.v2.c3p0', 6],
  ['ImageIO$ContainsFilter', 8],
  ['java.lang.ProcessBuilder', 5],
  ['java.util.PriorityQueue', 4],
  ['BinaryFormatter', 2],
  ['LosFormatter', 3],
  ['TypeConfuseDelegate', 7],
  ['WindowsIdentity', 2],
];

/**
 * Base64 of the first bytes of serialised objects, where a value begins: Python pickle 2 to 5, Ruby's Marshal, .NET's
 * LosFormatter. Three bytes fix four characters of base64 less two bits.
 */
const MAGIC = /(?:^|[="':;\s,&])(?:gA[IJMNQRSTUVW][\w+/]|BAh[bvV7JjT]|BAo|\/wE[WPy]|%2FwE[WPy])[\w+/]{8}/;

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
  if (best < 4 && MAGIC.test(text)) best = Math.max(best, 4);
  if (
    best < 8 &&
    (lower.includes('"@class"') || lower.includes('"__type"')) &&
    includesAny(lower, ['com.sun', 'javax.', 'org.apache', 'java.lang.process', 'objectdataprovider'])
  )
    best = 6;
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
      ...['', '=', '"', "'", ':', ' '].flatMap((before) =>
        [...'ijmnqrstuvw']
          .map((letter) => `${before === '' ? START : before}ga${letter}`)
          .concat([`${before === '' ? START : before}bah`, `${before === '' ? START : before}/we`]),
      ),
      'xmldecoder',
      'transformer',
      'valueexpexception',
      'expando',
      'methodclosure',
      'bsh.interp',
      'mchange.v1',
      'containsfilter',
      'lang.processb',
      'priorityqueue',
      'losformatter',
      'confusedelegate',
      '"@class"',
      '"__type"',
      'y11zcnn1c',
      '_$$nd',
      '!!python',
      '!!javax',
      '!!com.sun',
      '!ruby',
      '!!ruby',
      'c__builtin',
      'cos\nsystem',
      'cos\\nsystem',
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
