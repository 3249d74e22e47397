// What a Sigma document says about itself: title, level, status, tags, and whatever attributes Sigma does not define.
import type { Severity } from '../model/severity.ts';
import { attacksOf, categoryOf } from './attack-tags.ts';
import { type LocatedMap, plainJson, textOf, textsOf } from './located.ts';
import type { Report } from './report.ts';
import type { LogSource, RuleHeader, Status } from './rule.ts';

/** Attributes of the specification (2.1), for rules, correlations and filters. */
const STANDARD = new Set([
  'title', 'id', 'name', 'related', 'taxonomy', 'status', 'description', 'license', 'author', 'references', 'date', 'modified',
  'logsource', 'detection', 'fields', 'falsepositives', 'level', 'tags', 'scope', 'correlation', 'generate', 'filter', 'stage',
]); // biome-ignore format: a list of words

export const LEVELS: ReadonlyMap<string, Severity> = new Map([
  ['informational', 'info'],
  ['low', 'low'],
  ['medium', 'medium'],
  ['high', 'high'],
  ['critical', 'critical'],
]);

const STATUSES: readonly string[] = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] satisfies Status[];
const isStatus = (text: string): text is Status => STATUSES.includes(text);

/** Longest title in the specification. */
const LONGEST_TITLE = 256;

export const slug = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 80);

/** A file's name without folder and ending. */
export const fileStem = (path: string): string => {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
};

export const logSourceOf = (map: LocatedMap, report: Report): LogSource | undefined => {
  const section = map.entries.get('logsource');
  if (section?.kind !== 'map') return report(map.at, 'no logsource');
  const part = (name: string): string | undefined => textOf(section.entries.get(name))?.toLowerCase();
  const logsource = { product: part('product'), service: part('service'), category: part('category') };
  return logsource.product === undefined && logsource.service === undefined && logsource.category === undefined
    ? report(section.at, 'a logsource without product, service and category')
    : logsource;
};

/** `ownsFile`: the document gives the file its meaning, and so has the file's name. */
export const headerOf = (
  map: LocatedMap,
  file: string,
  ownsFile: boolean,
  report: Report,
): Omit<RuleHeader, 'referencedOnly'> | undefined => {
  const get = (key: string) => map.entries.get(key);
  const title = textOf(get('title')) ?? '';
  if (title === '') return report(map.at, 'no title');
  if (title.length > LONGEST_TITLE) return report(get('title')?.at ?? map.at, `title longer than ${LONGEST_TITLE} characters`);
  const name = textOf(get('name'));
  const id = ownsFile ? fileStem(file) : (name ?? slug(title));
  if (id === '') return report(map.at, 'neither name nor title makes an id');
  const levelText = textOf(get('level'))?.toLowerCase() ?? 'medium';
  const level = LEVELS.get(levelText);
  if (level === undefined) return report(get('level')?.at ?? map.at, `unknown level \`${levelText.slice(0, 40)}\``);
  const status = textOf(get('status'))?.toLowerCase() ?? 'experimental';
  if (!isStatus(status)) return report(get('status')?.at ?? map.at, `unknown status \`${status.slice(0, 40)}\``);
  const stage = textOf(get('stage')) ?? (status === 'stable' || status === 'test' ? 'live' : 'staged');
  if (stage !== 'live' && stage !== 'staged') return report(get('stage')?.at ?? map.at, 'stage is neither `live` nor `staged`');
  const tags = textsOf(get('tags'));
  return {
    id,
    uuid: textOf(get('id')),
    name,
    title,
    description: textOf(get('description'))?.trim() ?? '',
    level,
    status,
    stage,
    category: categoryOf(textOf(get('category')), tags),
    attacks: attacksOf(tags),
    tags,
    falsePositives: textsOf(get('falsepositives')),
    fields: textsOf(get('fields')),
    references: textsOf(get('references')),
    custom: new Map([...map.entries].filter(([key]) => !STANDARD.has(key)).map(([key, value]) => [key, plainJson(value)])),
    runbook: `runbooks/${id}.md`,
    file,
    line: map.at.line,
  };
};
