// Route 53 Resolver query logs: one JSON object a DNS query from a VPC.
import { recordId } from '../../detectors/model/identity.ts';
import { type JsonObject, textField } from '../../detectors/model/json.ts';
import { anyInstant } from '../normalise/instant-text.ts';
import { type Fate, quarantined, skipped } from './fate.ts';
import type { LineContext } from './line-context.ts';

export const isResolverQuery = (value: JsonObject): boolean => typeof value['query_name'] === 'string' && value['query_type'] !== undefined;

const NO_TIME = skipped('no-time');
const BAD_TIME = quarantined('bad-time', 'query_timestamp is no plausible time');

/** DNS names are at most 255 octets on the wire. */
const LONGEST_NAME = 255;

export const resolverQueryFate = (value: JsonObject, context: LineContext): Fate => {
  const told = value['query_timestamp'];
  const time = told === undefined ? (context.time ?? context.lastTime) : anyInstant(told);
  if (time === undefined) return told === undefined ? NO_TIME : BAD_TIME;
  const queried = typeof value['query_name'] === 'string' ? value['query_name'].slice(0, LONGEST_NAME).toLowerCase() : '';
  return {
    kind: 'dns-query',
    id: recordId(context.id),
    time,
    // The address that asked may be an interface that many functions share.
    function: undefined,
    account: textField(value, 'account_id') ?? context.account,
    region: textField(value, 'region') ?? context.region,
    service: 'route53resolver',
    record: value,
    name: queried.endsWith('.') && queried.length > 1 ? queried.slice(0, -1) : queried,
    type: typeof value['query_type'] === 'string' ? value['query_type'] : '',
    answered: value['rcode'] === 'NOERROR' && value['firewall_rule_action'] !== 'BLOCK',
  };
};
