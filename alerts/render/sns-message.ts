// One alert as SNS takes it: a subject, a body for each kind of subscriber, attributes to filter by, within SNS's size.
import type { Finding } from '../../detectors/model/finding.ts';
import { functionName } from '../triage/function-name.ts';
import { type EmailOptions, renderEmail } from './email.ts';
import { explainDeployed } from './explain-words.ts';
import { fitting, modest } from './fit-finding.ts';
import { cut, inJson, oneLine } from './inert.ts';
import { findingLine } from './ndjson.ts';
import { utf8Length } from './utf8-length.ts';

export interface SnsOptions extends EmailOptions {
  /** `environmentOf` the finding, or a deployment's name for itself; without it the attribute is left out. */
  readonly environment?: string;
}

interface SnsAttribute {
  readonly DataType: 'String';
  readonly StringValue: string;
}

/** As `Publish` takes it. */
export interface SnsMessage {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageStructure: 'json';
  /** None is empty, and there are never more than ten: with raw delivery to a queue SQS takes no more. */
  readonly MessageAttributes: Readonly<Record<string, SnsAttribute>>;
}

/** SNS: message and attributes together, 256 KiB. */
export const SNS_BYTES = 256 * 1024;
/** Names and values of attributes; real ones are short, and filters compare whole values. */
const ATTRIBUTE_CHARACTERS = 256;

const attributesOf = (finding: Finding, environment: string | undefined): SnsMessage['MessageAttributes'] => {
  const values: readonly (readonly [string, string | null | undefined])[] = [
    ['severity', finding.severity],
    ['category', finding.category],
    ['kind', finding.kind],
    ['detector', finding.detector],
    ['function', functionName(finding.function)],
    ['account', finding.account],
    ['region', finding.region],
    ['environment', environment],
  ];
  return Object.fromEntries(
    values.flatMap(([name, value]) => {
      const text = cut(oneLine(value ?? '').trim(), ATTRIBUTE_CHARACTERS);
      return text === '' ? [] : [[name, { DataType: 'String', StringValue: text }]];
    }),
  );
};

export const snsBytes = ({ Message, MessageAttributes }: SnsMessage): number =>
  Object.entries(MessageAttributes).reduce(
    (sum, [name, { DataType, StringValue }]) => sum + utf8Length(name) + utf8Length(DataType) + utf8Length(StringValue),
    utf8Length(Message),
  );

/** Subscribers that are programs get our finding; mail gets the mail; what is left (telephones, feeds) a line. */
export const renderSnsMessage = (raw: Finding, options: SnsOptions = {}): SnsMessage => {
  const whole = modest(raw);
  const parts = (options.parts ?? []).map((part) => modest(part).finding);
  const { subject, body } = renderEmail(whole.finding, { ...options, parts });
  const attributes = attributesOf(whole.finding, options.environment);
  return fitting(
    whole,
    SNS_BYTES,
    ({ finding, trimmed }): SnsMessage => {
      const line = findingLine(finding, trimmed === undefined ? {} : { trimmed });
      const bodies = {
        default: `${subject} (${explainDeployed(cut(oneLine(finding.id), ATTRIBUTE_CHARACTERS))})`,
        email: body,
        sqs: line,
        lambda: line,
        https: line,
        firehose: line,
      };
      return { Subject: subject, Message: inJson(JSON.stringify(bodies)), MessageStructure: 'json', MessageAttributes: attributes };
    },
    snsBytes,
  );
};
