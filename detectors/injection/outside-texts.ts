// The texts of a record that somebody outside may have written: what is worth classifying, and nothing else.
import type { LogService } from '../model/activity.ts';
import { field, isObject, type Json, type JsonObject, textField } from '../model/json.ts';

/** `namesHost`: the text's own purpose is to name a host (Referer, Origin), so that an inner address in it is no forgery. */
export type TakeText = (text: string, namesHost: boolean) => void;

/** Fields of one record looked at, nesting followed, and characters taken of a nested value: above what real records have. */
const FIELDS = 64;
const DEPTH = 6;
const NESTED_CHARACTERS = 8_192;

/** What Lambda, loggers and gateways write themselves. Names are compared in lower case without separators. */
const OWN_FIELDS = new Set(
  'timestamp time level loglevel requestid functionrequestid traceid xraytraceid stack stacktrace logger loggername module filename service functionname functionarn functionversion version coldstart memorysize samplingrate loggroup logstream owner account accountid region status statuscode responselength protocol latency integrationlatency ip sourceip clientip requesttime requesttimeepoch apiid stage'.split(
    ' ',
  ),
);

/** Names judged once. Loggers and gateways have some hundred; an attacker's come after. */
const MOST_JUDGED = 4_096;

const plainName = (name: string): string => {
  let out = '';
  for (const character of name.slice(0, 64).toLowerCase()) if (character >= 'a' && character <= 'z') out += character;
  return out;
};

const HOST_NAMES = ['referer', 'referrer', 'origin', 'host', 'domain'];

const namesHost = (name: string): boolean => HOST_NAMES.some((part) => name.toLowerCase().includes(part));

interface Judged {
  readonly isOwn: boolean;
  readonly namesHost: boolean;
  /** A field's name is the outside's word when a request's keys became it. */
  readonly isOutsides: boolean;
}

const judgedNames = new Map<string, Judged>();

const judge = (name: string): Judged => {
  const known = judgedNames.get(name);
  if (known !== undefined) return known;
  const judged = {
    isOwn: OWN_FIELDS.has(plainName(name)),
    namesHost: namesHost(name),
    isOutsides: name.includes('$') || name.includes('__'),
  };
  if (judgedNames.size < MOST_JUDGED) judgedNames.set(name, judged);
  return judged;
};

/** A nested value as JSON text, cut: keys count as much as values (`{"name":{"$ne":""}}`). */
const nestedText = (value: Json): string => {
  let room = NESTED_CHARACTERS;
  const write = (part: Json, depth: number): string => {
    if (room <= 0 || depth > DEPTH) return 'null';
    if (typeof part === 'string') {
      const text = JSON.stringify(part.slice(0, room));
      room -= text.length;
      return text;
    }
    if (Array.isArray(part))
      return `[${part
        .slice(0, FIELDS)
        .map((item: Json) => write(item, depth + 1))
        .join(',')}]`;
    if (isObject(part)) {
      const entries = Object.keys(part).slice(0, FIELDS);
      return `{${entries.map((key) => `${write(key, depth + 1)}:${write(part[key] ?? null, depth + 1)}`).join(',')}}`;
    }
    room -= 8;
    return String(part);
  };
  return write(value, 0);
};

const PLATFORM_BEGINNINGS = [
  'START RequestId: ',
  'END RequestId: ',
  'REPORT RequestId: ',
  'INIT_START ',
  'INIT_REPORT ',
  'RESTORE_START ',
  'RESTORE_REPORT ',
  'EXTENSION\t',
  'TELEMETRY\t',
  'LOGS\t',
  'XRAY TraceId: ',
];

const isPlatformLine = (message: string): boolean =>
  PLATFORM_BEGINNINGS.some((beginning) => message.startsWith(beginning)) &&
  // One line is the platform's; a line break behind it was somebody else's.
  message.trimEnd().indexOf('\n') < 0;

const takeFields = (record: JsonObject, take: TakeText): void => {
  let fields = 0;
  for (const name in record) {
    if (++fields > FIELDS) break;
    const judged = judge(name);
    if (judged.isOwn) continue;
    const value = record[name] ?? null;
    if (typeof value === 'string') take(value, judged.namesHost);
    else if (typeof value === 'object' && value !== null) take(nestedText(value), false);
    if (judged.isOutsides)
      take(`{${JSON.stringify(name)}:${typeof value === 'string' ? JSON.stringify(value.slice(0, 256)) : 'null'}}`, false);
  }
};

const takeOfLambda = (record: JsonObject, take: TakeText): void => {
  const type = textField(record, 'type');
  if (type?.startsWith('platform.') === true) return;
  const message = field(record, 'message');
  if (typeof message === 'string' && isPlatformLine(message)) return;
  takeFields(record, take);
};

const takeOfWaf = (record: JsonObject, take: TakeText): void => {
  const request = field(record, 'httpRequest');
  if (!isObject(request)) return;
  for (const name of ['uri', 'args', 'body']) {
    const text = textField(request, name);
    if (text !== undefined) take(name === 'args' ? `?${text}` : text, false);
  }
  const headers = field(request, 'headers');
  if (Array.isArray(headers)) {
    for (const header of headers.slice(0, FIELDS) as readonly Json[]) {
      const text = textField(header, 'value');
      if (text !== undefined) take(text, namesHost(textField(header, 'name') ?? ''));
    }
  }
};

/** Only names of objects: the rest of a CloudTrail record is AWS's or an operator's word. */
const takeOfTrail = (record: JsonObject, take: TakeText): void => {
  const parameters = field(record, 'requestParameters');
  const key = textField(parameters, 'key') ?? textField(parameters, 'Key');
  if (key !== undefined) take(key, false);
};

/** Gives each of the outside's words in a record, in the order of its fields. */
export const takeOutsideTexts = (record: JsonObject, service: LogService, take: TakeText): void => {
  switch (service) {
    case 'lambda':
      takeOfLambda(record, take);
      return;
    case 'apigateway':
    case 'elb':
    case 'cloudfront':
    case 's3access':
      takeFields(record, take);
      return;
    case 'waf':
      takeOfWaf(record, take);
      return;
    case 'cloudtrail':
      takeOfTrail(record, take);
      return;
    case 'vpcflow':
    case 'route53resolver':
      return;
  }
};
