// Unsafe deserialisation: the first bytes of a serialised object, and the type names that gadgets are made of.
import { heaviestPart } from './heaviest-part.ts';
import type { Scanner, View } from './scanner.ts';
import { includesAny, isDigit } from './text-scan.ts';
import { folded, START } from './trigger-automaton.ts';

/** The first bytes of serialised objects, as they are and in base64, whose case counts. */
const FIRST_BYTES: readonly (readonly [string, number])[] = [
  ['rO0AB', 9],
  ['H4sIAAAAAAAA', 1],
  ['\u00ac\u00ed\u0000\u0005', 9],
  ['AAEAAAD/////', 9],
  ['Y29zCnN5c3Rlb', 8],
  ['Y19fYnVpbHRpbl9f', 8],
  ['Y3Bvc2l4C', 8],
  ['Y3N1YnByb2Nlc3MK', 8],
  ['YnVpbHRpbnMK', 6],
];

/** Types that gadgets are made of, and what marks a type or a function in a serialised text. */
const NAMES: readonly (readonly [string, number])[] = [
  ['aced0005', 8],
  ['_$$nd_func$$_', 9],
  ['!!python/', 8],
  ['!!javax.', 8],
  ['!!com.sun', 8],
  ['!ruby/object', 8],
  ['!ruby/', 6],
  ['%ac%ed%00%05', 9],
  ['c__builtin__', 7],
  ['cos\nsystem', 9],
  ['cos\\nsystem', 9],
  ['cposix\\nsystem', 9],
  ['cposix\nsystem', 9],
  ['csubprocess\n', 9],
  ['java.lang.runtime', 5],
  ['javax.script.scriptenginemanager', 7],
  ['org.apache.commons.collections.functors', 8],
  ['com.sun.rowset.jdbcrowsetimpl', 9],
  ['templatesimpl', 6],
  ['objectdataprovider', 7],
  ['system.diagnostics.process', 5],
  ['ysoserial', 7],
  ['java.beans.xmldecoder', 7],
  ['invokertransformer', 7],
  ['instantiatetransformer', 7],
  ['chainedtransformer', 7],
  ['clonetransformer', 6],
  ['badattributevalueexpexception', 7],
  ['groovy.util.expando', 7],
  ['methodclosure', 6],
  ['bsh.interpreter', 6],
  ['com.mchange.v2.c3p0', 6],
  ['imageio$containsfilter', 8],
  ['java.lang.processbuilder', 5],
  ['java.util.priorityqueue', 4],
  ['binaryformatter', 2],
  ['losformatter', 3],
  ['typeconfusedelegate', 7],
  ['windowsidentity', 2],
  ['annotationinvocationhandler', 6],
  ['instantiatefactory', 6],
  ['prototypeclonefactory', 6],
  ['prototypeserializationfactory', 6],
  ['forclosure', 5],
  ['whileclosure', 5],
  ['jndirefforwardingdatasource', 7],
  ['jndiconverter', 5],
  ['jndiconnectionsource', 6],
  ['methodinvokingfactorybean', 5],
  ['propertypathfactorybean', 6],
  ['com.sun.org.apache.xalan', 5],
  ['com.sun.org.apache.bcel', 7],
  ['org.apache.xbean.naming', 5],
  ['javax.management.badattribute', 7],
  ['unicastremoteobject', 3],
  ['serialization="custom"', 6],
  ['<dynamic-proxy>', 6],
  ['<jdk.nashorn', 6],
  ['activitysurrogateselector', 7],
  ['assemblyinstaller', 4],
  ['workflowdesigner', 4],
  ['resourcedictionary', 2],
  ['sessionsecuritytoken', 4],
  ['clr-namespace:system.diagnostics', 8],
  ['py/object', 5],
  ['py/reduce', 7],
  ['py/repr', 5],
  ['__js_function', 7],
  ['_cryo_', 6],
  ['"json_class"', 4],
  ['"^o"', 4],
  ['gem::requirement', 6],
  ['gem::installer', 6],
  ['gem::specfetcher', 6],
  ['gem::stubspecification', 6],
];

/** Modules that a pickle of protocol 0 starts code by: an opcode, the module, a line break, the name. */
const PICKLED =
  /(?:^|\n|\\n|[^\w.])c(?:os(?:\n|\\n)(?:system|popen|exec|spawn)|(?:posix|nt|subprocess|builtins|__builtin__|sys|commands|pty|platform|importlib|runpy|pickle|webbrowser|timeit|socket)(?:\n|\\n))[a-zA-Z_.]{0,32}(?:\n|\\n)/;

/** The first bytes of a pickle (2 to 5), of Ruby's Marshal and of a Java stream, spelt as escapes. */
const SPELT_MAGIC = /\\x80\\x0[2-5](?:c|\\x95|\}|\])|\\x04\\(?:x08|b)[[{oIUce:]|\\xac\\xed\\x00\\x05/i;

/** Jackson's form of a value with its type: `["com.example.Type", {…}]`, the type one that reaches a resource. */
const TYPED_VALUE = /\[\s{0,2}"(?:[a-z]\w{0,24}\.){2,8}[A-Z][\w$]{2,64}"\s{0,2},\s{0,2}(?:\{\s{0,2}"|"(?:ldap|rmi|http|jar|iiop)s?:)/;

/**
 * Base64 of the first bytes of serialised objects, where a value begins: Python pickle 2 to 5, Ruby's Marshal, .NET's
 * LosFormatter, an object or a list of PHP. Three bytes fix four characters of base64 less two bits.
 */
const MAGIC =
  /(?:^|[="':;\s,&])(?:gA[IJMNQRSTUVW][\w+/]|BAh[bvV7JjT]|BAo|\/wE[WPy]|%2FwE[WPy]|Tzo(?:[w-z0-5]Oi[IJ]|[w-z0-5][MN][\w]oi)|YTo[w-z0-5]OntpOj)[\w+/]{4}/;

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

const heaviestName = heaviestPart(NAMES);

const scan = ({ text, lower, place }: View): number => {
  let best = heaviestName(lower);
  for (const [part, weight] of FIRST_BYTES) if (weight > best && text.includes(part)) best = weight;
  // A name alone in a string of JSON is an application's.
  if (best < 5 && place === 'json') best = Math.max(0, best - 2);
  if (best < 4 && MAGIC.test(text)) best = Math.max(best, 4);
  if (best < 8 && (PICKLED.test(text) || SPELT_MAGIC.test(text))) best = 8;
  if (best < 4 && TYPED_VALUE.test(text)) best = place === 'json' ? 3 : 4;
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
      ...['', '=', '"', "'", ':', ' '].flatMap((before) =>
        [...'ijmnqrstuvw']
          .map((letter) => `${before === '' ? START : before}ga${letter}`)
          .concat([`${before === '' ? START : before}bah`, `${before === '' ? START : before}/we`]),
      ),
      '"@class"',
      '"__type"',
      ...NAMES.map(([name]) => folded(name)),
      ...FIRST_BYTES.filter(([, weight]) => weight > 1).map(([part]) => folded(part)),
      ...[
        'os',
        'nt',
        'sys',
        'posix',
        'subprocess',
        'builtins',
        '__builtin__',
        'commands',
        'pty',
        'platform',
        'pickle',
        'socket',
        'timeit',
      ].flatMap((name) => [`c${name}\n`, `c${name}\\n`]),
      '\\x11\\',
      '\\xac\\xed',
      ...['tzo', 'yto'].flatMap((list) => [...'wxyz1'].map((digit) => `${list}${digit}`)),
      ...['com', 'org', 'ch', 'javax', 'br', 'net'].map((domain) => `["${domain}.`),
      'o:1',
      'o:+1',
      'c:1',
      '"@type"',
      '"$type"',
    ],
  ],
  scan,
};
