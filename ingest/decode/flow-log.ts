// VPC flow log records: fields between spaces, in the default order of version 2 or in the order a header declares.
import { recordId } from '../../detectors/model/identity.ts';
import type { JsonObject } from '../../detectors/model/json.ts';
import { isPublicAddress } from '../normalise/address.ts';
import { amountOf } from '../normalise/amount.ts';
import { epochInstant } from '../normalise/instant-text.ts';
import { type Fate, quarantined, skipped } from './fate.ts';
import type { LineContext } from './line-context.ts';
import { named } from './quoted-fields.ts';
import { type Form, fitsForm, isAddress, isDigits, isWord } from './value-forms.ts';

/** The default format (VPC user guide, flow log records). */
const VERSION_2 = [
  'version',
  'account-id',
  'interface-id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'log-status',
] as const;

/** Of all versions' fields, those that no other log's header has. Unknown names beside them are welcome. */
const TELLING: ReadonlySet<string> = new Set([
  'interface-id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'log-status',
  'account-id',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'tcp-flags',
  'flow-direction',
  'traffic-path',
]);

/** Fields of versions 2 to 5 and of those that came later (VPC user guide, flow log records). */
export const FLOW_FIELDS: ReadonlySet<string> = new Set([
  ...VERSION_2,
  'vpc-id',
  'subnet-id',
  'instance-id',
  'tcp-flags',
  'type',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'region',
  'az-id',
  'sublocation-type',
  'sublocation-id',
  'pkt-src-aws-service',
  'pkt-dst-aws-service',
  'flow-direction',
  'traffic-path',
  'ecs-cluster-arn',
  'ecs-cluster-name',
  'ecs-container-instance-arn',
  'ecs-container-instance-id',
  'ecs-container-id',
  'ecs-second-container-id',
  'ecs-service-name',
  'ecs-task-definition-arn',
  'ecs-task-arn',
  'ecs-task-id',
  'reject-reason',
  'resource-id',
  'encryption-status',
]);

/** Version 10 has about 50 fields. */
const MOST_COLUMNS = 100;

/** The columns that a header line of an object in S3 declares, else undefined. */
export const flowColumns = (line: string): readonly string[] | undefined => {
  if (
    line.length > 2000 ||
    !(line.includes('addr') || line.includes('interface-id')) ||
    !/^[a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*)+$/.test(line)
  )
    return undefined;
  const names = line.split(' ', MOST_COLUMNS);
  return names.filter((name) => TELLING.has(name)).length >= 2 ? names : undefined;
};

const isVersion2 = (values: readonly string[]): boolean => {
  if (values.length !== VERSION_2.length || !/^\d{1,2}$/.test(values[0] ?? '')) return false;
  const status = values[13];
  const action = values[12];
  return (
    (status === 'OK' || status === 'NODATA' || status === 'SKIPDATA') && (action === 'ACCEPT' || action === 'REJECT' || action === '-')
  );
};

const SPACE = 32;

const NO_DATA = skipped('no-data');
const NO_TIME = skipped('no-time');
const BAD_TIME = quarantined('bad-time', 'start is no plausible time');

const given = (text: string | undefined): string | undefined => (text === undefined || text === '-' ? undefined : text);

type Direction = 'egress' | 'ingress' | 'unknown';

/** An interface's own address is private, so the public one of the two is the other end. */
const directionOf = (declared: string | undefined, source: string, target: string): Direction => {
  if (declared === 'egress' || declared === 'ingress') return declared;
  const sourcePublic = isPublicAddress(source);
  if (sourcePublic === isPublicAddress(target)) return 'unknown';
  return sourcePublic ? 'ingress' : 'egress';
};

const flowFate = (record: Record<string, string>, context: LineContext): Fate => {
  const status = record['log-status'];
  if (status === 'NODATA' || status === 'SKIPDATA') return NO_DATA;
  const start = given(record['start']) ?? given(record['end']);
  const time = start === undefined ? (context.time ?? context.lastTime) : epochInstant(Number(start));
  if (time === undefined) return start === undefined ? NO_TIME : BAD_TIME;
  // Behind a NAT gateway or load balancer the packet's own addresses tell who was meant.
  const source = given(record['pkt-srcaddr']) ?? given(record['srcaddr']) ?? '';
  const target = given(record['pkt-dstaddr']) ?? given(record['dstaddr']) ?? '';
  const direction = directionOf(record['flow-direction'], source, target);
  const inward = direction === 'ingress';
  return {
    kind: 'connection',
    id: recordId(context.id),
    time,
    // An interface is shared by all functions of its subnet and security groups: it names none.
    function: undefined,
    account: given(record['account-id']) ?? context.account,
    region: given(record['region']) ?? context.region,
    service: 'vpcflow',
    record,
    interfaceId: given(record['interface-id']) ?? '',
    direction,
    peer: inward ? source : target,
    peerPort: amountOf(inward ? record['srcport'] : record['dstport']),
    bytes: amountOf(record['bytes']),
    packets: amountOf(record['packets']),
    accepted: record['action'] !== 'REJECT',
  };
};

const isEnum =
  (...values: readonly string[]): Form =>
  (value) =>
    values.includes(value);

/** What values of a declared format must look like: nothing else tells its lines from those of another log. */
const FORMS: ReadonlyMap<string, Form> = new Map([
  ['version', (value: string) => /^\d{1,2}$/.test(value)],
  ['account-id', (value: string) => /^(?:\d{12}|unknown)$/.test(value)],
  ['interface-id', isWord],
  ...['srcaddr', 'dstaddr', 'pkt-srcaddr', 'pkt-dstaddr'].map((name) => [name, isAddress] as const),
  ...['srcport', 'dstport', 'protocol', 'packets', 'bytes', 'start', 'end', 'tcp-flags'].map((name) => [name, isDigits] as const),
  ['action', isEnum('ACCEPT', 'REJECT')],
  ['log-status', isEnum('OK', 'NODATA', 'SKIPDATA')],
  ['flow-direction', isEnum('ingress', 'egress')],
]);

/** A line of the format that a user declared; undefined when it cannot be one. */
export const declaredFlowFate = (line: string, columns: readonly string[], context: LineContext): Fate | undefined => {
  const values = line.split(' ', MOST_COLUMNS);
  if (values.length !== columns.length || !columns.every((name, index) => fitsForm(FORMS, name, values[index] ?? ''))) return undefined;
  return flowFate(named(columns, values), context);
};

/** `srcAddr`, `src_addr` and `srcaddr` → `srcaddr`; `interfaceId` → `interface-id`. */
const HYPHENATED: ReadonlyMap<string, string> = new Map([...VERSION_2, ...TELLING].map((name) => [name.replaceAll('-', ''), name]));

const MOST_KEYS = 100;

/** Records as JSON, as CloudWatch's own transformer (parseVPC) and query engines write them. */
export const isFlowObject = (value: JsonObject): boolean =>
  (value['srcAddr'] ?? value['srcaddr']) !== undefined &&
  (value['dstAddr'] ?? value['dstaddr']) !== undefined &&
  value['query_name'] === undefined;

export const flowObjectFate = (value: JsonObject, context: LineContext): Fate => {
  const record: Record<string, string> = {};
  for (const key of Object.keys(value).slice(0, MOST_KEYS)) {
    const found = value[key];
    const name = HYPHENATED.get(key.toLowerCase().replaceAll(/[_-]/g, '')) ?? key;
    if ((typeof found === 'string' || typeof found === 'number') && name !== '__proto__') record[name] = String(found);
  }
  return flowFate(record, context);
};

/** Undefined when the line is no flow log record that can be told from its columns or from the default format. */
export const flowLineFate = (line: string, context: LineContext, columns: readonly string[] | undefined): Fate | undefined => {
  // The default format opens with its version; a line of another log is not worth splitting.
  if (columns === undefined && line.charCodeAt(1) !== SPACE && line.charCodeAt(2) !== SPACE) return undefined;
  const values = line.split(' ', MOST_COLUMNS);
  if (columns !== undefined && columns.length === values.length && columns.some((name) => TELLING.has(name))) {
    return flowFate(named(columns, values), context);
  }
  return isVersion2(values) ? flowFate(named(VERSION_2, values), context) : undefined;
};
