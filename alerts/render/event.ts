// One alert as an EventBridge event: what starts runbooks and feeds other systems. docs/schemas/finding.schema.json says what is in it.
import type { Finding } from '../../detectors/model/finding.ts';
import { functionName } from '../triage/function-name.ts';
import { fitting, modest } from './fit-finding.ts';
import { findingLine } from './ndjson.ts';
import { utf8Length } from './utf8-length.ts';

/** What a rule on findings matches. */
export const EVENT_SOURCE = 'lapwing';
const EVENT_DETAIL_TYPE = 'Lapwing Finding';

/** An entry of `PutEvents`; the bus is the caller's. */
export interface EventEntry {
  readonly Source: typeof EVENT_SOURCE;
  readonly DetailType: typeof EVENT_DETAIL_TYPE;
  readonly Detail: string;
  readonly Resources: string[];
}

/** PutEvents: source, detail type, detail and resources together, 256 KiB. */
const EVENT_BYTES = 256 * 1024;
/** ARNs named beside the finding, for rules that match on `resources`. */
const RESOURCES = 10;
const LONGEST_ARN = 256;

const ACCESS_KEY_ID = /^A[KS]IA[A-Z0-9]{12,124}$/;

const bytesOf = ({ Source, DetailType, Detail, Resources }: EventEntry): number =>
  [Source, DetailType, Detail, ...Resources].reduce((sum, text) => sum + utf8Length(text), 0);

export interface EventOptions {
  /** As in an SNS message. */
  readonly environment?: string;
}

/**
 * The finding as it is in ndjson, with one difference: access key ids are whole, since a runbook must know which key to disable. An id
 * is no secret by itself, CloudTrail writes it into every record, and the event stays on the account's own bus.
 */
export const renderEvent = (raw: Finding, options: EventOptions = {}): EventEntry => {
  const keys = raw.entities.accessKeys.filter((key) => ACCESS_KEY_ID.test(key));
  return fitting(
    modest(raw),
    EVENT_BYTES,
    ({ finding, trimmed }): EventEntry => {
      const line = findingLine(finding, {
        entities: { ...finding.entities, accessKeys: keys.slice(0, finding.entities.accessKeys.length) },
        ...(options.environment === undefined ? {} : { environment: options.environment }),
        ...(trimmed === undefined ? {} : { trimmed }),
      });
      return {
        Source: EVENT_SOURCE,
        DetailType: EVENT_DETAIL_TYPE,
        Detail: line,
        Resources: finding.entities.functions
          .filter((label) => label.startsWith('arn:') && functionName(label) !== '' && label.length <= LONGEST_ARN)
          .slice(0, RESOURCES),
      };
    },
    bytesOf,
  );
};
