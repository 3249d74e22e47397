// One story for a terminal: what happened in sentences, then its parts as a timeline.
import type { Finding } from '../../detectors/model/finding.ts';
import { atLeast } from '../../detectors/model/severity.ts';
import { functionBeside } from '../triage/function-name.ts';
import { stageOf, tacticWords } from '../triage/kill-chain.ts';
import { byGravity, byTime } from '../triage/order.ts';
import { storyGist } from '../triage/story-gist.ts';
import { observedWords } from './observed-words.ts';
import { type Style, severityStyle } from './style.ts';
import { terminalText } from './terminal-text.ts';
import { headline } from './text-finding.ts';
import { hanging } from './wrap.ts';

/** Parts listed; a longer story is read in the report. */
const PARTS_LISTED = 30;
/** `privilege escalation` is the longest tactic that is met often. */
const TACTIC_WIDTH = 21;

const timelineLines = (part: Finding, day: string, last: boolean, width: number, style: Style): readonly string[] => {
  // The date is written where it changes; the clock always.
  const when =
    part.time.slice(0, 10) === day
      ? `${' '.repeat(10)} ${part.time.slice(11, 19)}`
      : `${part.time.slice(0, 10)} ${part.time.slice(11, 19)}`;
  const tactic = tacticWords(stageOf(part)).padEnd(TACTIC_WIDTH);
  const name = functionBeside(part);
  const where = name === '' ? '' : `, ${name}`;
  const text = terminalText(`${part.title}${where} [${part.severity}, ${part.id}]`);
  const stem = last ? '  └ ' : '  ├ ';
  // In a narrow terminal the text goes below its time rather than into a column of a few letters.
  const lead = `${stem}${terminalText(when)}  ${terminalText(tactic)}`;
  const continued = last ? '      ' : '  │   ';
  if (lead.length + 24 > width) {
    return [
      `${stem}${style('dim', terminalText(when))}  ${style(severityStyle(part.severity), terminalText(tactic.trimEnd()))}`,
      ...hanging(continued, text, width),
    ].map((line, place) => (place > 1 ? `${last ? ' ' : '  │'.slice(0, 3)}${line.slice(last ? 1 : 3)}` : line));
  }
  return hanging(lead, text, width).map((line, place) =>
    place === 0
      ? `${stem}${style('dim', terminalText(when))}  ${style(severityStyle(part.severity), terminalText(tactic))}${line.slice(lead.length)}`
      : `${last ? '   ' : '  │'}${line.slice(3)}`,
  );
};

/** So many of the gravest parts are told with what was expected; all of them are in the report. */
const PARTS_EXPLAINED = 4;

const explainedLines = (parts: readonly Finding[], width: number, style: Style): readonly string[] => {
  const gravest = parts
    .filter(({ kind, severity }) => kind !== 'sequence' && atLeast(severity, 'high'))
    .sort(byGravity)
    .slice(0, PARTS_EXPLAINED)
    .sort(byTime);
  return gravest.flatMap((part) => [
    ...hanging('  • ', terminalText(observedWords(part)), width),
    ...hanging('    ', terminalText(`${part.kind === 'behaviour' ? 'Expected' : 'Why'}: ${part.explanation.expected}`), width).map((line) =>
      style('dim', line),
    ),
  ]);
};

export const storyLines = (story: Finding, findings: ReadonlyMap<string, Finding>, width: number, style: Style): readonly string[] => {
  const parts = story.parts.flatMap((id) => findings.get(id) ?? []);
  const listed = parts.slice(0, PARTS_LISTED);
  let day = '';
  const timeline = listed.flatMap((part, place) => {
    const lines = timelineLines(part, day, place === parts.length - 1, width, style);
    day = part.time.slice(0, 10);
    return lines;
  });
  const unlisted = parts.length - listed.length;
  const explained = explainedLines(parts, width, style);
  return [
    ...headline(story, width, style),
    ...hanging('  ', terminalText(storyGist(story, parts)), width),
    '',
    ...timeline,
    ...(unlisted > 0 ? [`  └ and ${unlisted} more`] : []),
    '',
    ...explained,
    ...(explained.length > 0 ? [''] : []),
    ...hanging('  ', terminalText(`Do now: ${story.runbook}. In full: lapwing explain ${story.id}`), width),
  ];
};
