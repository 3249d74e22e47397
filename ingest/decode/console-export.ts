// CSV that the CloudWatch console saves: `timestamp,message` of a log group, `@timestamp,@message` of Logs Insights.
import type { Instant } from '../../detectors/model/time.ts';
import { anyInstant } from '../normalise/instant-text.ts';

const HEADER = /^"?@?timestamp"?,"?@?message"?(?:,|$)/;

/** How the reader remembers that it is in such a file. */
export const CONSOLE_COLUMNS: readonly string[] = ['timestamp', 'message'];

export const isConsoleHeader = (line: string): boolean => HEADER.test(line);

const unquoted = (cell: string): string => {
  if (!cell.startsWith('"')) return cell;
  const end = cell.endsWith('"') && cell.length > 1 ? -1 : undefined;
  return cell.slice(1, end).replaceAll('""', '"');
};

/** The longest way to write the time, in quotes. */
const TIME_CHARACTERS = 32;

/** A row's time and message; undefined when the line goes on with a message of the row before. */
export const consoleRow = (line: string): { readonly time: Instant; readonly message: string } | undefined => {
  const comma = line.indexOf(',');
  if (comma < 10 || comma > TIME_CHARACTERS) return undefined;
  const time = anyInstant(unquoted(line.slice(0, comma)));
  return time === undefined ? undefined : { time, message: unquoted(line.slice(comma + 1)) };
};
