// The texts of a record that somebody outside may have written: what is worth classifying, and nothing else.
import type { LogService } from '../model/activity.ts';
import { field, isObject, type Json, type JsonObject, textField } from '../model/json.ts';

export interface OutsideText {
  readonly text: string;
  /** Its own purpose is to name a host (Referer, Origin): an inner address in it is no forgery. */
  readonly namesHost: boolean;
}

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

const NO_TEXTS: readonly OutsideText[] = [];

const fieldsOf = (record: JsonObject): readonly OutsideText[] => {
  const texts: OutsideText[] = [];
  let fields = 0;
  for (const name in record) {
    if (++fields > FIELDS) break;
    const judged = judge(name);
    if (judged.isOwn) continue;
    const value = record[name] ?? null;
    if (typeof value === 'string') texts.push({ text: value, namesHost: judged.namesHost });
    else if (typeof value === 'object' && value !== null) texts.push({ text: nestedText(value), namesHost: false });
    if (judged.isOutsides)
      texts.push({
        text: `{${JSON.stringify(name)}:${typeof value === 'string' ? JSON.stringify(value.slice(0, 256)) : 'null'}}`,
        namesHost: false,
      });
  }
  return texts;
};

const lambdaTexts = (record: JsonObject): readonly OutsideText[] => {
  const type = textField(record, 'type');
  if (type?.startsWith('platform.') === true) return NO_TEXTS;
  const message = field(record, 'message');
  if (typeof message === 'string' && isPlatformLine(message)) return NO_TEXTS;
  return fieldsOf(record);
};

const wafTexts = (record: JsonObject): readonly OutsideText[] => {
  const request = field(record, 'httpRequest');
  if (!isObject(request)) return [];
  const texts: OutsideText[] = [];
  for (const name of ['uri', 'args', 'body']) {
    const text = textField(request, name);
    if (text !== undefined) texts.push({ text: name === 'args' ? `?${text}` : text, namesHost: false });
  }
  const headers = field(request, 'headers');
  if (Array.isArray(headers)) {
    for (const header of headers.slice(0, FIELDS) as readonly Json[]) {
      const text = textField(header, 'value');
      if (text !== undefined) texts.push({ text, namesHost: namesHost(textField(header, 'name') ?? '') });
    }
  }
  return texts;
};

/** Only names of objects: the rest of a CloudTrail record is AWS's or an operator's word. */
const cloudtrailTexts = (record: JsonObject): readonly OutsideText[] => {
  const parameters = field(record, 'requestParameters');
  const key = textField(parameters, 'key') ?? textField(parameters, 'Key');
  return key === undefined ? [] : [{ text: key, namesHost: false }];
};

export const outsideTexts = (record: JsonObject, service: LogService): readonly OutsideText[] => {
  switch (service) {
    case 'lambda':
      return lambdaTexts(record);
    case 'apigateway':
    case 'elb':
    case 'cloudfront':
    case 's3access':
      return fieldsOf(record);
    case 'waf':
      return wafTexts(record);
    case 'cloudtrail':
      return cloudtrailTexts(record);
    case 'vpcflow':
    case 'route53resolver':
      return [];
  }
};
