// A history read once for a question about it, with a state that nobody keeps: what backtest, promote, coverage and cost do.
import type { Instant } from '../detectors/model/time.ts';
import { type ScanOptions, type ScanResult, scan } from './scan.ts';
import { openState } from './store/state-file.ts';
import { breakOff, brokenRecords, progressLine } from './terminal.ts';

type Question = Pick<
  ScanOptions,
  'paths' | 'settings' | 'suppressions' | 'rules' | 'now' | 'alertBudget' | 'nonProduction' | 'declared'
> & {
  readonly since?: Instant | undefined;
  readonly until?: Instant | undefined;
};

export interface History {
  readonly result: ScanResult;
  /** The user broke off: what was read by then is the answer. */
  readonly interrupted: boolean;
}

/** What to say of a history in which nothing could be read. */
export const NOTHING_READABLE = 'nothing readable: no record of a supported format was found (docs/formats.md lists them)';

export const scanHistory = async (question: Question): Promise<History> => {
  const opened = openState(undefined);
  if (opened.kind === 'refused') throw new Error(`no temporary state: ${opened.reason}`);
  const broken = brokenRecords();
  const breaking = breakOff();
  const result = await scan({
    ...question,
    title: question.paths.join(', '),
    state: opened.state,
    since: question.since,
    until: question.until,
    progress: progressLine(false),
    signal: breaking.signal,
    onBroken: broken.tell,
  });
  opened.state.close();
  broken.end();
  return { result, interrupted: breaking.signal.aborted };
};
