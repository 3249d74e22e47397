// docs/catalogue.md: every detection, and what they cover by technique, risk and control.
import { BEHAVIOURS } from '../../detectors/behaviours/catalogue.ts';
import { CATEGORIES, type Category } from '../../detectors/model/attack.ts';
import type { Json } from '../../detectors/model/json.ts';
import { field } from '../../detectors/model/json.ts';
import type { CorrelationRule, DetectionRule, LoadedRules } from '../../detectors/sigma/rule.ts';
import { GOALS } from './detection-goals.ts';

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly kind: 'rule' | 'sequence' | 'behaviour';
  readonly category: Category;
  readonly severity: string;
  readonly stage: string;
  readonly logs: readonly string[];
  readonly techniques: readonly string[];
  readonly sas: readonly string[];
  readonly controls: readonly string[];
  readonly runbook: string;
}

/** Ids of ATT&CK v18, which findings carry, that v19 (April 2026) replaced. */
const RENUMBERED: ReadonlyMap<string, string> = new Map([
  ['T1562.001', 'T1685'],
  ['T1562.007', 'T1686.001'],
  ['T1562.008', 'T1685.002'],
]);

const STANDARDS = [
  ['nist-800-53', 'NIST'],
  ['pci-dss-4', 'PCI'],
  ['hipaa', 'HIPAA'],
] as const;

const textsOf = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? (value as readonly Json[]).map((one) => String(one)) : [];

const sorted = (texts: Iterable<string>): readonly string[] => [...new Set(texts)].sort();

/** Log sources of the detection rules that an entry stands on, through other correlations if need be. */
const logsOf = (rule: DetectionRule | CorrelationRule, loaded: LoadedRules): readonly string[] => {
  if (rule.kind === 'rule') return [rule.logsource.service ?? 'every log of requests and functions'];
  const below = [...loaded.rules, ...loaded.correlations].filter(({ id }) => rule.rules.includes(id));
  return sorted(below.flatMap((one) => logsOf(one, loaded)));
};

const entryOf = (rule: DetectionRule | CorrelationRule, loaded: LoadedRules): Entry => ({
  id: rule.id,
  title: rule.title,
  kind: rule.kind === 'rule' ? 'rule' : 'sequence',
  category: rule.category,
  severity: rule.level,
  stage: rule.stage,
  logs: logsOf(rule, loaded),
  techniques: sorted(rule.attacks.map(({ technique }) => technique)),
  sas: textsOf(rule.custom.get('sas')),
  controls: STANDARDS.flatMap(([key, name]) => textsOf(field(rule.custom.get('controls'), key)).map((control) => `${name} ${control}`)),
  runbook: rule.runbook,
});

const entriesOf = (loaded: LoadedRules): readonly Entry[] =>
  [
    ...[...loaded.rules, ...loaded.correlations].filter(({ custom }) => custom.has('controls')).map((rule) => entryOf(rule, loaded)),
    ...BEHAVIOURS.map(
      (behaviour): Entry => ({
        ...behaviour,
        kind: 'behaviour',
        severity: 'by score',
        stage: 'live',
        logs: ['what its measures are made of'],
        techniques: sorted(behaviour.attacks.map(({ technique }) => technique)),
      }),
    ),
  ].sort((one, other) => (one.id < other.id ? -1 : 1));

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** v18 with v19's number behind it where that changed. */
const numbered = (technique: string): string => {
  const later = RENUMBERED.get(technique);
  return later === undefined ? technique : `${technique} (v19: ${later})`;
};

const link = ({ id, runbook }: Entry): string => `[${id}](../${runbook})`;

/** What covers each of the values, in the order of the values. */
const matrix = (entries: readonly Entry[], valuesOf: (entry: Entry) => readonly string[]): readonly (readonly string[])[] =>
  sorted(entries.flatMap(valuesOf)).map((value) => {
    const covering = entries.filter((entry) => valuesOf(entry).includes(value));
    return [value, String(covering.length), covering.map(({ id }) => id).join(', ')];
  });

const section = (category: Category, entries: readonly Entry[]): string => {
  const mine = entries.filter((entry) => entry.category === category);
  const rows = mine.map((entry) => [
    link(entry),
    entry.title,
    entry.kind,
    entry.severity,
    entry.stage,
    entry.logs.join(', '),
    entry.techniques.map(numbered).join(', '),
    entry.sas.join(', '),
    entry.controls.join(', '),
  ]);
  return `### ${category} (${mine.length})\n\n${tableOf(['detection', 'finds', 'kind', 'severity', 'stage', 'logs', 'ATT&CK', 'SAS', 'controls'], rows)}\n`;
};

const numericOrder = (one: readonly string[], other: readonly string[]): number => Number(one[0]?.slice(4)) - Number(other[0]?.slice(4));

export const cataloguePage = (loaded: LoadedRules): string => {
  const entries = entriesOf(loaded);
  const count = (kind: Entry['kind']): number => entries.filter((entry) => entry.kind === kind).length;
  return [
    '# Catalogue of detections',
    '',
    `Written by \`lapwing rules catalogue\`. ${entries.length} detections: ${count('rule')} rules on single records, ${count('sequence')} on several, ${count('behaviour')} behaviours against a baseline.`,
    'Staged ones reach reports and digests, never a pager. Techniques are those of ATT&CK v18, with the number of v19 where it differs; SAS are the twelve most critical risks of serverless applications.',
    '',
    '## By category',
    '',
    ...CATEGORIES.map((category) => section(category, entries)),
    '## By ATT&CK technique',
    '',
    tableOf(
      ['technique', 'detections', 'which'],
      matrix(entries, ({ techniques }) => techniques.map(numbered)),
    ),
    '',
    '## By serverless risk',
    '',
    tableOf(['risk', 'detections', 'which'], [...matrix(entries, ({ sas }) => sas)].sort(numericOrder)),
    '',
    '## By control',
    '',
    'NIST is SP 800-53, PCI is PCI DSS 4, HIPAA is the Security Rule.',
    '',
    tableOf(
      ['control', 'detections', 'which'],
      matrix(entries, ({ controls }) => controls),
    ),
    '',
    '## What attackers do, and what sees it',
    '',
    tableOf(
      ['goal', 'what', 'seen by', 'what the logs cannot show'],
      GOALS.map(({ id, words, seenBy, unseen }) => [id, words, seenBy.join(', '), unseen ?? '']),
    ),
    '',
  ].join('\n');
};
