// Records of formats that the user declared → their fates.
import { matchesGlob } from '../../detectors/model/glob.ts';
import type { JsonObject } from '../../detectors/model/json.ts';
import { apiGatewayRecordFate } from './api-gateway-access.ts';
import { apiGatewayFields, apiGatewayValues } from './api-gateway-template.ts';
import { cloudFrontColumnsFate } from './cloudfront.ts';
import type { DeclaredFormat } from './declared-format.ts';
import { type Fate, quarantined } from './fate.ts';
import { declaredFlowFate } from './flow-log.ts';
import type { Formatted } from './lambda-line.ts';
import type { LineContext } from './line-context.ts';

const lineFate = (format: DeclaredFormat, line: string, context: LineContext): Fate | undefined => {
  switch (format.kind) {
    case 'apigateway-access': {
      const record = apiGatewayValues(format.template, line);
      return record === undefined ? undefined : apiGatewayRecordFate(record, context);
    }
    case 'vpcflow':
      return declaredFlowFate(line, format.columns, context);
    case 'cloudfront':
      return cloudFrontColumnsFate(line, format.columns, context);
  }
};

const objectFate = (format: DeclaredFormat, value: JsonObject, context: LineContext): Fate | undefined => {
  const record = format.kind === 'apigateway-access' ? apiGatewayFields(format.template, value) : undefined;
  return record === undefined ? undefined : apiGatewayRecordFate(record, context);
};

const OTHER = quarantined('wrong-shape', 'not of the format declared for its log');

type Place = 'here' | 'anywhere' | 'elsewhere';

/** A format for a named log is the word on what stands in it; one without a name is only a guess at each line. */
const placeOf = (format: DeclaredFormat, context: LineContext): Place => {
  if (format.in === undefined) return 'anywhere';
  return matchesGlob(format.in, context.logGroup === '' ? context.source : context.logGroup) ? 'here' : 'elsewhere';
};

const fateIn = (context: LineContext, fateOf: (format: DeclaredFormat) => Fate | undefined): Formatted | undefined => {
  let declaredHere: DeclaredFormat | undefined;
  for (const format of context.declared) {
    const place = placeOf(format, context);
    if (place === 'elsewhere') continue;
    const fate = fateOf(format);
    if (fate !== undefined) return { format: format.kind, fate };
    if (place === 'here') declaredHere ??= format;
  }
  return declaredHere === undefined ? undefined : { format: declaredHere.kind, fate: OTHER };
};

/** Undefined when no declared format is the line's. */
export const declaredLineFate = (line: string, context: LineContext): Formatted | undefined =>
  context.declared.length === 0 ? undefined : fateIn(context, (format) => lineFate(format, line, context));

export const declaredObjectFate = (value: JsonObject, context: LineContext): Formatted | undefined =>
  context.declared.length === 0 ? undefined : fateIn(context, (format) => objectFate(format, value, context));
