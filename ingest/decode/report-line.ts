// A REPORT line's fields: `Key: value [unit]`, between tabs or spaces, in whatever order a runtime prints them.

export interface ReportFields {
  readonly requestId: string | undefined;
  readonly durationMs: string | undefined;
  readonly billedMs: string | undefined;
  readonly memorySizeMb: string | undefined;
  readonly maxMemoryUsedMb: string | undefined;
  readonly initMs: string | undefined;
  readonly restoreMs: string | undefined;
  readonly status: string | undefined;
  readonly errorType: string | undefined;
}

/** A REPORT line has at most 13 keys; what an application adds to a forged one is not read. */
const MOST_KEYS = 20;

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;

const UNITS: ReadonlySet<string> = new Set(['ms', 'MB', 's', 'seconds']);

const anyFields = (line: string): ReportFields => {
  const found = new Map<string, string>();
  // Past the first word: REPORT, INIT_REPORT, RESTORE_REPORT.
  let at = line.indexOf(' ');
  while (at !== -1 && found.size < MOST_KEYS) {
    while (at < line.length && isBlank(line.charCodeAt(at))) at++;
    const colon = line.indexOf(': ', at);
    if (colon === -1) break;
    const start = colon + 2;
    let end = start;
    while (end < line.length && !isBlank(line.charCodeAt(end))) end++;
    const key = line.slice(at, colon);
    if (!found.has(key)) found.set(key, line.slice(start, end));
    let unitEnd = end + 1;
    while (unitEnd < line.length && unitEnd - end <= 8 && !isBlank(line.charCodeAt(unitEnd))) unitEnd++;
    at = UNITS.has(line.slice(end + 1, unitEnd)) ? unitEnd : end;
  }
  return {
    requestId: found.get('RequestId'),
    durationMs: found.get('Duration'),
    billedMs: found.get('Billed Duration'),
    memorySizeMb: found.get('Memory Size'),
    maxMemoryUsedMb: found.get('Max Memory Used'),
    initMs: found.get('Init Duration'),
    restoreMs: found.get('Restore Duration'),
    status: found.get('Status'),
    errorType: found.get('Error Type'),
  };
};

const numberEnd = (line: string, from: number): number => {
  let at = from;
  for (; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if ((code < 48 || code > 57) && code !== 46) break;
  }
  return at;
};

/** A request's id is a UUID. */
const ID_START = 'REPORT RequestId: '.length;
const ID_END = ID_START + 36;

const hasBlank = (line: string, from: number, to: number): boolean => {
  for (let at = from; at < to; at++) if (isBlank(line.charCodeAt(at))) return true;
  return false;
};

/** The fields of a line as Lambda writes nearly all of them, without looking for what else there could be; else undefined. */
const usualFields = (line: string): ReportFields | undefined => {
  if (!line.startsWith('REPORT RequestId: ') || !line.startsWith('\tDuration: ', ID_END) || hasBlank(line, ID_START, ID_END))
    return undefined;
  let at = ID_END;
  const numberAfter = (label: string): string | undefined => {
    if (!line.startsWith(label, at)) return undefined;
    const start = at + label.length;
    at = numberEnd(line, start);
    return at > start ? line.slice(start, at) : undefined;
  };
  const durationMs = numberAfter('\tDuration: ');
  const billedMs = numberAfter(' ms\tBilled Duration: ');
  const memorySizeMb = numberAfter(' ms\tMemory Size: ');
  const maxMemoryUsedMb = numberAfter(' MB\tMax Memory Used: ');
  if (durationMs === undefined || billedMs === undefined || memorySizeMb === undefined || maxMemoryUsedMb === undefined) return undefined;
  const initMs = numberAfter(' MB\tInit Duration: ');
  const rest = line.slice(at);
  if (rest !== (initMs === undefined ? ' MB' : ' ms') && rest !== (initMs === undefined ? ' MB\t' : ' ms\t')) return undefined;
  return {
    requestId: line.slice(ID_START, ID_END),
    durationMs,
    billedMs,
    memorySizeMb,
    maxMemoryUsedMb,
    initMs,
    restoreMs: undefined,
    status: undefined,
    errorType: undefined,
  };
};

export const reportFields = (line: string): ReportFields => usualFields(line) ?? anyFields(line);
