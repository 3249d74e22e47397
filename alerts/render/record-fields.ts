// The fields that a rule wrote into its sentence (`TITLE, 3 times; the earliest time NAME is VALUE, NAME is VALUE.`), read back.

export interface RecordFields {
  /** `once`, `27 times`, `about 529 times`. */
  readonly times: string;
  readonly get: (name: string) => string | undefined;
}

const MARK = '; the earliest time ';

/** The fields that rules list. Those an outsider fills are followed by ones that AWS fills: the last of the latter is the true one. */
const NAMES: readonly (readonly [name: string, which: 'first' | 'last'])[] = [
  ['eventName', 'first'],
  ['eventSource', 'first'],
  ['errorCode', 'first'],
  ['userIdentity.arn', 'first'],
  ['sourceIPAddress', 'first'],
  ['userAgent', 'first'],
  ['requestParameters', 'first'],
  ['requestParameters.functionName', 'first'],
  ['responseElements.codeSha256', 'last'],
  ['message', 'first'],
  ['path', 'first'],
  ['httpMethod', 'last'],
  ['status', 'last'],
  ['responseLength', 'last'],
  ['ip', 'last'],
  ['requestId', 'last'],
  ['query_name', 'first'],
  ['srcaddr', 'last'],
  ['srcids.instance', 'last'],
  ['vpc_id', 'last'],
  ['httpRequest.clientIp', 'first'],
  ['httpRequest.uri', 'first'],
  ['httpRequest.args', 'first'],
  ['action', 'last'],
  ['nonTerminatingMatchingRules.ruleId', 'last'],
];

/** Undefined when the sentence is none of a rule's. */
export const readFields = (observed: string): RecordFields | undefined => {
  const at = observed.indexOf(MARK);
  if (at === -1) return undefined;
  // A comma in front of the first field too, so that all are found alike.
  const details = `, ${observed.slice(at + MARK.length).replace(/\.$/, '')}`;
  const starts = NAMES.flatMap(([name, which]) => {
    const label = `, ${name} is `;
    const place = which === 'first' ? details.indexOf(label) : details.lastIndexOf(label);
    return place === -1 ? [] : [{ name, place, valueAt: place + label.length }];
  }).sort((one, other) => one.place - other.place);
  const values = new Map(starts.map(({ name, valueAt }, index) => [name, details.slice(valueAt, starts[index + 1]?.place)]));
  if (values.size === 0) return undefined;
  const lead = observed.slice(0, at);
  return { times: lead.slice(lead.lastIndexOf(', ') + 2), get: (name) => values.get(name) };
};
