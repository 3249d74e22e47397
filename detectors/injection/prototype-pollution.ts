// Prototype pollution: a key that leads a careless merge to every object's prototype.
import type { Scanner, View } from './scanner.ts';
import { eachPlace, includesAny } from './text-scan.ts';

const scan = ({ lower }: View): number => {
  let best = 0;
  eachPlace(lower, '__proto__', 8, (at) => {
    const after = lower.charAt(at + 9);
    const before = lower.charAt(at - 1);
    // As a key: `__proto__[x]`, `__proto__.x=`, `"__proto__":`; otherwise somebody talks about it.
    const key = after === '[' || after === '.' || after === '=' || (after === ']' && before === '[');
    const quoted =
      (after === '"' || after === "'") &&
      lower
        .slice(at + 10, at + 14)
        .trimStart()
        .startsWith(':');
    best = Math.max(best, key || quoted ? 8 : lower.length < 40 ? 4 : 2);
  });
  if (best < 8 && lower.includes('constructor')) {
    if (includesAny(lower, ['constructor[prototype]', 'constructor][prototype]', 'constructor"]["prototype', "constructor']['prototype"]))
      return 8;
    const key = lower.indexOf('constructor.prototype');
    if (key >= 0) best = Math.max(best, lower.includes('=', key) ? 5 : 2);
    const nested = lower.indexOf('"constructor"');
    if (nested >= 0 && lower.slice(nested, nested + 64).includes('"prototype"')) best = Math.max(best, 8);
  }
  return best;
};

export const prototypeScanner: Scanner = {
  class: 'prototype-pollution',
  triggers: ['__proto__', 'constructor[', 'constructor]', 'constructor.prototype', '"constructor"', "constructor'"],
  scan,
};
