// What a person would see of records: ids of detections with their severity, each once.
import { readFileSync } from 'node:fs';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import { DERIVED_FIELDS } from '../../detectors/derived-fields.ts';
import type { LogService } from '../../detectors/model/activity.ts';
import { recordId } from '../../detectors/model/identity.ts';
import { type JsonObject, textField } from '../../detectors/model/json.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { newCorrelator } from '../../detectors/sigma/correlate.ts';
import { apiCall } from '../../ingest/normalise/api-call.ts';

export const { loaded, matcher } = ruleSet(DEFAULT_SETTINGS, []);

export const readRecords = (file: string): readonly JsonObject[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonObject);

/** Of CloudTrail records. */
export const seenIn = (records: readonly JsonObject[]): readonly string[] => {
  const correlator = newCorrelator(loaded, DERIVED_FIELDS);
  const seen = new Set<string>();
  for (const [place, record] of records.entries()) {
    const text = (name: string): string => textField(record, name) ?? '';
    for (const rule of matcher.match('cloudtrail', record)) {
      const time = Date.parse(text('eventTime')) as Instant;
      correlator.addMatch(
        rule,
        apiCall(record, text('eventSource'), text('eventName'), recordId(text('eventID') || `record:${place}`), time),
      );
      if (!rule.referencedOnly) seen.add(`${rule.id}:${rule.level}`);
    }
  }
  for (const { detector, severity } of correlator.findings()) seen.add(`${detector}:${severity}`);
  return [...seen].sort();
};

/** Of one record: rules alone, those included that only correlations use. */
export const matchedBy = (
  record: JsonObject,
  service: LogService,
): readonly { readonly id: string; readonly severity: string; readonly shown: boolean }[] =>
  matcher.match(service, record).map(({ id, level, referencedOnly }) => ({ id, severity: level, shown: !referencedOnly }));
