// What was seen, as a colleague would say it: who did what, on what, from where, when. Rules write down the fields of the earliest
// record they matched; this reads them back. The fields themselves stay in ndjson.
//
// Who and from where are taken from what the finding names apart wherever it does: a path or a user agent that spells like our fields
// can only garble the words quoted from it.
import type { Finding } from '../../detectors/model/finding.ts';
import { shortName } from '../triage/function-name.ts';
import { momentWords } from '../triage/span-words.ts';
import { cut } from './inert.ts';
import { type RecordFields, readFields } from './record-fields.ts';
import { parameterWords, personWords, toolWords } from './record-words.ts';

/** Actions named; the rest is counted. */
const ACTIONS_TOLD = 3;
const QUOTE_CHARACTERS = 160;

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;

const quoted = (text: string): string => `"${cut(text, QUOTE_CHARACTERS)}"`;

/** `at 2026-03-11 11:10 UTC`, or from when to when. */
const whenWords = ({ time, window, occurrences }: Finding): string => {
  const [from, to] = [momentWords(time), momentWords(window.end)];
  if (occurrences < 2 || from === to || to < from) return `at ${from}`;
  return from.slice(0, 10) === to.slice(0, 10) ? `from ${from.slice(0, 16)} to ${to.slice(11)}` : `from ${from} to ${to}`;
};

const callWords = (finding: Finding, fields: RecordFields): string => {
  const names = finding.explanation.contributors.map((each) => each.name);
  const actions = names.length === 0 ? [fields.get('eventName') ?? ''] : names.slice(0, ACTIONS_TOLD);
  const more = names.length - ACTIONS_TOLD;
  const actor = personWords(fields.get('userIdentity.arn') ?? '', finding.principal);
  const from = finding.entities.addresses[0] ?? fields.get('sourceIPAddress') ?? '';
  const tool = toolWords(fields.get('userAgent') ?? '');
  const what = parameterWords(fields.get('requestParameters') ?? '');
  return [
    `${actor} called ${listed([...actions, ...(more > 0 ? [`${more} more`] : [])])} ${fields.times}`,
    what === '' ? '' : ` (${finding.occurrences > 1 ? 'the first: ' : ''}${what})`,
    from === '' ? '' : ` from ${from}`,
    tool === '' ? '' : ` with ${tool}`,
    `, ${whenWords(finding)}.`,
  ].join('');
};

const requestWords = (finding: Finding, fields: RecordFields): string => {
  const client = finding.entities.addresses[0] ?? fields.get('ip') ?? fields.get('httpRequest.clientIp') ?? 'Somebody';
  const args = fields.get('httpRequest.args') ?? '';
  const path = `${fields.get('path') ?? fields.get('httpRequest.uri') ?? ''}${args === '' ? '' : `?${args}`}`;
  const status = fields.get('status');
  const action = fields.get('action');
  const answer =
    status !== undefined ? `, and the answer was ${status}` : action === undefined ? '' : `, and the firewall's answer was ${action}`;
  const times = finding.occurrences > 1 ? ` It came ${fields.times}, ${whenWords(finding)}.` : '';
  const request = quoted([fields.get('httpMethod') ?? '', path].filter((part) => part !== '').join(' '));
  return `${client} asked for ${request}${answer}${times === '' ? `, ${whenWords(finding)}.` : `.${times}`}`;
};

/** Time, request id and level stand before what a Lambda function logs; the finding says the first two itself. */
const LOG_LEAD = /^\d{4}-\d\d-\d\dT[\d:.]{8,15}Z\s{1,3}[0-9a-f-]{36}\s{1,3}(?:(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\s{1,3})?/;

const logWords = (finding: Finding, fields: RecordFields): string => {
  const message = (fields.get('message') ?? '').replace(LOG_LEAD, '');
  const name = finding.function === null ? 'The function' : shortName(finding.function);
  return `${name} logged ${quoted(message)} ${finding.occurrences > 1 ? `and the like, ${fields.times}` : 'once'}, ${whenWords(finding)}.`;
};

const lookupWords = (finding: Finding, fields: RecordFields): string => {
  const asker = fields.get('srcids.instance') ?? fields.get('srcaddr') ?? 'Somebody';
  const network = fields.get('vpc_id');
  return `${asker}${network === undefined ? '' : ` in ${network}`} asked for the name ${quoted(fields.get('query_name') ?? '')} ${fields.times}, ${whenWords(finding)}.`;
};

/** Times as machines write them, in sentences that are words otherwise. */
const ISO_TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z/g;

/** What a correlation's matches had in common, by the field they were grouped by. */
const commonWords = (field: string, value: string): string => {
  if (field.startsWith('userIdentity')) return `all by ${personWords(value, null).replace(/^The /, 'the ')}`;
  if (field === 'sourceIPAddress' || field === 'ip' || field.endsWith('clientIp')) return `all from ${value}`;
  return `all on ${shortName(value)}`;
};

/** `TITLE: "RULE" 3 times, from TIME to TIME, where userIdentity.arn is arn:…:role/app.`: the title stands above already. */
const correlationWords = ({ title, explanation: { observed } }: Finding): string =>
  (observed.startsWith(`${title}: `) ? observed.slice(title.length + 2) : observed)
    .replace(ISO_TIME, momentWords)
    .replace(/, where ([\w.-]{1,80}) is ([^,]{1,300})\.$/, (_, field: string, value: string) => `, ${commonWords(field, value)}.`);

/** What is no raw list of fields is returned as it is. */
export const observedWords = (finding: Finding): string => {
  const { observed } = finding.explanation;
  if (finding.kind === 'sequence') return correlationWords(finding);
  const fields = finding.kind === 'rule' || finding.kind === 'self' ? readFields(observed) : undefined;
  if (fields === undefined) return observed;
  if (fields.get('eventName') !== undefined) return callWords(finding, fields);
  if (fields.get('path') !== undefined || fields.get('httpRequest.uri') !== undefined) return requestWords(finding, fields);
  if (fields.get('query_name') !== undefined) return lookupWords(finding, fields);
  if (fields.get('message') !== undefined) return logWords(finding, fields);
  return observed;
};
