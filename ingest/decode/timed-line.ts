// Lines that CloudWatch's tools put a time before: `TIME MESSAGE` of an export to S3, `TIME STREAM MESSAGE` of `aws logs tail`.
import type { Instant } from '../../detectors/model/time.ts';
import { isoInstant } from '../normalise/instant-text.ts';
import { isLambdaStream } from './log-group.ts';

export interface TimedLine {
  readonly time: Instant;
  /** Empty when the line names none. */
  readonly stream: string;
  readonly message: string;
}

export const timedLine = (text: string): TimedLine | undefined => {
  if (text.charCodeAt(10) !== 84) return undefined;
  const space = text.indexOf(' ');
  if (space < 19 || space > 40) return undefined;
  const time = isoInstant(text.slice(0, space));
  if (time === undefined) return undefined;
  const next = text.indexOf(' ', space + 1);
  const word = next === -1 ? '' : text.slice(space + 1, next);
  // Lambda's own words after a bare time, not CloudWatch's: the time belongs to the line.
  if (text.startsWith(' Task timed out after ', next)) return undefined;
  const isStream = word.length > 4 && (isLambdaStream(word) || word.startsWith('eni-') || word.includes('_CloudTrail_'));
  return { time, stream: isStream ? word : '', message: text.slice((isStream ? next : space) + 1) };
};
