// Formats that a user declares, because nothing in the log tells them: API Gateway's own templates, flow logs without a header,
// CloudFront's real-time fields.
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';
import { type ApiGatewayTemplate, apiGatewayTemplate } from './api-gateway-template.ts';
import { compileTemplate } from './log-template.ts';

export type DeclaredFormat = {
  /** A log group or a path, `*` as wildcard; undefined: lines are told by their form, wherever they stand. */
  readonly in: string | undefined;
} & (
  | { readonly kind: 'apigateway-access'; readonly template: ApiGatewayTemplate }
  | { readonly kind: 'vpcflow' | 'cloudfront'; readonly columns: readonly string[] }
);

export type ReadFormats =
  | { readonly kind: 'formats'; readonly formats: readonly DeclaredFormat[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Each is tried on each line that nothing else explains. */
const MOST_FORMATS = 32;

const NO_FORMAT = 'names none of apiGatewayAccess, vpcFlowLog, cloudFrontRealTime';

const FIELD = /\$\{([a-z][a-z0-9-]*)\}/g;

/** `${version} ${srcaddr} …` as AWS takes it, or the names alone. */
const flowColumns = (format: string): readonly string[] | string => {
  if (!format.includes('${')) return format.trim().split(/\s+/);
  const compiled = compileTemplate(format.trim(), FIELD);
  return typeof compiled === 'string' ? compiled : compiled.names;
};

const names = (value: Json): readonly string[] | string => {
  if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value as readonly string[];
  return typeof value === 'string' ? value.trim().split(/[\s,]+/) : 'is no list of fields';
};

const oneFormat = (entry: JsonObject): DeclaredFormat | string => {
  const { in: place, ...rest } = entry;
  if (place !== undefined && (typeof place !== 'string' || place === '')) return 'has an `in` that is no text';
  const [[kind, value] = ['', null], ...more] = Object.entries(rest);
  if (more.length > 0) return NO_FORMAT;
  switch (kind) {
    case 'apiGatewayAccess': {
      const template = typeof value === 'string' ? apiGatewayTemplate(value.trim()) : 'is no text';
      return typeof template === 'string' ? template : { kind: 'apigateway-access', template, in: place };
    }
    case 'vpcFlowLog': {
      const columns = typeof value === 'string' ? flowColumns(value) : 'is no text';
      if (typeof columns === 'string') return columns;
      return columns.includes('srcaddr') || columns.includes('interface-id') || columns.includes('pkt-srcaddr')
        ? { kind: 'vpcflow', columns, in: place }
        : 'has none of interface-id, srcaddr and pkt-srcaddr';
    }
    case 'cloudFrontRealTime': {
      const columns = names(value);
      if (typeof columns === 'string') return columns;
      return columns[0] === 'timestamp' ? { kind: 'cloudfront', columns, in: place } : 'does not begin with timestamp';
    }
    default:
      return NO_FORMAT;
  }
};

/** `formats` of lapwing.yml. */
export const readFormats = (value: Json | undefined): ReadFormats => {
  if (value === undefined || value === null) return { kind: 'formats', formats: [] };
  if (!Array.isArray(value)) return { kind: 'refused', reason: 'formats is no list' };
  if (value.length > MOST_FORMATS) return { kind: 'refused', reason: `formats has more than ${MOST_FORMATS} entries` };
  const formats: DeclaredFormat[] = [];
  for (const [index, entry] of (value as readonly Json[]).entries()) {
    const format = isObject(entry) ? oneFormat(entry) : 'is no mapping';
    if (typeof format === 'string') return { kind: 'refused', reason: `formats, entry ${index + 1}, ${format}` };
    formats.push(format);
  }
  return { kind: 'formats', formats };
};
