// JSON records of services other than Lambda and CloudTrail.
import type { JsonObject } from '../../detectors/model/json.ts';
import { apiGatewayObjectFate } from './api-gateway-access.ts';
import { cloudFrontObjectFate, isCloudFrontObject } from './cloudfront.ts';
import { declaredObjectFate } from './declared-fate.ts';
import { flowObjectFate, isFlowObject } from './flow-log.ts';
import type { Formatted } from './lambda-line.ts';
import type { LineContext } from './line-context.ts';
import { isResolverQuery, resolverQueryFate } from './resolver-query.ts';
import { isS3AccessObject, s3AccessObjectFate } from './s3-access.ts';
import { isWafRecord, wafFate } from './waf.ts';

/** Undefined when the object is none of theirs. */
export const serviceObjectFate = (value: JsonObject, context: LineContext): Formatted | undefined => {
  const declared = declaredObjectFate(value, context);
  if (declared !== undefined) return declared;
  if (isWafRecord(value)) return { format: 'waf', fate: wafFate(value, context) };
  if (isResolverQuery(value)) return { format: 'route53resolver', fate: resolverQueryFate(value, context) };
  if (isFlowObject(value)) return { format: 'vpcflow', fate: flowObjectFate(value, context) };
  if (isS3AccessObject(value)) return { format: 's3access', fate: s3AccessObjectFate(value, context) };
  if (isCloudFrontObject(value)) return { format: 'cloudfront', fate: cloudFrontObjectFate(value, context) };
  const request = apiGatewayObjectFate(value, context);
  return request === undefined ? undefined : { format: 'apigateway-access', fate: request };
};
