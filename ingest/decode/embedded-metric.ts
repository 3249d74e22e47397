// Embedded metric format: JSON lines with `_aws`. Lambda Insights' tell the bytes an invocation moved; others are log lines.
import { recordId } from '../../detectors/model/identity.ts';
import { isObject, type JsonObject, textField } from '../../detectors/model/json.ts';
import { amountOf } from '../normalise/amount.ts';
import { anyInstant } from '../normalise/instant-text.ts';
import { applicationJsonFate, functionNamedIn } from './application-json.ts';
import { type Fate, skipped } from './fate.ts';
import type { LineContext } from './line-context.ts';

const NO_TIME = skipped('no-time');

export const isEmbeddedMetric = (line: JsonObject): boolean => isObject(line['_aws']);

const hasNetworkBytes = (line: JsonObject): boolean => line['tx_bytes'] !== undefined || line['rx_bytes'] !== undefined;

/** Only the Insights extension's own log group is believed: an application may print whatever it likes into its own. */
export const INSIGHTS_GROUP = '/aws/lambda-insights';

export const embeddedMetricFate = (line: JsonObject, logBytes: number, given: LineContext): Fate => {
  if (!hasNetworkBytes(line) || (given.logGroup !== '' && given.logGroup !== INSIGHTS_GROUP))
    return applicationJsonFate(line, logBytes, given);
  const header = line['_aws'];
  const time = given.time ?? anyInstant(isObject(header) ? header['Timestamp'] : undefined) ?? given.lastTime;
  if (time === undefined) return NO_TIME;
  return {
    kind: 'usage',
    id: recordId(given.id),
    time,
    function: functionNamedIn(line, given).function ?? given.fallbackFunction,
    account: given.account,
    region: given.region,
    service: 'lambda',
    record: line,
    requestId: textField(line, 'request_id') ?? textField(line, 'requestId'),
    // Milliseconds and megabytes, as the extension writes them.
    cpuMs: amountOf(line['cpu_total_time']),
    maxMemoryUsedMb: amountOf(line['used_memory_max']),
    bytesSent: amountOf(line['tx_bytes']),
    bytesReceived: amountOf(line['rx_bytes']),
  };
};
