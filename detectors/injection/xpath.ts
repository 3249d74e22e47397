// XPath injection: path steps and node functions beside a quote or a condition.
import type { Scanner, View } from './scanner.ts';
import { includesAny } from './text-scan.ts';

const PARTS: readonly (readonly [string, number])[] = [
  ['child::', 4],
  ['parent::', 4],
  ['ancestor::', 4],
  ['descendant::', 4],
  ['following-sibling::', 4],
  ['preceding-sibling::', 4],
  ['node()', 3],
  ['text()', 3],
  ['comment()', 3],
  ['count(/', 5],
  ['count(//', 5],
  ['string-length(', 3],
  ['substring(//', 4],
  ['substring(/', 4],
  ['name()=', 4],
  ['name(/', 4],
  ['position()=', 4],
  ['/*[', 3],
  ['//*', 3],
  ['//user', 3],
  ['/@', 1],
  ["'] | //", 6],
  ['] | //', 6],
  ['doc(', 2],
  ["doc('http", 4],
  ['doc("http', 4],
  ["document('http", 4],
  ['unparsed-text(', 5],
  ['system-property(', 4],
  ['true()', 2],
  ["'|//", 6],
  ["']|/", 5],
];

const scan = ({ lower }: View): number => {
  let weight = 0;
  for (const [part, points] of PARTS) if (points > weight && lower.includes(part)) weight = points;
  const left = includesAny(lower, ["' or ", '" or ', "' and ", '" and ', "'] ", "']|", "'or ", "' | ", "') or ", "') and "]);
  // `' or '1'='1` leaves a string of XPath as well as one of SQL; which of them is behind it, the text does not say.
  if (weight === 0) return left && !lower.includes('--') && includesAny(lower, ["'='", "''='", '"="', '1=1']) ? 3 : 0;
  return left ? weight + 3 : weight >= 4 ? weight - 1 : 0;
};

export const xpathScanner: Scanner = {
  class: 'xpath',
  triggers: [
    'child::',
    'parent::',
    'ancestor::',
    'descendant::',
    'sibling::',
    'node()',
    'text()',
    'comment()',
    'count(/',
    'string-length(',
    'substring(/',
    'name()',
    'name(/',
    'position()=',
    '/*[',
    '//*',
    '] | //',
    ...['true()', "doc('http", 'doc("http', "ment('http", 'unparsed-text', "'|//", "']|/"],
    "'='",
    "''='",
    '"="',
    "' or 1=1",
  ],
  scan,
};
