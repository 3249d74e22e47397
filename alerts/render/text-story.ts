// One story for a terminal: what happened in sentences, then its parts as a timeline.
import type { Finding } from '../../detectors/model/finding.ts';
import { atLeast, type Severity } from '../../detectors/model/severity.ts';
import { functionBeside } from '../triage/function-name.ts';
import { stageOf, tacticWords } from '../triage/kill-chain.ts';
import { byGravity, byTime } from '../triage/order.ts';
import { storyGist, storyHeadline } from '../triage/story-gist.ts';
import { commandLines } from './command-lines.ts';
import { explainFrom } from './explain-words.ts';
import { firstSteps } from './first-steps.ts';
import { observedWords } from './observed-words.ts';
import { type StoryStep, smallWords, storySteps } from './story-steps.ts';
import { type Style, severityStyle } from './style.ts';
import { terminalText } from './terminal-text.ts';
import { headline } from './text-finding.ts';
import { hanging } from './wrap.ts';

/** Steps listed; a longer story is read in the report. */
const STEPS_LISTED = 30;
/** `privilege escalation` is the longest tactic that is met often. */
const TACTIC_WIDTH = 21;

interface Line {
  readonly when: string;
  readonly tactic: string;
  readonly severity: Severity;
  readonly text: string;
}

const lineOf = (step: StoryStep, story: Finding, inFull: boolean): Omit<Line, 'when'> => {
  if (step.kind === 'small')
    return { tactic: tacticWords(stageOf(step.first)), severity: step.first.severity, text: smallWords(step.parts) };
  const { part } = step;
  // The story's own function is in its headline.
  const name = part.function === story.function ? '' : functionBeside(part);
  return {
    tactic: tacticWords(stageOf(part)),
    severity: part.severity,
    text: `${part.title}${name === '' ? '' : `, ${name}`} [${part.severity}${inFull ? `, ${part.id}` : ''}]`,
  };
};

const timelineLines = ({ when, tactic, severity, text }: Line, last: boolean, width: number, style: Style): readonly string[] => {
  const stem = last ? '  └ ' : '  ├ ';
  const stage = tactic.padEnd(TACTIC_WIDTH);
  // In a narrow terminal the text goes below its time rather than into a column of a few letters.
  const lead = `${stem}${terminalText(when)}  ${terminalText(stage)}`;
  const continued = last ? '      ' : '  │   ';
  if (lead.length + 24 > width) {
    return [
      `${stem}${style('dim', terminalText(when))}  ${style(severityStyle(severity), terminalText(tactic))}`,
      ...hanging(continued, terminalText(text), width),
    ].map((line, place) => (place > 1 ? `${last ? ' ' : '  │'.slice(0, 3)}${line.slice(last ? 1 : 3)}` : line));
  }
  return hanging(lead, terminalText(text), width).map((line, place) =>
    place === 0
      ? `${stem}${style('dim', terminalText(when))}  ${style(severityStyle(severity), terminalText(stage))}${line.slice(lead.length)}`
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

export interface StoryOptions {
  readonly width: number;
  readonly style: Style;
  /** See explain-words.ts. */
  readonly state: string | undefined;
  /** Every part by itself, with its id; else what is small is counted, and ids are left to `explain`. */
  readonly inFull: boolean;
}

export const storyLines = (story: Finding, findings: ReadonlyMap<string, Finding>, options: StoryOptions): readonly string[] => {
  const { width, style, inFull } = options;
  const parts = story.parts.flatMap((id) => findings.get(id) ?? []);
  const steps = inFull ? parts.map((part): StoryStep => ({ kind: 'part', part })) : storySteps(parts);
  const listed = inFull ? steps : steps.slice(0, STEPS_LISTED);
  let day = '';
  const timeline = listed.flatMap((step, place) => {
    const { time } = step.kind === 'part' ? step.part : step.first;
    // The date is written where it changes; the clock always.
    const when = `${time.slice(0, 10) === day ? ' '.repeat(10) : time.slice(0, 10)} ${time.slice(11, 19)}`;
    day = time.slice(0, 10);
    return timelineLines({ when, ...lineOf(step, story, inFull) }, place === steps.length - 1, width, style);
  });
  const unlisted = steps.length - listed.length;
  const more = explainFrom(story.id, options.state);
  const explained = explainedLines(parts, width, style);
  return [
    ...headline({ ...story, title: storyHeadline(story, parts) }, width, style),
    ...hanging('  ', terminalText(storyGist(story, parts)), width),
    '',
    ...timeline,
    ...(unlisted > 0 ? [`  └ and ${unlisted} more steps`] : []),
    '',
    ...explained,
    ...(explained.length > 0 ? [''] : []),
    `  ${style('bold', 'Do now')}`,
    ...firstSteps(story).flatMap(({ text, command }, place) => [
      ...hanging(`  ${place + 1}. `, terminalText(text), width),
      ...(command === undefined ? [] : commandLines(command, '     ', width)),
    ]),
    ...hanging('  ', terminalText(`Runbook: ${story.runbook}`), width),
    ...hanging('  ', terminalText(more === '' ? `Id: ${story.id}` : `In full: ${more}`), width),
  ];
};
