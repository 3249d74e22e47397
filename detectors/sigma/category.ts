// Sigma's categories of logs that AWS's services write too, and the field names that rules of a category use.
//
// Such rules are about any product's web server, so their fields have Sigma's names (its taxonomy) and not those of the
// record: they are looked for under `webserver.cs-method`, which is derived from whatever the service calls it.
import type { LogService } from '../model/activity.ts';
import type { Expression } from './expression.ts';
import type { LogSource } from './rule.ts';

interface Category {
  readonly services: readonly LogService[];
  readonly fields: readonly string[];
}

export const CATEGORIES: Readonly<Record<'webserver' | 'dns' | 'firewall', Category>> = {
  webserver: {
    services: ['apigateway', 'elb', 'cloudfront', 'waf'],
    fields: [
      'cs-method',
      'cs-uri',
      'cs-uri-stem',
      'cs-uri-query',
      'cs-host',
      'cs-user-agent',
      'cs-referer',
      'cs-referrer',
      'sc-status',
      'c-ip',
    ],
  },
  dns: { services: ['route53resolver'], fields: ['query', 'record_type', 'answer', 'src_ip'] },
  firewall: { services: ['vpcflow'], fields: ['src_ip', 'src_port', 'dst_ip', 'dst_port', 'action'] },
};

const isCategory = (text: string): text is keyof typeof CATEGORIES => Object.hasOwn(CATEGORIES, text);

/** The services that write logs of the category, whatever the product; none when AWS has no such log. */
export const servicesOfCategory = ({ product, service, category }: LogSource): readonly LogService[] =>
  category !== undefined && isCategory(category) && service === undefined && (product === undefined || product === 'aws')
    ? CATEGORIES[category].services
    : [];

export const categoryField = (category: string, field: string): string => `${category}.${field}`;

/** Names with the category's prefix, for those that the category defines; every other name stays the record's own. */
const renamer = ({ category }: LogSource): ((field: string) => string) => {
  if (category === undefined || !isCategory(category)) return (field) => field;
  const { fields } = CATEGORIES[category];
  return (field) => (fields.includes(field.toLowerCase()) ? categoryField(category, field.toLowerCase()) : field);
};

const renamed = (expression: Expression, rename: (field: string) => string): Expression => {
  switch (expression.kind) {
    case 'all':
    case 'any':
      return { ...expression, of: expression.of.map((part) => renamed(part, rename)) };
    case 'not':
      return { ...expression, of: renamed(expression.of, rename) };
    case 'field':
    case 'exists':
      return { ...expression, field: rename(expression.field) };
    case 'like-field':
      return { ...expression, field: rename(expression.field), other: rename(expression.other) };
    case 'keyword':
      return expression;
  }
};

/** What a filter asks of the records of the log source, with its fields as they are found in records. */
export const inCategoryFields = (expression: Expression, logsource: LogSource): Expression => renamed(expression, renamer(logsource));

/** The rule with its fields as they are found in records. */
export const withCategoryFields = <Rule extends { logsource: LogSource; detection: Expression; fields: readonly string[] }>(
  rule: Rule,
): Rule => {
  if (rule.logsource.category === undefined) return rule;
  const rename = renamer(rule.logsource);
  return { ...rule, detection: renamed(rule.detection, rename), fields: rule.fields.map(rename) };
};
