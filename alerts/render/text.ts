// What a person sees after a scan: stories first, then what remains by severity, then what was not looked at.
import type { Finding } from '../../detectors/model/finding.ts';
import { atLeast, SEVERITIES, type Severity } from '../../detectors/model/severity.ts';
import { functionName } from '../triage/function-name.ts';
import { byGravity, compareText } from '../triage/order.ts';
import { momentWords } from '../triage/span-words.ts';
import { countWords } from './amount.ts';
import type { ReportInput } from './report-input.ts';
import type { Style } from './style.ts';
import { terminalText } from './terminal-text.ts';
import { findingLines, headline } from './text-finding.ts';
import { storyLines } from './text-story.ts';
import { hanging, wrap } from './wrap.ts';

export interface TextOptions {
  readonly width: number;
  readonly style: Style;
  /** From here on findings are printed one by one; below they are counted. */
  readonly minSeverity?: Severity;
}

/** A window narrower than this breaks every word. */
const NARROWEST = 40;
/** Stories told in full; the rest by their titles. */
const STORIES_TOLD = 10;
/** Findings told in full, then on one line each; what a person reads before asking for the report. */
const TOLD_IN_FULL = 20;
const TOLD_IN_A_LINE = 60;

const plural = (count: number, unit: string): string => `${countWords(count)} ${unit}${count === 1 ? '' : 's'}`;

const tallyWords = (findings: readonly Finding[], stories: number): string => {
  if (findings.length === 0) return 'Nothing found.';
  const counts = SEVERITIES.toReversed()
    .map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${countWords(count)} ${severity}`);
  return `${plural(findings.length, 'finding')} (${counts.join(', ')}), ${stories === 1 ? '1 story' : `${countWords(stories)} stories`}.`;
};

const countedLines = (findings: readonly Finding[], width: number, style: Style): readonly string[] => {
  const counts = new Map<string, Finding[]>();
  for (const finding of findings) {
    const members = counts.get(finding.detector);
    if (members === undefined) counts.set(finding.detector, [finding]);
    else members.push(finding);
  }
  return [...counts]
    .sort(([oneName, one], [otherName, other]) => other.length - one.length || compareText(oneName, otherName))
    .flatMap(([detector, members]) => {
      const names = new Set(members.map((member) => member.function ?? '').filter((label) => functionName(label) !== ''));
      const where = names.size === 0 ? '' : ` on ${plural(names.size, 'function')}`;
      return hanging(`  ${countWords(members.length).padStart(6)}  `, terminalText(`${detector}${where}`), width);
    })
    .map((line) => style('dim', line));
};

const accountLines = ({ statistics, functions }: ReportInput, width: number): readonly string[] => {
  const sum = (reasons: Readonly<Record<string, number>>): number => Object.values(reasons).reduce((total, count) => total + count, 0);
  const watching = functions.filter((each) => each.state === 'watching').length;
  const records = `${plural(statistics.received, 'record')}: ${countWords(statistics.folded)} read, ${countWords(sum(statistics.skipped))} skipped, ${countWords(sum(statistics.quarantined))} unreadable.`;
  const learned = `${plural(functions.length, 'function')}: ${countWords(watching)} watched, ${countWords(functions.length - watching)} still learning.`;
  return wrap(`${records} ${learned}`, width);
};

export const renderText = (input: ReportInput, options: TextOptions): string => {
  const { style } = options;
  const width = Math.max(NARROWEST, options.width);
  const floor = options.minSeverity ?? 'medium';
  const { findings } = input;
  const stories = [...input.stories].sort(byGravity);
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const joined = new Set(stories.flatMap((story) => story.parts));
  const remaining = findings.filter((finding) => !joined.has(finding.id)).sort(byGravity);
  const told = remaining.filter((finding) => atLeast(finding.severity, floor));
  const counted = remaining.filter((finding) => !atLeast(finding.severity, floor));
  const untold = told.slice(TOLD_IN_FULL + TOLD_IN_A_LINE);
  const period = input.period === null ? 'no records' : `${momentWords(input.period.start)} to ${momentWords(input.period.end)}`;
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [style('bold', title), ...lines, ''];
  const lines = [
    style('bold', wrap(terminalText(input.title), width).join('\n')),
    ...wrap(terminalText(period), width),
    ...wrap(tallyWords(findings, stories.length), width),
    '',
    ...stories
      .slice(0, STORIES_TOLD)
      .flatMap((story) => [...storyLines(story, byId, { width, style, state: input.state, inFull: floor === 'info' }), '']),
    ...section(
      'More stories',
      stories.slice(STORIES_TOLD).flatMap((story) => headline(story, width, style)),
    ),
    ...told.slice(0, TOLD_IN_FULL).flatMap((finding) => [...findingLines(finding, width, style, input.state), '']),
    ...section(
      'Also, in one line each',
      told.slice(TOLD_IN_FULL, TOLD_IN_FULL + TOLD_IN_A_LINE).flatMap((finding) => headline(finding, width, style)),
    ),
    ...section('And more of these', countedLines(untold, width, style)),
    ...section(`Below ${floor}, counted by detector`, countedLines(counted, width, style)),
    ...section(
      'Not looked at, or not yet',
      input.notes.flatMap((note) => hanging('  - ', terminalText(note), width)),
    ),
    ...accountLines(input, width),
  ];
  return `${lines.join('\n')}\n`;
};

/** One finding or story with all that is known of it, and nothing round it. */
export const renderExplained = (input: ReportInput, options: Omit<TextOptions, 'minSeverity'>): string => {
  const { style } = options;
  const width = Math.max(NARROWEST, options.width);
  const byId = new Map(input.findings.map((finding) => [finding.id, finding]));
  const stories = input.stories.flatMap((story) => [...storyLines(story, byId, { width, style, state: input.state, inFull: true }), '']);
  const single =
    input.stories.length > 0 ? [] : input.findings.flatMap((finding) => [...findingLines(finding, width, style, input.state), '']);
  return `${[...stories, ...single].slice(0, -1).join('\n')}\n`;
};
