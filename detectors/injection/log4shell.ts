// Log4Shell (CVE-2021-44228) and its kin: a look-up that a logging library would resolve, however it is disguised.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: payloads are spelt as they are sent.
import type { Scanner, View } from './scanner.ts';
import { includesAny } from './text-scan.ts';

/** Nested look-ups resolved; published disguises need about 20. */
const RESOLUTIONS = 64;
const LONGEST = 4096;

/** What an inner look-up stands for: `lower:J` is j, `::-n` and `env:NAME:-n` are n. */
const resolved = (inner: string): string => {
  const fallback = inner.indexOf(':-');
  if (fallback >= 0) return inner.slice(fallback + 2);
  for (const prefix of ['lower:', 'upper:', "date:'", 'base64:'])
    if (inner.startsWith(prefix)) return inner.slice(prefix.length).replaceAll("'", '');
  return inner;
};

/** Innermost look-ups are replaced by what they stand for, until only an outer one is left. */
const undisguised = (lower: string): string => {
  let text = lower.slice(Math.max(0, lower.indexOf('${')), lower.indexOf('${') + LONGEST);
  for (let round = 0; round < RESOLUTIONS; round++) {
    const close = text.indexOf('}');
    const open = close < 0 ? -1 : text.lastIndexOf('${', close);
    if (open < 0) {
      if (close < 0) return text;
      text = text.slice(close + 1);
      continue;
    }
    const inner = text.slice(open + 2, close);
    if (inner.startsWith('jndi:')) return text;
    text = text.slice(0, open) + resolved(inner) + text.slice(close + 1);
  }
  return text;
};

const scan = ({ lower }: View): number => {
  if (lower.includes('${jndi:')) return 9;
  if (!lower.includes('${')) return 0;
  const disguised = undisguised(lower);
  if (disguised.includes('jndi:')) return 9;
  if (includesAny(lower, ['${::-', '${lower:', '${upper:']) && lower.indexOf('${', lower.indexOf('${') + 1) >= 0) return 5;
  return includesAny(lower, ['${sys:', '${java:', '${env:aws_', '${main:', '${ctx:', '${bundle:']) ? 3 : 0;
};

export const log4shellScanner: Scanner = {
  class: 'log4shell',
  triggers: [
    'jndi:',
    '${::-',
    '${lower:',
    '${upper:',
    '${env:',
    '${sys:',
    '${java:',
    '${date:',
    '${main:',
    '${ctx:',
    '${bundle:',
    '${${',
    ':-j',
    ':-n',
    ':-d',
    ':-i',
  ],
  scan,
};
