// Old Sigma's aggregations: `selection | count() by user > 5` within a `timeframe` is a rule, and a correlation that counts it.
import { slug } from './header.ts';
import { type Located, type LocatedMap, type LocatedScalar, type Place, textOf } from './located.ts';

const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['>', 'gt'],
  ['>=', 'gte'],
  ['<', 'lt'],
  ['<=', 'lte'],
  ['=', 'eq'],
  ['==', 'eq'],
]);

/** `count` of a field counts its different values. Others (`min`, `max`, `near`) have no correlation that is the same. */
const typeOf = (name: string, field: string): string | undefined =>
  name === 'count'
    ? field === ''
      ? 'event_count'
      : 'value_count'
    : name === 'sum'
      ? 'value_sum'
      : name === 'avg'
        ? 'value_avg'
        : undefined;

const scalar = (text: string, at: Place): LocatedScalar => ({ kind: 'scalar', value: text, text, at });
const list = (texts: readonly string[], at: Place): Located => ({ kind: 'list', items: texts.map((text) => scalar(text, at)), at });
const mapOf = (entries: Iterable<readonly [string, Located]>, at: Place): LocatedMap => ({ kind: 'map', entries: new Map(entries), at });

/** What `count(field) by one, two > 5` says, as entries of a correlation. */
const counting = (text: string, at: Place): readonly (readonly [string, Located])[] | undefined => {
  const [, head = '', operator = '', amount = ''] = /^([^<>=]+)([<>=]+)([^<>=]+)$/.exec(text) ?? [];
  const [call = '', by = ''] = head.split(/\sby\s/);
  const [, name = '', inner = ''] = /^(\w+)\(([^()]*)\)$/.exec(call.trim()) ?? [];
  const field = inner.trim();
  const type = typeOf(name, field);
  const threshold = OPERATORS.get(operator);
  if (type === undefined || threshold === undefined) return undefined;
  const groups = by
    .split(',')
    .map((group) => group.trim())
    .filter((group) => group !== '');
  const condition: (readonly [string, Located])[] = [[threshold, scalar(amount.trim(), at)]];
  if (field !== '') condition.push(['field', scalar(field, at)]);
  return [
    ['type', scalar(type, at)],
    ['group-by', list(groups, at)],
    ['condition', mapOf(condition, at)],
  ];
};

const split = (map: LocatedMap): readonly LocatedMap[] => {
  const detection = map.entries.get('detection');
  const condition = detection?.kind === 'map' ? detection.entries.get('condition') : undefined;
  const [selected = '', aggregation, ...more] = textOf(condition)?.split('|') ?? [];
  if (detection?.kind !== 'map' || condition === undefined || aggregation === undefined || more.length > 0) return [map];
  const timespan = detection.entries.get('timeframe') ?? map.entries.get('timeframe');
  const counted = counting(aggregation.trim(), condition.at);
  if (counted === undefined || timespan === undefined) return [map];
  const { at } = condition;
  const name = `${textOf(map.entries.get('name')) ?? slug(textOf(map.entries.get('title')) ?? '')}-counted`;
  const own = [...map.entries].filter(([key]) => !['detection', 'logsource', 'timeframe'].includes(key));
  const event = mapOf(
    [
      ...[...map.entries].filter(([key]) => !['id', 'cases', 'timeframe'].includes(key)),
      ['name', scalar(name, at)],
      ['level', scalar('informational', at)],
      ['detection', mapOf([...detection.entries, ['condition', scalar(selected.trim(), at)]], detection.at)],
    ],
    map.at,
  );
  const correlation = mapOf([...counted, ['rules', list([name], at)], ['timespan', timespan]], at);
  return [event, mapOf([...own, ['correlation', correlation]], map.at)];
};

/** Each document that aggregates as two; what cannot be said with a correlation stays as it is, and is refused where it is read. */
export const withAggregations = (documents: readonly LocatedMap[]): readonly LocatedMap[] => documents.flatMap(split);
