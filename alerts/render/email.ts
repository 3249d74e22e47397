// One alert as a mail for a tired person: what happened, expected against observed, since when, who, what to do, how to be left in peace.
import type { Finding } from '../../detectors/model/finding.ts';
import type { Severity } from '../../detectors/model/severity.ts';
import { redactFinding } from '../redact/redact-finding.ts';
import { functionBeside, functionName } from '../triage/function-name.ts';
import { stageOf, tacticWords } from '../triage/kill-chain.ts';
import { momentWords, spanWords } from '../triage/span-words.ts';
import { STORY_DETECTOR } from '../triage/stories.ts';
import { storyGist, storyHeadline } from '../triage/story-gist.ts';
import { amountWords, countWords, rangeWords } from './amount.ts';
import { chartSeries, isWorthDrawing } from './chart-series.ts';
import { type Command, firstSteps } from './first-steps.ts';
import { cut, inMail, inSubject } from './inert.ts';
import { observedWords } from './observed-words.ts';
import { quietWords } from './quiet-words.ts';
import { type ProjectLinks, runbookLink } from './runbook-link.ts';
import { severityWords } from './severity-words.ts';
import { tellingParts } from './telling-parts.ts';
import { ASCII_BAR, ASCII_HEIGHTS, rangeBar, sparkline } from './text-chart.ts';
import { hanging, wrap } from './wrap.ts';

/** SNS: a subject has fewer than 100 characters. */
const SUBJECT_CHARACTERS = 99;
const SUBJECT_FUNCTION_CHARACTERS = 32;
/** Mail programs wrap plain text near 78 (RFC 5322, 2.1.1). */
const WIDTH = 74;
/** With these a mail is a few kilobytes; SNS takes 256 KB, whatever a detector wrote. */
const SENTENCE_CHARACTERS = 800;
const NAME_CHARACTERS = 200;
const PARTS_LISTED = 12;
const NAMES_LISTED = 3;
/** Less is no reason for anything. */
const SMALLEST_SHARE = 0.02;
const BAR_WIDTH = 40;
const COMMAND_LEAD = '     ';
/** A shell's line: words for people end a little earlier. */
const COMMAND_WIDTH = 78;
/** What continues a command, with the blank before it. */
const CONTINUED = ' \\';
/** What YAML reads as it stands; the rest of a name would need quotes we took out. */
const YAML_NAME_CHARACTERS = 60;

export interface EmailOptions extends ProjectLinks {
  /** A story's parts, in its order. */
  readonly parts?: readonly Finding[];
  /** How grave it was when the same was told before; absent when it is told for the first time. */
  readonly before?: Severity;
}

export interface Email {
  readonly subject: string;
  readonly body: string;
}

const sentence = (text: string): string => cut(inMail(text), SENTENCE_CHARACTERS);
const name = (text: string): string => cut(inMail(text), NAME_CHARACTERS);
const row = (label: string, text: string): readonly string[] => (text === '' ? [] : hanging(label.padEnd(10), text, WIDTH));

/** Our own ids are printed as they are; anything else is not one of them. */
const plainId = (finding: Finding): string => (/^[\w-]{1,80}$/.test(finding.id) ? finding.id : name(finding.id));

/** Told by triage; a correlation has parts too, and says itself what happened. */
const isStory = ({ detector }: Finding): boolean => detector === STORY_DETECTOR;

/** What happened, in one sentence. */
const headlineOf = (finding: Finding, parts: readonly Finding[]): string =>
  isStory(finding) ? storyHeadline(finding, parts) : finding.title;

const subjectOf = (finding: Finding, parts: readonly Finding[], before: Severity | undefined): string => {
  const headline = headlineOf(finding, parts);
  const beside = inSubject(functionBeside({ ...finding, title: headline }));
  const where = beside === '' ? '' : `${cut(beside, SUBJECT_FUNCTION_CHARACTERS).replace('…', '~')}: `;
  const was = before === undefined ? '' : `, was ${before.toUpperCase()}`;
  const subject = inSubject(`[Lapwing ${finding.severity.toUpperCase()}${was}] ${where}${headline}`);
  return subject.length <= SUBJECT_CHARACTERS ? subject : `${subject.slice(0, SUBJECT_CHARACTERS - 3).replace(/[ ,;:(]+$/, '')}...`;
};

const picture = (finding: Finding): readonly string[] => {
  const { baseline } = finding.explanation;
  if (baseline === null) return [];
  const series = chartSeries(baseline);
  const seen = amountWords(baseline.observed, baseline.measure);
  return [
    '',
    ...wrap(name(baseline.measure), WIDTH),
    ...hanging('  usual     ', `${rangeWords(baseline.usualLow, baseline.usualHigh, baseline.measure)} (${name(baseline.bucket)})`, WIDTH),
    `  now       ${seen}`,
    ...(isWorthDrawing(series)
      ? [
          `  scale     0 [${rangeBar(series, BAR_WIDTH, ASCII_BAR)}] ${amountWords(series.top, baseline.measure)}`,
          `  lately    ${sparkline(series, ASCII_HEIGHTS).join('')}`,
          '            (= usual, O and the last of lately: now)',
        ]
      : []),
    ...hanging('  learned   ', `${countWords(baseline.samples)} windows since ${name(baseline.since.slice(0, 10))}`, WIDTH),
  ];
};

/** A command broken before its options, as a shell reads it; one whose name does not fit on a line is left to the runbook. */
const commandLines = (command: Command): readonly string[] => {
  const lines: string[] = [];
  for (const word of command) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= COMMAND_WIDTH - CONTINUED.length)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(COMMAND_LEAD + word);
  }
  const shown = lines.map((line, place) => (place < lines.length - 1 ? `${line}${CONTINUED}` : line));
  return shown.some((line) => line.length > COMMAND_WIDTH) ? [] : shown;
};

const partLine = (part: Finding): readonly string[] =>
  hanging(
    '  - ',
    `${momentWords(part.time).slice(5, 16)}  ${tacticWords(stageOf(part))}: ${cut(inMail(part.title), NAME_CHARACTERS)} (${part.severity})`,
    WIDTH,
  );

/** How to be left in peace, rightly. A story is not silenced as a whole: that would hide the next attack on the same function. */
const silence = (finding: Finding): readonly string[] =>
  isStory(finding)
    ? []
    : [
        '',
        'If this is harmless, say so in lapwing.yml, so that it is known who said it:',
        '  suppressions:',
        `    - detector: ${cut(name(finding.detector), YAML_NAME_CHARACTERS)}`,
        ...(functionName(finding.function) === ''
          ? []
          : [
              `      function: "${cut(name(functionName(finding.function)).replaceAll('"', '').replaceAll('\\', ''), YAML_NAME_CHARACTERS)}"`,
            ]),
        `      upTo: ${finding.severity}`,
        '      owner: (you)',
        '      reason: (why it is harmless)',
        '      expires: (a date within a year)',
      ];

/** A story's sentences are its parts' titles, which are listed below it: one sentence is enough above. */
const happened = (finding: Finding, parts: readonly Finding[]): readonly string[] =>
  isStory(finding) && parts.length > 0
    ? wrap(sentence(storyGist(finding, parts)), WIDTH)
    : [
        ...row('Expected', sentence(finding.explanation.expected)),
        ...row('Observed', sentence(observedWords(finding))),
        ...row(
          'Mostly',
          finding.explanation.contributors
            .filter((each) => each.share >= SMALLEST_SHARE)
            .slice(0, NAMES_LISTED)
            .map((each) => `${name(each.name)} ${Math.round(each.share * 100)} %`)
            .join(', '),
        ),
      ];

export const renderEmail = (raw: Finding, options: EmailOptions = {}): Email => {
  const finding = redactFinding(raw);
  const parts = (options.parts ?? []).map(redactFinding);
  const lastedMs = Date.parse(finding.window.end) - Date.parse(finding.time);
  const { principals, accessKeys, addresses } = finding.entities;
  const who = [...new Set([finding.principal ?? '', ...principals, ...accessKeys, ...addresses])].filter((each) => each !== '');
  const listed = tellingParts(parts, PARTS_LISTED);
  const lines = [
    ...wrap(`${finding.severity.toUpperCase()}: ${sentence(headlineOf(finding, parts))}`, WIDTH),
    ...(options.before === undefined
      ? []
      : ['', ...wrap(`You were told of this before, as ${options.before}. It has become graver since.`, WIDTH)]),
    '',
    ...happened(finding, parts),
    ...picture(finding),
    ...(listed.length === 0
      ? []
      : [
          '',
          'What happened, in order (UTC):',
          ...listed.flatMap(partLine),
          ...(parts.length > listed.length ? [`  - and ${parts.length - listed.length} more, as grave at most`] : []),
        ]),
    '',
    ...row(
      'Since',
      `${momentWords(finding.time)}${lastedMs >= 1000 ? ` for ${spanWords(lastedMs)}` : ''}${finding.occurrences > 1 ? `, ${countWords(finding.occurrences)} times` : ''}`,
    ),
    ...row('Severity', name(severityWords(finding))),
    ...row('Function', functionName(finding.function) === '' ? '' : name(finding.function ?? '')),
    ...row(
      'Who',
      who
        .slice(0, 2 * NAMES_LISTED)
        .map(name)
        .join(', '),
    ),
    ...row(
      'Account',
      [finding.account ?? '', finding.region ?? '']
        .filter((each) => each !== '')
        .map(name)
        .join(' '),
    ),
    ...row('Evidence', finding.evidence.slice(0, NAMES_LISTED).map(name).join(', ')),
    '',
    'First steps:',
    ...firstSteps(finding).flatMap(({ text, command }, place) => [
      ...hanging(`  ${place + 1}. `, text, WIDTH),
      ...(command === undefined ? [] : commandLines(command)),
    ]),
    '',
    `Runbook:  ${runbookLink(finding, options)}`,
    `In full:  lapwing explain ${plainId(finding)}`,
    '',
    ...row('Quiet if', sentence(quietWords(finding.explanation.quietIf)).replaceAll('lapwing[.]yml', 'lapwing.yml')),
    ...silence(finding),
  ];
  return { subject: subjectOf(finding, parts, options.before), body: `${lines.map((line) => line.trimEnd()).join('\n')}\n` };
};
