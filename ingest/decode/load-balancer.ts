// Access logs of Application and Classic Load Balancers.
import { httpRequest, pathOf, withoutPort } from '../normalise/http-request.ts';
import { isoInstant } from '../normalise/instant-text.ts';
import { type Fate, quarantined, skipped } from './fate.ts';
import type { LineContext } from './line-context.ts';
import { named, quotedFields } from './quoted-fields.ts';

/** Fields of an Application Load Balancer (its user guide, access logs), in order; new ones are added at the end. */
const APPLICATION = [
  'type',
  'time',
  'elb',
  'client:port',
  'target:port',
  'request_processing_time',
  'target_processing_time',
  'response_processing_time',
  'elb_status_code',
  'target_status_code',
  'received_bytes',
  'sent_bytes',
  'request',
  'user_agent',
  'ssl_cipher',
  'ssl_protocol',
  'target_group_arn',
  'trace_id',
  'domain_name',
  'chosen_cert_arn',
  'matched_rule_priority',
  'request_creation_time',
  'actions_executed',
  'redirect_url',
  'error_reason',
  'target:port_list',
  'target_status_code_list',
  'classification',
  'classification_reason',
  'conn_trace_id',
] as const;

const CLASSIC = [
  'time',
  'elb',
  'client:port',
  'backend:port',
  'request_processing_time',
  'backend_processing_time',
  'response_processing_time',
  'elb_status_code',
  'backend_status_code',
  'received_bytes',
  'sent_bytes',
  'request',
  'user_agent',
  'ssl_cipher',
  'ssl_protocol',
] as const;

/** How many fields lines of either kind have. */
export const LOAD_BALANCER_FIELDS = { application: APPLICATION.length, classic: CLASSIC.length } as const;

const TYPE = /^(?:https?|h2|grpcs?|wss?) \d{4}-\d\d-\d\dT/;
const NETWORK = /^tls \d\.\d \d{4}-\d\d-\d\dT/;
const CLASSIC_OPENING = /^\d{4}-\d\d-\d\dT[0-9:.]{8,20}Z [A-Za-z0-9-]{1,64} [^ ]{1,64}:\d{1,5} (?:[^ ]{1,64}:\d{1,5}|-) [0-9.-]{1,20} /;

/** An Application Load Balancer's connection log: `TIME CLIENT PORT LISTENER-PORT TLS …`. */
const CONNECTION = /^\d{4}-\d\d-\d\dT[0-9:.]{8,20}Z [0-9a-fA-F.:]{2,45} \d{1,5} \d{1,5} (?:TLSv[0-9.]{1,4}|-) /;

/** Up to the request, without which the line is no request's. */
const FEWEST_FIELDS = 11;

const BAD_TIME = quarantined('bad-time', 'time is no plausible time');
const CUT_OFF = quarantined('wrong-shape', 'a load balancer line with too few fields');
/** TLS connections are no requests. */
const NOT_ACTIVITY = skipped('not-activity');

const fateOf = (record: Record<string, string>, context: LineContext): Fate => {
  const time = isoInstant(record['time'] ?? '');
  if (time === undefined) return BAD_TIME;
  const [method, target] = (record['request'] ?? '').split(' ', 2);
  const facts = {
    service: 'elb' as const,
    method,
    path: target === undefined ? undefined : pathOf(target),
    status: record['elb_status_code'],
    responseBytes: record['sent_bytes'],
    client: withoutPort(record['client:port'] ?? ''),
    requestId: record['trace_id'],
  };
  return httpRequest(facts, record, time, context);
};

export const loadBalancerFate = (line: string, context: LineContext): Fate | undefined => {
  if (NETWORK.test(line) || CONNECTION.test(line)) return NOT_ACTIVITY;
  const classic = CLASSIC_OPENING.test(line);
  if (!classic && !TYPE.test(line)) return undefined;
  const fields = quotedFields(line);
  if (fields.length <= FEWEST_FIELDS) return CUT_OFF;
  return fateOf(named(classic ? CLASSIC : APPLICATION, fields), context);
};
