// Orders spelt so that a filter does not read them and a model does: `I g n o r e`, backwards, and turned by thirteen letters.
import { isLetter } from './text-scan.ts';

/** `instruction` and `previous`, turned by thirteen letters and backwards. */
const TURNED = ['vafgehpgvba', 'cerivbhf'];
const BACKWARDS = ['noitcurtsni', 'suoiverp'];

/** The least letters that stand apart; shorter runs are initials. */
const SPACED = 4;
const BETWEEN = ' -._*';

const turned = (lower: string): string =>
  lower.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97));

/** Letters that one and the same sign parts become words. */
const joined = (lower: string): string => {
  let out = '';
  let copied = 0;
  for (let at = 0; at < lower.length; at++) {
    const sign = lower.charAt(at + 1);
    if (!isLetter(lower.charCodeAt(at)) || !BETWEEN.includes(sign) || isLetter(lower.charCodeAt(at - 1))) continue;
    let end = at;
    while (lower.charAt(end + 1) === sign && isLetter(lower.charCodeAt(end + 2)) && !isLetter(lower.charCodeAt(end + 3))) end += 2;
    if (end - at >= 2 * (SPACED - 1)) {
      out += lower.slice(copied, at) + lower.slice(at, end + 1).replaceAll(sign, '');
      copied = end + 1;
    }
    at = end;
  }
  return copied === 0 ? lower : out + lower.slice(copied);
};

/** The same text when nothing is disguised. */
export const undisguisedPrompt = (lower: string): string => {
  if (TURNED.some((word) => lower.includes(word))) return turned(lower);
  if (BACKWARDS.some((word) => lower.includes(word))) return [...lower].reverse().join('');
  return joined(lower);
};

export const DISGUISE_TRIGGERS = [...TURNED, ...BACKWARDS, ...[...BETWEEN].map((sign) => [...'ignor'].join(sign))];
