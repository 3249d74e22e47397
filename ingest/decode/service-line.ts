// Lines of a log group that is neither a function's nor CloudTrail's: the formats of other services, by content.
import { isObject, type JsonObject } from '../../detectors/model/json.ts';
import { utf8Length } from '../normalise/utf8-length.ts';
import { declaredLineFate } from './declared-fate.ts';
import { parseJson } from './json-text.ts';
import { type Formatted, lambdaJsonFate } from './lambda-line.ts';
import type { LineContext } from './line-context.ts';
import { isPlatformEvent } from './platform-event.ts';
import { platformLineFate } from './platform-line.ts';
import { serviceObjectFate } from './service-object.ts';
import { serviceTextFate } from './service-text.ts';

type ServiceKind = 'vpcflow' | 'waf' | 'unknown';

/** Undefined when the record is none that we know. Never CloudTrail: its groups and streams are named, anything else is a forgery. */
export const serviceJsonFate = (kind: ServiceKind, value: JsonObject, bytes: () => number, context: LineContext): Formatted | undefined =>
  kind === 'unknown' && isPlatformEvent(value) ? lambdaJsonFate(value, bytes(), context) : serviceObjectFate(value, context);

export const serviceLineFate = (kind: ServiceKind, message: string, context: LineContext): Formatted | undefined => {
  if (message.charCodeAt(0) === 123) {
    const parsed = parseJson(message);
    if (parsed.kind === 'json' && isObject(parsed.value)) return serviceJsonFate(kind, parsed.value, () => utf8Length(message), context);
    // A format with numbers outside quotation marks is no JSON where there is no value: `"bytes": -`.
    return declaredLineFate(message.trimEnd(), context);
  }
  const line = message.trimEnd();
  const platform = kind === 'unknown' ? platformLineFate(line, context) : undefined;
  return platform === undefined ? serviceTextFate(line, context, undefined) : { format: 'lambda-text', fate: platform };
};
