// LDAP injection: brackets and wildcards that leave the filter an application built around a value.
import type { Scanner, View } from './scanner.ts';
import { isLetter } from './text-scan.ts';

/** What a value closes and opens again: `*)(uid=*`, `admin)(&(`, `*(|(mail=*))`. */
const JOINTS = [')(', ')((', ') (', '*(', '|(', '&(', ')!('] as const;
const PLACES = 32;

/** A value of nothing but a filter's own characters is a probe; longer ones are patterns of other languages. */
const LONGEST_PROBE = 16;
const PROBES = ['*(', '*)', '*|', '(*)', ')('];

const ATTRIBUTES = ['objectclass=', 'uid=', 'cn=', 'sn=', 'mail=', 'userpassword=', 'samaccountname=', 'ou='];

/** Names of attributes that only directories have: one of them as an entire value asks whether the filter takes it. */
const ATTRIBUTE_PROBES = new Set(['objectclass', 'userpassword', 'jpegphoto', 'facsimiletelephonenumber', 'homephone', 'samaccountname']);
/** Names of accounts behind which a wildcard asks for any of their kind. */
const ACCOUNT_PROBES = new Set(['admin*', 'administrator*', 'root*', 'user*', 'guest*', 'test*']);

/** Whether a filter's condition begins here: `(attribute=`, `(|(`, `(&(`, `(!(`. */
const conditionAt = (lower: string, at: number): boolean => {
  let end = at + 1;
  const operator = lower.charAt(end);
  if ((operator === '|' || operator === '&' || operator === '!') && (lower.charAt(end + 1) === '(' || end + 1 >= lower.length)) return true;
  if (operator === '|' || operator === '&' || operator === '!') end++;
  const start = end;
  while (end < lower.length && end - at < 40 && (isLetter(lower.charCodeAt(end)) || lower.charCodeAt(end) === 45)) end++;
  return end > start && lower.charAt(end) === '=' && lower.charAt(end + 1) !== '=' && lower.charAt(end + 1) !== '>';
};

const balanced = (lower: string): boolean => {
  let depth = 0;
  for (let at = 0; at < lower.length; at++) {
    const code = lower.charCodeAt(at);
    if (code === 40) depth++;
    else if (code === 41 && --depth < 0) return false;
  }
  return depth === 0;
};

/** `(1=0)`, `:2.5.13.18:=`: a condition on constants, a matching rule by its number. No application writes either. */
const CONSTANT = /\(\d{1,4}=\d{1,4}\)|:\d(?:\.\d{1,5}){2,8}:=/;
/** A filter closed and another begun, with nothing but a filter's characters behind: `admin)(*`, `x)(|`, `*)(&))`. */
const REOPENED = /^[^()\s]{0,32}\)\([*|&!()]{1,6}\w{0,16}$/;

/** `\\2a\\29\\28`: a filter's own characters as its escapes. */
const ESCAPED = /(?:\\(?:2a|28|29|5c|7c|26|00)){2}/;
/** `(&(uid=*)(cn=a))` as a value: an application builds its filters, and is not given one. */
const GIVEN_FILTER = /^\([&|!]\([a-z][\w-]{0,30}[~<>]?=.{0,64}\*?\)/;

/** Brackets closed and then the end that C sees: `admin))` and a NUL. */
const isCut = (lower: string): boolean => lower.includes(')\u0000') || lower.includes(')%00');

const shapeWeight = (lower: string): number =>
  isCut(lower)
    ? 3
    : lower.length <= 64 && REOPENED.test(lower.replaceAll('\u0000', ''))
      ? 4
      : CONSTANT.test(lower)
        ? 4
        : /^\(\*{2,4}\w/.test(lower)
          ? 2
          : 0;

const scan = (view: View): number =>
  Math.max(
    filterWeight(view),
    shapeWeight(view.lower),
    ESCAPED.test(view.lower) ? 3 : view.place === 'query' && GIVEN_FILTER.test(view.lower) ? 3 : 0,
  );

const filterWeight = ({ lower, place }: View): number => {
  if (place === 'text' && (ATTRIBUTE_PROBES.has(lower) || ACCOUNT_PROBES.has(lower))) return 2;
  let weight = 0;
  for (const joint of JOINTS) {
    let at = lower.indexOf(joint);
    for (let seen = 0; at >= 0 && seen < PLACES; seen++, at = lower.indexOf(joint, at + 1)) {
      if (conditionAt(lower, at + joint.length - 1)) weight = Math.max(weight, joint === '*(' || lower.charAt(at - 1) === '*' ? 4 : 2);
    }
  }
  if (weight > 0) {
    // A filter that an application logs is balanced, from its first bracket on.
    if (!balanced(lower)) return weight + 3;
    return lower.trimStart().startsWith('*') ? 4 : 0;
  }
  if (ATTRIBUTES.some((name) => lower.includes(`(${name}*)`)) && lower.length <= 64) return 2;
  const probe =
    lower.length <= LONGEST_PROBE && place !== 'json' && (PROBES.some((start) => lower.startsWith(start)) || lower.includes('*()|'));
  return probe ? 4 : 0;
};

export const ldapScanner: Scanner = {
  class: 'ldap',
  triggers: [
    ')(',
    ') (',
    ')!(',
    ...['\\1a\\', '\\11\\', '\\1c\\'],
    ')\u0000',
    ')%11',
    '(1=1)',
    '(11=',
    '1:=',
    '(**',
    '*(',
    '*)',
    '*|',
    '|(',
    '&(',
    '(objectclass=',
    '(uid=',
    '(cn=',
    '(mail=',
    ...ATTRIBUTE_PROBES,
    ...ACCOUNT_PROBES,
  ],
  scan,
};
