// One scan: the sources opened one after the other, put on the path, and what came of it as findings, stories and accounts.
import { createReadStream } from 'node:fs';
import { redactFinding } from '../alerts/redact/redact-finding.ts';
import type { ReportInput } from '../alerts/render/report-input.ts';
import type { AlertBudget } from '../alerts/triage/budget.ts';
import { STORY_SPAN_MS } from '../alerts/triage/groups.ts';
import { LINK_MS } from '../alerts/triage/links.ts';
import { byTime } from '../alerts/triage/order.ts';
import { countedMatches, suppressionNotes } from '../alerts/triage/suppress.ts';
import type { Suppression } from '../alerts/triage/suppression.ts';
import { type Triaged, triage } from '../alerts/triage/triage.ts';
import type { RuleSet } from '../detectors/aws/rule-set.ts';
import type { Finding } from '../detectors/model/finding.ts';
import type { FunctionNetwork } from '../detectors/model/function-network.ts';
import { functionLabel } from '../detectors/model/identity.ts';
import type { Settings } from '../detectors/model/settings.ts';
import { type Instant, isoOf } from '../detectors/model/time.ts';
import { type AccountJson, accountJson, unaccounted } from '../ingest/account.ts';
import { findFiles } from '../ingest/aws/files.ts';
import { checkpointFrom, checkpointText } from '../ingest/aws/history/checkpoint.ts';
import { isHistory, readHistory } from '../ingest/aws/history/history.ts';
import { inflate } from '../ingest/aws/inflate.ts';
import { readItems } from '../ingest/aws/open-bytes.ts';
import type { DeclaredFormat } from '../ingest/decode/declared-format.ts';
import type { AccountDescription } from '../ingest/functions/account-description.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { openPath, type Path, type PathResult } from './path.ts';
import { hintsOf, sizeOf, unreadableReason } from './source-files.ts';
import { feedbackSuppressions } from './store/feedback.ts';
import { keepFindings, keptSince } from './store/kept-findings.ts';
import type { StateFile } from './store/state-file.ts';
import { keepDecisions } from './store/triage-decisions.ts';
import type { Progress } from './terminal.ts';

export interface ScanOptions {
  /** Files, folders, `-` for stdin. */
  readonly paths: readonly string[];
  readonly title: string;
  readonly settings: Settings;
  readonly suppressions: readonly Suppression[];
  /** As in lapwing.yml; what is left out is as by default. */
  readonly alertBudget?: AlertBudget;
  readonly nonProduction?: readonly string[];
  /** Functions whose place in a VPC the configuration tells. */
  readonly functions?: readonly FunctionNetwork[];
  /** What the account says of its functions and interfaces. */
  readonly descriptions?: readonly AccountDescription[];
  /** Log formats that the configuration declares. */
  readonly declared?: readonly DeclaredFormat[];
  readonly rules: RuleSet;
  readonly state: StateFile;
  readonly now: Instant;
  readonly since: Instant | undefined;
  readonly until: Instant | undefined;
  /** Whether to keep what each function used, for `lapwing policy`; kept in a state file in any case. */
  readonly keepUses?: boolean;
  readonly progress: Progress;
  /** Aborted when the user breaks off: what was read by then is assessed. */
  readonly signal: AbortSignal;
  readonly onBroken: (source: string, line: number, reason: string, detail: string) => void;
}

export interface ScanResult {
  /** All findings, stories among them, in order of time. */
  readonly findings: readonly Finding[];
  readonly statistics: AccountJson;
  readonly report: ReportInput;
  readonly coverage: Coverage;
  /** What became of each finding. */
  readonly triaged: Triaged;
  /** Records that could be read, whether folded or skipped. */
  readonly readable: number;
}

const MEGABYTE = 1_000_000;

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

const notesOf = (result: PathResult): string[] => {
  const notes: string[] = [];
  const learning = result.functions.filter(({ state }) => state === 'learning');
  const [first] = learning;
  if (first !== undefined) {
    const most = learning.reduce((days, { learnedDays }) => Math.max(days, learnedDays), 0);
    notes.push(
      `learning: ${count(learning.length, 'function')} of ${result.functions.length}, up to ${most} of ${first.neededDays} days; until then rules watch alone`,
    );
  }
  const lost = unaccounted(result.account);
  if (lost !== 0) notes.push(`the account does not add up by ${count(lost, 'record')}: this is a fault of Lapwing's, please report it`);
  for (const { function: function_, reason } of result.unreadable) {
    notes.push(`the kept baseline of ${functionLabel(function_)} could not be read (${reason}) and was begun anew`);
  }
  return notes;
};

/** Functions whose logs do not tell all, told one by one; `lapwing coverage` tells of all. */
const GAPS_TOLD = 5;

const gapNotes = ({ functions }: Coverage): string[] => {
  const gaps = functions.flatMap(({ function: name, gaps: mine }) => mine.map(({ why }) => `${name}: ${why}`));
  const more = gaps.length - GAPS_TOLD;
  return more > 0 ? [...gaps.slice(0, GAPS_TOLD), `and ${count(more, 'gap')} more in the logs: lapwing coverage`] : gaps;
};

/** As far back as a story may reach from what was found now. */
const STORY_REACH_MS = STORY_SPAN_MS + LINK_MS;

/** What earlier scans with the same state found lately: stories go on from run to run. */
const earlierFindings = (result: PathResult, { state }: ScanOptions): readonly Finding[] => {
  const [first] = [...result.findings].sort(byTime);
  if (!state.persistent || first === undefined) return [];
  const found = new Set(result.findings.map(({ id }) => id));
  const from = (Date.parse(first.time) - STORY_REACH_MS) as Instant;
  return keptSince(state, isoOf(from)).filter(({ id }) => !found.has(id));
};

/** What of an account's history was read, kept with what it came to. */
const HISTORY_POINT = 'history';

const readAccount = async (path: Path, { paths, since, until, state, progress, signal }: ScanOptions): Promise<void> => {
  let checkpoint = checkpointFrom(state.meta(HISTORY_POINT) ?? '');
  for (const source of paths.filter(isHistory)) {
    await readHistory(
      { source, since, until, checkpoint },
      {
        open: (hints) => path.source(hints),
        progress: progress.update,
        checkpoint(point) {
          checkpoint = point;
        },
        failed: (name, reason) => path.source({ name }).broken('unreadable', 0, reason),
      },
      { signal },
    );
  }
  if (checkpoint !== undefined) state.setMeta(HISTORY_POINT, checkpointText(checkpoint));
};

export const scan = async (options: ScanOptions): Promise<ScanResult> => {
  const keepUses = options.keepUses ?? options.state.persistent;
  const path = openPath({ ...options, ...options.rules, keepUses, surroundings: { inflate, declared: options.declared ?? [] } });
  const files = findFiles(options.paths.filter((name) => name !== '-' && !isHistory(name)));
  const totalBytes = files.reduce((sum, file) => sum + (file.kind === 'file' ? sizeOf(file.path) : 0), 0);
  let readBytes = 0;

  const read = async (name: string, stream: AsyncIterable<Buffer>): Promise<void> => {
    const source = path.source(hintsOf(name));
    const counted = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of stream) {
        readBytes += chunk.length;
        options.progress.update(`${Math.round(readBytes / MEGABYTE)} of ${Math.round(totalBytes / MEGABYTE)} MB  ${name}`);
        yield chunk;
      }
    };
    try {
      await readItems(counted(), source);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      source.broken('unreadable', 0, unreadableReason(error));
    }
    source.end();
  };

  for (const file of files) {
    if (options.signal.aborted) break;
    if (file.kind === 'file') await read(file.path, createReadStream(file.path, { highWaterMark: 256 * 1024 }));
    else path.source({ name: file.path }).broken('unreadable', 0, file.reason);
  }
  if (options.paths.includes('-')) await read('-', process.stdin);
  await readAccount(path, options);
  options.progress.update('assessing');
  const finished = path.finish();
  const result = { ...finished, findings: finished.findings.map(finished.named) };
  options.progress.end();

  const earlier = earlierFindings(result, options);
  const triaged = triage([...result.findings, ...earlier], {
    now: isoOf(options.now),
    suppressions: [...options.suppressions, ...feedbackSuppressions(options.state)],
    ...(options.alertBudget === undefined ? {} : { budget: options.alertBudget }),
    ...(options.nonProduction === undefined ? {} : { nonProduction: options.nonProduction }),
    shared: options.settings.knownDeployers,
  });
  const shown = ({ id }: Finding): boolean => triaged.fates.get(id)?.kind !== 'suppressed';
  const isEarlier = new Set(earlier.map(({ id }) => id));
  const single = triaged.findings.filter((finding) => shown(finding) && !isEarlier.has(finding.id));
  // A story of an earlier scan is told again when it has grown.
  const stories = triaged.stories.filter((story) => shown(story) && story.parts.some((part) => !isEarlier.has(part)));
  const partsTold = new Set(stories.flatMap((story) => story.parts));
  const statistics = accountJson(result.account);
  const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((total, number) => total + number, 0);
  if (options.state.persistent) {
    // As they were found: triage gives them their severity anew each time.
    keepFindings(options.state, [...result.findings.filter(shown), ...stories].map(redactFinding));
    keepDecisions(options.state, triaged, isoOf(options.now));
  }
  const coverage = coverageOf(result.traces, options.rules.loaded);
  const report: ReportInput = {
    title: options.title,
    period: result.period === undefined ? null : { start: isoOf(result.period.start), end: isoOf(result.period.end) },
    findings: triaged.findings.filter((finding) => shown(finding) && (!isEarlier.has(finding.id) || partsTold.has(finding.id))),
    stories,
    statistics: {
      ...statistics,
      bySource: Object.fromEntries(
        Object.entries(statistics.bySource).map(([name, fates]) => [
          name,
          { received: fates.received, folded: fates.folded, skipped: sum(fates.skipped), quarantined: sum(fates.quarantined) },
        ]),
      ),
    },
    functions: result.functions.map((state) => ({ ...state, function: functionLabel(state.function) })),
    notes: [
      ...notesOf(result),
      ...gapNotes(coverage),
      ...suppressionNotes(triaged.suppressions),
      ...suppressionNotes(result.filters, countedMatches),
    ],
  };
  return {
    findings: [...single, ...stories].sort(byTime),
    statistics,
    report,
    coverage,
    triaged,
    readable: statistics.folded + sum(statistics.skipped),
  };
};
