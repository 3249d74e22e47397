// Text records of services other than Lambda.
import { apiGatewayLineFate } from './api-gateway-access.ts';
import { cloudFrontColumns, cloudFrontLineFate } from './cloudfront.ts';
import { declaredLineFate } from './declared-fate.ts';
import type { Fate } from './fate.ts';
import { flowColumns, flowLineFate } from './flow-log.ts';
import type { Formatted } from './lambda-line.ts';
import type { LineContext } from './line-context.ts';
import { loadBalancerFate } from './load-balancer.ts';
import { s3AccessFate } from './s3-access.ts';
import type { Format } from './sink.ts';

export interface Header {
  readonly format: Format;
  readonly columns: readonly string[];
}

/** What a header line declares for the lines after it; undefined when the line is no header. */
export const headerOf = (line: string): Header | undefined => {
  const flow = flowColumns(line);
  if (flow !== undefined) return { format: 'vpcflow', columns: flow };
  const columns = cloudFrontColumns(line);
  return columns === undefined ? undefined : { format: 'cloudfront', columns };
};

const formatted = (format: Format, fate: Fate | undefined): Formatted | undefined => (fate === undefined ? undefined : { format, fate });

/** Undefined when the line is none of theirs. */
export const serviceTextFate = (line: string, context: LineContext, columns: readonly string[] | undefined): Formatted | undefined =>
  declaredLineFate(line, context) ??
  formatted('vpcflow', flowLineFate(line, context, columns)) ??
  formatted('elb', loadBalancerFate(line, context)) ??
  formatted('cloudfront', cloudFrontLineFate(line, context, columns)) ??
  formatted('s3access', s3AccessFate(line, context)) ??
  formatted('apigateway-access', apiGatewayLineFate(line, context));
