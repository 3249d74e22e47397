// XML external entities: declarations that make a parser fetch, read or multiply.
import type { Scanner, View } from './scanner.ts';
import { includesAny } from './text-scan.ts';

const scan = ({ lower }: View): number => {
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
  if (lower.includes('<?xml-stylesheet') || lower.includes('xsl:value-of') || lower.includes('system-property('))
    weight = Math.max(weight, 4);
  return weight;
};

export const xxeScanner: Scanner = {
  class: 'xxe',
  triggers: ['<!entity', '<!doctype', 'xi:include', '/xinclude', '<![cdata[', '<?xml-', 'xsl:value-of', 'system-property('],
  scan,
};
