// LDAP injection: brackets and wildcards that leave the filter an application built around a value.
import type { Scanner, View } from './scanner.ts';
import { isLetter } from './text-scan.ts';

const ATTRIBUTES = ['objectclass=', 'uid=', 'cn=', 'sn=', 'mail=', 'userpassword=', 'samaccountname=', 'member', 'ou=', 'password='];

/** Whether a filter's condition begins here: `(attribute=`, `(|(`, `(&(`, `(!(`. */
const conditionAt = (lower: string, at: number): boolean => {
  if (lower.charAt(at) !== '(') return false;
  let end = at + 1;
  const operator = lower.charAt(end);
  if ((operator === '|' || operator === '&' || operator === '!') && (lower.charAt(end + 1) === '(' || end + 1 >= lower.length)) return true;
  while (end < lower.length && end - at < 40 && (isLetter(lower.charCodeAt(end)) || lower.charCodeAt(end) === 45)) end++;
  return end > at + 1 && lower.charAt(end) === '=' && lower.charAt(end + 1) !== '=';
};

/** Brackets closed that were never opened, up to where the text ends or leaves them. */
const unbalanced = (lower: string): boolean => {
  let depth = 0;
  for (let at = 0; at < lower.length; at++) {
    const code = lower.charCodeAt(at);
    if (code === 40) depth++;
    else if (code === 41 && --depth < 0) return true;
  }
  return depth !== 0;
};

const scan = ({ lower, whole }: View): number => {
  let weight = 0;
  for (const close of [')(', ') (', '*(', ')((', '|(', '&(']) {
    let seen = 0;
    for (let at = lower.indexOf(close); at >= 0 && seen < 32; seen++, at = lower.indexOf(close, at + 1)) {
      const open = at + close.length - 1;
      if (!conditionAt(lower, open)) continue;
      const wildcard = lower.charAt(at - 1) === '*' || close === '*(';
      weight = Math.max(weight, (wildcard ? 4 : 2) + (unbalanced(lower) ? 3 : 0));
    }
  }
  if (weight === 0) {
    if (whole && ATTRIBUTES.some((name) => lower.includes(`(${name}*)`))) weight = 2;
    else if (
      lower.length <= 16 &&
      whole &&
      (lower.startsWith('*(') ||
        lower.startsWith('*)') ||
        lower.startsWith('*|') ||
        lower.startsWith('(*)') ||
        lower.startsWith(')(') ||
        lower.includes('*()|'))
    )
      weight = 4;
  } else if (!unbalanced(lower) && lower.trimStart().startsWith('(')) weight = 0;
  // A filter that an application logs stands balanced in its sentence.
  else if (!unbalanced(lower)) weight = Math.min(weight, whole ? 4 : 2);
  return weight;
};

export const ldapScanner: Scanner = {
  class: 'ldap',
  triggers: [')(', ') (', '*(', '*)', '*|', '|(', '&(', '(objectclass=', '(uid=', '(cn=', '(mail='],
  scan,
};
