// JSON records of services other than Lambda and CloudTrail.
import type { JsonObject } from '../../detectors/model/json.ts';
import { apiGatewayObjectFate } from './api-gateway-access.ts';
import { cloudFrontObjectFate, isCloudFrontObject } from './cloudfront.ts';
import type { Formatted } from './lambda-line.ts';
import type { LineContext } from './line-context.ts';
import { isResolverQuery, resolverQueryFate } from './resolver-query.ts';
import { isWafRecord, wafFate } from './waf.ts';

/** Undefined when the object is none of theirs. */
export const serviceObjectFate = (value: JsonObject, context: LineContext): Formatted | undefined => {
  if (isWafRecord(value)) return { format: 'waf', fate: wafFate(value, context) };
  if (isResolverQuery(value)) return { format: 'route53resolver', fate: resolverQueryFate(value, context) };
  if (isCloudFrontObject(value)) return { format: 'cloudfront', fate: cloudFrontObjectFate(value, context) };
  const request = apiGatewayObjectFate(value, context);
  return request === undefined ? undefined : { format: 'apigateway-access', fate: request };
};
