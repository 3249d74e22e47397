// The rules that come with Lapwing, as files and compiled, and one record against all of them.
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BEHAVIOURS } from '../../../detectors/behaviours/catalogue.ts';
import { derivedFields } from '../../../detectors/derived-fields.ts';
import type { Activity, LogService } from '../../../detectors/model/activity.ts';
import type { Finding } from '../../../detectors/model/finding.ts';
import { functionId, recordId } from '../../../detectors/model/identity.ts';
import { type JsonObject, numberField, textField } from '../../../detectors/model/json.ts';
import type { Instant } from '../../../detectors/model/time.ts';
import { newCorrelator } from '../../../detectors/sigma/correlate.ts';
import { loadRules, type RuleFile } from '../../../detectors/sigma/load.ts';
import { buildMatcher } from '../../../detectors/sigma/matcher.ts';
import { apiCall } from '../../../ingest/normalise/api-call.ts';

export const RULES_FOLDER = fileURLToPath(new URL('../../../detectors/rules/', import.meta.url));
export const RUNBOOKS_FOLDER = fileURLToPath(new URL('../../../runbooks/', import.meta.url));

/** Paths from the folder of rules: `exfiltration/snapshot-shared.yml`. */
export const rulePaths: readonly string[] = globSync('**/*.yml', { cwd: RULES_FOLDER }).sort();

export const ruleText = (path: string): string => readFileSync(RULES_FOLDER + path, 'utf8');

/** One deployer and one account, so that what exempts them can be seen to work. */
export const PLACEHOLDERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['known_deployers', ['arn:aws:iam::111122223333:role/trusted-pipeline']],
  ['trusted_accounts', ['777788889999']],
]);

const files: readonly RuleFile[] = rulePaths.map((path) => ({ path, text: ruleText(path) }));
export const loaded = loadRules(files, PLACEHOLDERS, new Set(BEHAVIOURS.map(({ id }) => id)));
export const DERIVATIONS = derivedFields({ trustedAccounts: PLACEHOLDERS.get('trusted_accounts') ?? [] });
export const matcher = buildMatcher(loaded, DERIVATIONS);

/** What normalising makes of a record, as far as rules and correlations look at it. */
export const activityOf = (service: LogService, record: JsonObject, ordinal: number): Activity => {
  const time = Date.parse(textField(record, 'eventTime') ?? textField(record, 'timestamp') ?? '2026-03-02T10:00:00Z') as Instant;
  const id = recordId(textField(record, 'eventID') ?? `record:${ordinal}`);
  if (service === 'cloudtrail')
    return apiCall(record, textField(record, 'eventSource') ?? '', textField(record, 'eventName') ?? '', id, time);
  const base = { id, time, service, record };
  if (service === 'lambda') {
    const owner = functionId({ account: '111122223333', region: 'eu-central-1', name: 'orders-api' });
    const line = { origin: 'application', requestId: undefined, level: undefined, errorClass: undefined, hosts: [], logBytes: 1 } as const;
    return { ...base, ...line, kind: 'log-line', function: owner };
  }
  return {
    ...base,
    kind: 'http-request',
    function: undefined,
    method: textField(record, 'httpMethod') ?? '',
    path: textField(record, 'path') ?? '',
    status: numberField(record, 'status') ?? 0,
    responseBytes: 0,
    client: textField(record, 'ip'),
    requestId: undefined,
  };
};

export interface Seen {
  /** Ids of detection rules that matched, once for each match. */
  readonly matched: readonly string[];
  readonly sequences: readonly Finding[];
}

export const seenIn = (records: readonly JsonObject[], service: LogService): Seen => {
  const correlator = newCorrelator(loaded, DERIVATIONS);
  const matched: string[] = [];
  for (const [ordinal, record] of records.entries()) {
    for (const rule of matcher.match(service, record)) {
      matched.push(rule.id);
      correlator.addMatch(rule, activityOf(service, record, ordinal));
    }
  }
  return { matched, sequences: correlator.findings() };
};
