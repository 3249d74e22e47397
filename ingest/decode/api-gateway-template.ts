// API Gateway access logs that are no JSON, or JSON with names of the user's own: read by the format that was given to AWS.
import type { JsonObject } from '../../detectors/model/json.ts';
import { isObject, type Json } from '../../detectors/model/json.ts';
import { compileTemplate, matchTemplate, type Template } from './log-template.ts';
import {
  type Form,
  fitsForm,
  isAddress,
  isAmount,
  isCommonLogTime,
  isEpoch,
  isMethod,
  isProtocol,
  isRouteKey,
  isStatus,
  isWord,
} from './value-forms.ts';

const VARIABLE = /\$context\.([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)/g;

const FORMS: ReadonlyMap<string, Form> = new Map([
  ['identity.sourceIp', isAddress],
  ['requestTime', isCommonLogTime],
  ['requestTimeEpoch', isEpoch],
  ['httpMethod', isMethod],
  ['routeKey', isRouteKey],
  ['protocol', isProtocol],
  ['status', isStatus],
  ['requestId', isWord],
  ['extendedRequestId', isWord],
  ['responseLength', isAmount],
  ['dataProcessed', isAmount],
]);

/** A variable's name as the console's own format has it, which rules are written for: `ip`, `userAgent`, `authorizerError`. */
const keyOf = (name: string): string => {
  if (name === 'identity.sourceIp') return 'ip';
  const [first = '', ...rest] = (name.startsWith('identity.') ? name.slice('identity.'.length) : name).split('.');
  return first + rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
};

export interface ApiGatewayTemplate {
  readonly text: Template;
  readonly keys: readonly string[];
  /** For a format that is JSON: where each variable stands. */
  readonly paths: readonly (readonly [path: readonly string[], key: string])[] | undefined;
}

const MOST_LEVELS = 4;

const pathsIn = (value: Json, path: readonly string[], found: [readonly string[], string][]): void => {
  if (typeof value === 'string') {
    const whole = /^\$context\.([A-Za-z0-9_.-]+)$/.exec(value)?.[1];
    if (whole !== undefined) found.push([path, keyOf(whole)]);
  } else if (isObject(value) && path.length < MOST_LEVELS) {
    for (const key of Object.keys(value)) pathsIn(value[key] ?? null, [...path, key], found);
  }
};

/** Variables that the format has without quotation marks get them, so that it can be read as JSON. */
const jsonPaths = (format: string): ApiGatewayTemplate['paths'] => {
  if (!format.trimStart().startsWith('{')) return undefined;
  try {
    const quoted = format.replaceAll(/(:\s*)(\$context\.[A-Za-z0-9_.-]+)/g, '$1"$2"');
    const found: [readonly string[], string][] = [];
    pathsIn(JSON.parse(quoted) as Json, [], found);
    return found.length > 0 ? found : undefined;
  } catch {
    return undefined;
  }
};

/** The format as it was given to API Gateway, or what is wrong with it. */
export const apiGatewayTemplate = (format: string): ApiGatewayTemplate | string => {
  const text = compileTemplate(format, VARIABLE);
  if (typeof text === 'string') return text;
  const { names } = text;
  // AWS asks for the first itself; without a status or a method a line says nothing of a request.
  if (!names.includes('requestId') && !names.includes('extendedRequestId')) return 'has neither $context.requestId nor extendedRequestId';
  if (!['status', 'httpMethod', 'routeKey', 'eventType'].some((name) => names.includes(name)))
    return 'has neither $context.status nor what was asked for';
  return { text, keys: names.map(keyOf), paths: jsonPaths(format) };
};

const given = (value: string | undefined): value is string => value !== undefined && value !== '';

/** The line's values under the console's names; undefined when the line is not of the format. */
export const apiGatewayValues = ({ text, keys }: ApiGatewayTemplate, line: string): JsonObject | undefined => {
  const values = matchTemplate(text, line, (name, value) => fitsForm(FORMS, name, value));
  if (values === undefined) return undefined;
  const record: Record<string, string> = {};
  for (let index = 0; index < keys.length; index++) {
    const [key, value] = [keys[index], values[index]];
    if (given(key) && value !== undefined) record[key] = value;
  }
  return record;
};

const at = (value: JsonObject, path: readonly string[]): Json | undefined => {
  let found: Json | undefined = value;
  for (const key of path) found = isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  return found;
};

/** The same of a record that was read as JSON: it must have every field of the format. Its other fields stay in it. */
export const apiGatewayFields = ({ paths }: ApiGatewayTemplate, value: JsonObject): JsonObject | undefined => {
  if (paths === undefined) return undefined;
  const record: Record<string, Json> = {};
  for (const [path, key] of paths) {
    const found = at(value, path);
    if (found === undefined) return undefined;
    record[key] = found;
  }
  for (const key of Object.keys(value)) if (!Object.hasOwn(record, key) && key !== '__proto__') record[key] = value[key] ?? null;
  return record;
};
