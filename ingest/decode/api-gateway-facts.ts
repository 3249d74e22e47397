// What an API Gateway access record tells, whatever its user calls the variables in it: found in one pass over its keys.
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';
import { pathOf } from '../normalise/http-request.ts';

/** First names win over later ones. Names are plain: `request` is off `requestId`, `http` off `httpMethod`. */
const NAMES = {
  requestId: ['id', 'requestid', 'extendedrequestid', 'extendedid', 'reqid', 'apigwrequestid'],
  status: ['status', 'statuscode', 'responsestatus', 'responsestatuscode'],
  /** What a WebSocket's client does is its `eventType`: CONNECT, MESSAGE, DISCONNECT. */
  method: ['method', 'verb', 'eventtype'],
  path: ['path', 'rawpath', 'uri', 'url', 'resourcepath', 'resource', 'routekey'],
  client: ['ip', 'sourceip', 'clientip', 'remoteip', 'remoteaddr', 'client', 'sourceipaddress', 'ipaddress'],
  size: ['responselength', 'responsesize', 'responsebytes', 'dataprocessed', 'bytessent', 'bytes', 'length'],
  time: ['timeepoch', 'epoch', 'time', 'timestamp', 'datetime'],
} as const;
/** By the place of its role among the names: a record's are gathered in lists. */
type Role = number;
const ROLES = Object.keys(NAMES) as readonly (keyof typeof NAMES)[];

/** Of what no name was seen: behind all names. */
const UNRANKED = 100;

/** Variables that only API Gateway has. */
const OWN = [
  'stage',
  'apiid',
  'resourcepath',
  'routekey',
  'responselength',
  'integrationstatus',
  'integrationlatency',
  'responselatency',
  'dataprocessed',
  'domainname',
  'timeepoch',
  'protocol',
  'extendedid',
  'extendedrequestid',
  'caller',
  'connectionid',
  'eventtype',
];

/** A format holds some of about 100 variables. */
const MOST_KEYS = 128;

interface Meaning {
  readonly role: Role | undefined;
  readonly rank: number;
  /** The bit of its place among API Gateway's own, or 0. */
  readonly own: number;
}

const meanings = new Map<string, Meaning>();
ROLES.forEach((name, role) => {
  NAMES[name].forEach((each, rank) => {
    meanings.set(each, { role, rank, own: 0 });
  });
});
OWN.forEach((name, place) => {
  const { role, rank } = meanings.get(name) ?? { role: undefined, rank: 0 };
  meanings.set(name, { role, rank, own: 1 << place });
});

const MEANINGLESS: Meaning = { role: undefined, rank: 0, own: 0 };

/** Keys without case, `_`, `-`, `.` and the words that only say where a variable is from. */
const plainKey = (key: string): string =>
  key
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .replace(/^(?:context|requestcontext|identity|http|request)+(?=[a-z]{2})/, '');

/** No variable's name is as long. */
const LONGEST_KEY = 64;
/** Keys whose meaning was found once; what others write comes after. */
const MOST_REMEMBERED = 1_024;
const remembered = new Map<string, Meaning>();

const meaningOf = (key: string): Meaning => {
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (key.length > LONGEST_KEY) return MEANINGLESS;
  const meaning = meanings.get(plainKey(key)) ?? MEANINGLESS;
  if (remembered.size < MOST_REMEMBERED) remembered.set(key, meaning);
  return meaning;
};

interface Gathered {
  readonly values: (Json | undefined)[];
  readonly ranks: number[];
  own: number;
  keys: number;
}

const gather = (record: JsonObject, found: Gathered, depth: number): void => {
  for (const key in record) {
    const value = record[key];
    if (value === undefined || value === null || value === '-' || value === '') continue;
    if (++found.keys > MOST_KEYS) return;
    if (isObject(value)) {
      if (depth < 2) gather(value, found, depth + 1);
      continue;
    }
    const { role, rank, own } = meaningOf(key);
    found.own |= own;
    if (role === undefined || (found.ranks[role] as number) <= rank) continue;
    found.values[role] = value;
    found.ranks[role] = rank;
  }
};

export interface ApiGatewayFacts {
  readonly requestId: Json | undefined;
  readonly status: Json | undefined;
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly client: Json | undefined;
  readonly responseBytes: Json | undefined;
  readonly time: Json | undefined;
  /** How many of the variables that only API Gateway has. */
  readonly own: number;
}

const bitsIn = (mask: number): number => {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
};

export const apiGatewayFacts = (record: JsonObject): ApiGatewayFacts => {
  const found: Gathered = { values: ROLES.map(() => undefined), ranks: ROLES.map(() => UNRANKED), own: 0, keys: 0 };
  gather(record, found, 0);
  const [requestId, status, method, path, client, size, time] = found.values;
  const target = typeof path === 'string' ? path : undefined;
  // `GET /orders/{id}` of a route key.
  const blank = target?.indexOf(' ') ?? -1;
  const behind = target === undefined || blank === -1 ? undefined : (target.slice(blank + 1).split(' ', 1)[0] ?? '');
  const before = target === undefined || blank === -1 ? undefined : target.slice(0, blank);
  return {
    requestId,
    status,
    method: typeof method === 'string' ? method : before,
    path: target === undefined ? undefined : pathOf(behind ?? target),
    client,
    responseBytes: size,
    time,
    own: bitsIn(found.own),
  };
};
