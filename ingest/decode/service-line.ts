// Lines of a log group that is neither a function's nor CloudTrail's: the formats of other services, by content.
import { isObject } from '../../detectors/model/json.ts';
import { parseJson } from './json-text.ts';
import { type Formatted, lambdaJsonFate } from './lambda-line.ts';
import type { LineContext } from './line-context.ts';
import { isPlatformEvent } from './platform-event.ts';
import { platformLineFate } from './platform-line.ts';
import { serviceObjectFate } from './service-object.ts';
import { serviceTextFate } from './service-text.ts';

/** Undefined when the line is none that we know. Never CloudTrail: its groups and streams are named, anything else is a forgery. */
export const serviceLineFate = (kind: 'vpcflow' | 'waf' | 'unknown', message: string, context: LineContext): Formatted | undefined => {
  if (message.charCodeAt(0) === 123) {
    const parsed = parseJson(message);
    if (parsed.kind !== 'json' || !isObject(parsed.value)) return undefined;
    if (kind === 'unknown' && isPlatformEvent(parsed.value)) return lambdaJsonFate(parsed.value, 0, context);
    return serviceObjectFate(parsed.value, context);
  }
  const platform = kind === 'unknown' ? platformLineFate(message.trimEnd(), context) : undefined;
  return platform === undefined ? serviceTextFate(message.trimEnd(), context, undefined) : { format: 'lambda-text', fate: platform };
};
