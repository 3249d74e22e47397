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

export const reportFields = (line: string): ReportFields => {
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
