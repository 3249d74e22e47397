// What a rule's finding says: what was expected, what was seen, what would have kept it quiet.
import type { Settings } from '../model/settings.ts';
import type { DetectionRule, RuleHeader } from './rule.ts';

const oneLine = (text: string): string => text.split(/\s+/).join(' ').trim();

export const expectedWords = (rule: RuleHeader): string =>
  rule.description === '' ? `No record of the kind: ${rule.title}.` : oneLine(rule.description);

export const timesWords = (count: number, isExact: boolean): string => (count === 1 ? 'once' : `${isExact ? '' : 'about '}${count} times`);

export const observedWords = (title: string, values: readonly (readonly [string, string])[], times: string): string => {
  const details = values.map(([name, value]) => `${name} is ${value}`).join(', ');
  return `${title}, ${times}${details === '' ? '' : `; the earliest time ${details}`}.`;
};

/** Placeholders that settings fill, by the name that rules use and lapwing.yml has. */
const listWords = (name: string, settings: Settings): string => {
  const given = new Map(Object.entries(settings.placeholders));
  const list =
    name === 'known_deployers' ? settings.knownDeployers : name === 'trusted_accounts' ? settings.trustedAccounts : given.get(name);
  if (list === undefined) return `it is among \`${name}\``;
  return `it is among \`${name}\` in lapwing.yml (${list.length === 0 ? 'none is named yet' : `${list.length} named`})`;
};

export const quietWords = (rule: DetectionRule, settings: Settings): string => {
  const reasons = [
    ...rule.exclusions.map((exclusion) => `the record is one of the exception "${exclusion}"`),
    ...rule.placeholders.map((name) => listWords(name, settings)),
    `a suppression or a Sigma filter names \`${rule.id}\``,
  ];
  const harmless = rule.falsePositives.length === 0 ? '' : ` Harmless causes: ${rule.falsePositives.map(oneLine).join('; ')}.`;
  return `Quiet if ${reasons.join(', or ')}.${harmless}`;
};
