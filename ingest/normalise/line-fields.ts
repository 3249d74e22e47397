// The telling fields of a structured log line, whatever its library calls them, found in one pass over its keys.
// A name with dots is found as it stands (OpenTelemetry, ECS) and as a path.
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';

/** First names win over later ones. */
const NAMES = {
  time: [
    'timestamp',
    'time',
    '@timestamp',
    'ts',
    'Timestamp',
    'datetime',
    'timeUnixNano',
    'asctime',
    'date',
    'eventTime',
    '_aws.Timestamp',
  ],
  level: [
    'level',
    'severity',
    'severityText',
    'SeverityText',
    'severity_text',
    'log.level',
    'loglevel',
    'logLevel',
    'levelname',
    'lvl',
    'Level',
  ],
  severity: ['severityNumber', 'SeverityNumber', 'severity_number'],
  message: ['message', 'msg', 'event', 'body', 'Body', 'text'],
  requestId: [
    'requestId',
    'function_request_id',
    'AWSRequestId',
    'awsRequestId',
    'aws_request_id',
    'lambdaRequestId',
    'faas.invocation_id',
    'attributes.faas.invocation_id',
    'request_id',
  ],
  errorClass: [
    'errorType',
    'error.name',
    'error.type',
    'error.kind',
    'err.type',
    'err.name',
    'exception_name',
    'exception.type',
    'attributes.exception.type',
    'exc_type',
    'errorClass',
    'error_class',
    'error.code',
  ],
  function: [
    'function_arn',
    'functionArn',
    'invokedFunctionArn',
    'function_name',
    'functionName',
    'faas.name',
    'attributes.faas.name',
    'resource.faas.name',
    'resource.attributes.faas.name',
    'lambdaFunction.functionName',
  ],
  /** Bytes the function sent to what it called: only names that leave no doubt about the direction. */
  sentBytes: [
    'bytes_sent',
    'bytesSent',
    'sent_bytes',
    'sentBytes',
    'bytes_out',
    'bytesOut',
    'request_bytes',
    'requestBytes',
    'request_size',
    'requestSize',
    'http.request.body.size',
    'http.request.body.bytes',
    'http.request.size',
    'http.request_content_length',
    'attributes.http.request.body.size',
    'attributes.http.request.size',
    'upload_bytes',
    'uploadBytes',
    'uploaded_bytes',
  ],
  /** URLs of what the function called. */
  url: [
    'url',
    'url.full',
    'http.url',
    'request.url',
    'requestUrl',
    'request_url',
    'targetUrl',
    'target_url',
    'endpoint',
    'http.request.url',
    'attributes.url.full',
    'attributes.http.url',
  ],
  /** Hosts, with or without a port, and addresses of what the function called. */
  host: [
    'host',
    'server.address',
    'attributes.server.address',
    'attributes.net.peer.name',
    'attributes.network.peer.address',
    'net.peer.name',
    'net.peer.ip',
    'network.peer.address',
    'http.host',
    'url.domain',
    'destination',
    'destination.domain',
    'destination.address',
    'destination.ip',
    'destinationHost',
    'destination_host',
    'dest_host',
    'dest_ip',
    'dst_host',
    'dst_ip',
    'remoteHost',
    'remote_host',
    'targetHost',
    'target_host',
    'upstream',
    'details.host',
    'details.ip',
  ],
} as const;
type Role = keyof typeof NAMES;

interface Place {
  readonly role: Role;
  readonly rank: number;
}

const places = new Map<string, Place>();
/** Beginnings of the names with dots: only there is it worth looking inside. */
const heads = new Set<string>();
for (const [role, names] of Object.entries(NAMES)) {
  names.forEach((name, rank) => {
    places.set(name, { role: role as Role, rank });
    for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) heads.add(name.slice(0, dot));
  });
}

/** `url` and `host` hold all that was found, in the order of the line; the others the one of the first name. */
export interface LineFields {
  readonly single: Partial<Record<Role, Json>>;
  readonly urls: readonly string[];
  readonly hosts: readonly string[];
}

interface Gathered {
  readonly single: Partial<Record<Role, Json>>;
  readonly ranks: Partial<Record<Role, number>>;
  readonly urls: string[];
  readonly hosts: string[];
}

const NONE: readonly string[] = [];

const take = (found: Gathered, { role, rank }: Place, value: Json): void => {
  if (role === 'url' || role === 'host') {
    if (typeof value === 'string') (role === 'url' ? found.urls : found.hosts).push(value);
    return;
  }
  if (value === null || value === '' || value === '-' || (found.ranks[role] ?? Number.POSITIVE_INFINITY) <= rank) return;
  // Errors and messages may be objects; their class is found further in.
  if (role !== 'message' && typeof value === 'object') return;
  found.single[role] = value;
  found.ranks[role] = rank;
};

const gather = (line: JsonObject, prefix: string, found: Gathered): void => {
  for (const key in line) {
    const value = line[key];
    if (value === undefined) continue;
    const name = prefix === '' ? key : prefix + key;
    const place = places.get(name);
    if (place !== undefined) take(found, place, value);
    // Names are at most three deep, so this ends.
    if (typeof value === 'object' && heads.has(name) && isObject(value)) gather(value, `${name}.`, found);
  }
};

export const lineFields = (line: JsonObject): LineFields => {
  const found: Gathered = { single: {}, ranks: {}, urls: [], hosts: [] };
  gather(line, '', found);
  return found;
};

export const NO_FIELDS: LineFields = { single: {}, urls: NONE, hosts: NONE };
