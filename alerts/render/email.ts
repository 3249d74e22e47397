// One alert as a mail for a tired person: what happened, expected against observed, since when, who, what to do, how to be left in peace.
import type { Finding } from '../../detectors/model/finding.ts';
import { redactFinding } from '../redact/redact-finding.ts';
import { functionBeside, functionName } from '../triage/function-name.ts';
import { stageOf, tacticWords } from '../triage/kill-chain.ts';
import { momentWords, spanWords } from '../triage/span-words.ts';
import { storyGist } from '../triage/story-gist.ts';
import { amountWords, countWords, rangeWords } from './amount.ts';
import { chartSeries, isWorthDrawing } from './chart-series.ts';
import { FIRST_STEPS } from './first-steps.ts';
import { cut, inMail, inSubject } from './inert.ts';
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
const BAR_WIDTH = 40;

export interface EmailOptions {
  /** A story's parts, in its order. */
  readonly parts?: readonly Finding[];
  /** Where the project's pages are kept, ending in `/`: the runbook becomes a link. From configuration, never from a log. */
  readonly projectUrl?: string;
}

export interface Email {
  readonly subject: string;
  readonly body: string;
}

const sentence = (text: string): string => cut(inMail(text), SENTENCE_CHARACTERS);
const name = (text: string): string => cut(inMail(text), NAME_CHARACTERS);
const row = (label: string, text: string): readonly string[] => (text === '' ? [] : hanging(label.padEnd(10), text, WIDTH));

/** The project's own paths and ids are printed as they are; anything else is not one of them. */
const runbookPath = (finding: Finding): string => (/^runbooks\/[\w.-]{1,100}\.md$/.test(finding.runbook) ? finding.runbook : 'runbooks/');
const plainId = (finding: Finding): string => (/^[\w-]{1,80}$/.test(finding.id) ? finding.id : name(finding.id));

const subjectOf = (finding: Finding): string => {
  const beside = inSubject(functionBeside(finding));
  const where = beside === '' ? '' : `${cut(beside, SUBJECT_FUNCTION_CHARACTERS).replace('…', '~')}: `;
  const subject = inSubject(`[Lapwing ${finding.severity.toUpperCase()}] ${where}${finding.title}`);
  return subject.length <= SUBJECT_CHARACTERS ? subject : `${subject.slice(0, SUBJECT_CHARACTERS - 3).trimEnd()}...`;
};

const picture = (finding: Finding): readonly string[] => {
  const { baseline } = finding.explanation;
  if (baseline === null) return [];
  const series = chartSeries(baseline);
  const seen = amountWords(baseline.observed, baseline.measure);
  return [
    '',
    ...wrap(name(baseline.measure), WIDTH),
    `  usual     ${rangeWords(baseline.usualLow, baseline.usualHigh, baseline.measure)} (${name(baseline.bucket)})`,
    `  now       ${seen}`,
    ...(isWorthDrawing(series)
      ? [
          `  scale     0 [${rangeBar(series, BAR_WIDTH, ASCII_BAR)}] ${amountWords(series.top, baseline.measure)}`,
          `  lately    ${sparkline(series, ASCII_HEIGHTS).join('')}`,
          '            (= usual, O and the last of lately: now)',
        ]
      : []),
    `  learned   ${countWords(baseline.samples)} windows since ${name(baseline.since.slice(0, 10))}`,
  ];
};

const partLine = (part: Finding): readonly string[] =>
  hanging(
    '  - ',
    `${momentWords(part.time).slice(5, 16)}  ${tacticWords(stageOf(part))}: ${cut(inMail(part.title), NAME_CHARACTERS)} (${part.severity})`,
    WIDTH,
  );

const silence = (finding: Finding): readonly string[] =>
  finding.parts.length > 0
    ? wrap(
        'If a part of this is harmless, suppress that part (`lapwing explain` and its id show how): the story is then told without it.',
        WIDTH,
      )
    : [
        'If this is harmless, say so in lapwing.yml, so that it is known who said it:',
        '  suppressions:',
        `    - detector: ${name(finding.detector)}`,
        ...(functionName(finding.function) === ''
          ? []
          : [`      function: "${name(functionName(finding.function)).replaceAll('"', '').replaceAll('\\', '')}"`]),
        `      upTo: ${finding.severity}`,
        '      owner: (you)',
        '      reason: (why it is harmless)',
        '      expires: (a date within a year)',
      ];

/** A story's sentences are its parts' titles, which are listed below it: one sentence is enough above. */
const happened = (finding: Finding, parts: readonly Finding[]): readonly string[] =>
  parts.length > 0
    ? wrap(sentence(storyGist(finding, parts)), WIDTH)
    : [
        ...row('Expected', sentence(finding.explanation.expected)),
        ...row('Observed', sentence(finding.explanation.observed)),
        ...row(
          'Mostly',
          finding.explanation.contributors
            .slice(0, NAMES_LISTED)
            .map((each) => `${name(each.name)} ${Math.round(each.share * 100)} %`)
            .join(', '),
        ),
      ];

export const renderEmail = (raw: Finding, options: EmailOptions = {}): Email => {
  const finding = redactFinding(raw);
  const parts = (options.parts ?? []).map(redactFinding);
  const lastedMs = Date.parse(finding.window.end) - Date.parse(finding.time);
  const runbook = runbookPath(finding);
  const { principals, accessKeys, addresses } = finding.entities;
  const who = [...new Set([finding.principal ?? '', ...principals, ...accessKeys, ...addresses])].filter((each) => each !== '');
  const listed = parts.slice(0, PARTS_LISTED);
  const lines = [
    ...wrap(`${finding.severity.toUpperCase()}: ${sentence(finding.title)}`, WIDTH),
    '',
    ...happened(finding, parts),
    ...picture(finding),
    '',
    ...row(
      'Since',
      `${momentWords(finding.time)}${lastedMs >= 1000 ? ` for ${spanWords(lastedMs)}` : ''}${finding.occurrences > 1 ? `, ${countWords(finding.occurrences)} times` : ''}`,
    ),
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
    ...(listed.length === 0
      ? []
      : [
          '',
          'What happened, in order (UTC):',
          ...listed.flatMap(partLine),
          ...(parts.length > listed.length ? [`  - and ${parts.length - listed.length} more`] : []),
        ]),
    '',
    'First steps:',
    ...FIRST_STEPS[finding.category].flatMap((step, place) => hanging(`  ${place + 1}. `, step, WIDTH)),
    '',
    `Runbook:  ${options.projectUrl === undefined ? '' : options.projectUrl}${runbook}`,
    `In full:  lapwing explain ${plainId(finding)}`,
    '',
    ...row('Quiet if', sentence(finding.explanation.quietIf)),
    ...silence(finding),
  ];
  return { subject: subjectOf(finding), body: `${lines.map((line) => line.trimEnd()).join('\n')}\n` };
};
