// XML external entities: declarations that make a parser fetch, read or multiply.
import type { Scanner, View } from './scanner.ts';
import { includesAny, isLetter, wordEnd } from './text-scan.ts';

/** Entities that HTML itself declares and texts are full of. */
const HTML_ENTITIES = new Set([
  'amp',
  'lt',
  'gt',
  'quot',
  'apos',
  'nbsp',
  'copy',
  'reg',
  'euro',
  'hellip',
  'ndash',
  'mdash',
  'laquo',
  'raquo',
]);
/** Longer texts with an entity are pages. */
const LONGEST_PROBE = 96;

/** An entity of the sender's own, alone (`%foo;`, `&foo;`) or as an element's only content (`<data>&foo;</data>`). */
const isEntityProbe = (lower: string, place: View['place']): boolean => {
  if (lower.length > LONGEST_PROBE) return false;
  const at = Math.max(lower.indexOf('&'), lower.indexOf('%'));
  if (at < 0) return false;
  const end = wordEnd(lower, at + 1, 40);
  const name = lower.slice(at + 1, end);
  if (name.length < 2 || !isLetter(lower.charCodeAt(at + 1)) || lower.charAt(end) !== ';' || HTML_ENTITIES.has(name)) return false;
  const alone = at === 0 && end === lower.length - 1 && place === 'text';
  return alone || (lower.charAt(at) === '&' && lower.charAt(at - 1) === '>' && lower.startsWith('</', end + 1));
};

const FETCHES = /<(?:xsl|xs|xsd|wsdl):(?:include|import)\s[^>]{0,96}(?:href|location)\s{0,4}=\s{0,4}["'](?:https?|ftp|file):/;

const scan = ({ lower, place }: View): number => {
  let weight = 0;
  const entity = lower.indexOf('<!entity');
  if (entity >= 0) weight = includesAny(lower.slice(entity, entity + 512), ['system', 'public', '% ', '&']) ? 9 : 6;
  const type = lower.indexOf('<!doctype');
  if (type >= 0) {
    const head = lower.slice(type + 9, type + 521);
    const close = head.indexOf('>');
    const declared = close < 0 ? head : head.slice(0, close + 1);
    const page = declared.trimStart().startsWith('html') || declared.trimStart().startsWith('svg public');
    if (declared.includes('[')) weight = Math.max(weight, 5);
    else if (!page && (declared.includes('system') || declared.includes('public'))) weight = Math.max(weight, 5);
    else if (!page) weight = Math.max(weight, 2);
  }
  if (lower.includes('xi:include') || lower.includes('/xinclude')) weight = Math.max(weight, 6);
  if (lower.includes('<![cdata[') && includesAny(lower, ['script', 'alert', ' or '])) weight = Math.max(weight, 5);
  if (lower.includes('<![cdata[<')) weight = Math.max(weight, 2);
  // XML-RPC: the caller names the method that the server runs, and with pingback the address that it fetches.
  if (lower.includes('<methodcall>')) weight = Math.max(weight, lower.includes('pingback.') ? 5 : 2);
  if (lower.includes('<!notation')) weight = Math.max(weight, 4);
  // UTF-7's `<`, which old parsers undo before they look for a declaration.
  if (lower.includes('+adw') && includesAny(lower, ['utf-7', 'aciq-', '+afs'])) weight = Math.max(weight, 6);
  // A style sheet or a schema to be fetched from elsewhere.
  if (FETCHES.test(lower)) weight = Math.max(weight, place === 'query' || place === 'text' ? 3 : 0);
  if (weight === 0 && isEntityProbe(lower, place)) weight = 2;
  if (lower.includes('<?xml-stylesheet') || lower.includes('xsl:value-of') || lower.includes('system-property('))
    weight = Math.max(weight, 4);
  return weight;
};

export const xxeScanner: Scanner = {
  class: 'xxe',
  triggers: [
    '<!entity',
    '<!doctype',
    'xi:include',
    '/xinclude',
    '<![cdata[',
    '<?xml-',
    'xsl:value-of',
    'system-property(',
    '<methodcall>',
    '<!notation',
    '+adw',
    ':include',
    ':import',
    '>&',
    ';</',
    '%xxe;',
    '&xxe;',
    '%dtd;',
    '%remote;',
    '%file;',
    '%foo;',
    '&foo;',
  ],
  scan,
};
