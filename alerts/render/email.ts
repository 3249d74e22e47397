// One alert as a mail for a tired person: what happened, expected against observed, since when, who, what to do, how to be left in peace.
import type { Finding } from '../../detectors/model/finding.ts';
import type { Severity } from '../../detectors/model/severity.ts';
import { redactFinding } from '../redact/redact-finding.ts';
import { functionBeside, functionName } from '../triage/function-name.ts';
import { stageOf, tacticWords } from '../triage/kill-chain.ts';
import { momentWords, spanWords } from '../triage/span-words.ts';
import { STORY_DETECTOR } from '../triage/stories.ts';
import { storyGist, storyHeadline } from '../triage/story-gist.ts';
import { countWords } from './amount.ts';
import { explainDeployed } from './explain-words.ts';
import { firstSteps } from './first-steps.ts';
import { cut, inMail, inSubject } from './inert.ts';
import { mailChart } from './mail-chart.ts';
import { observedWords } from './observed-words.ts';
import { quietWords } from './quiet-words.ts';
import { type ProjectLinks, runbookLink } from './runbook-link.ts';
import { severityWords } from './severity-words.ts';
import { tellingParts } from './telling-parts.ts';

/** SNS: a subject has fewer than 100 characters. */
const SUBJECT_CHARACTERS = 99;
const SUBJECT_FUNCTION_CHARACTERS = 32;
/**
 * Nothing is broken into lines or set in columns: mail programs show plain text in letters of different widths, and break it themselves
 * at the width of the window or telephone. A line of a mail has at most 998 bytes (RFC 5322, 2.1.1); a character is three at most.
 */
const SENTENCE_CHARACTERS = 320;
const NAME_CHARACTERS = 150;
const PARTS_LISTED = 12;
const NAMES_LISTED = 3;
/** Less is no reason for anything. */
const SMALLEST_SHARE = 0.02;
const INDENT = '    ';
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
const row = (label: string, text: string): readonly string[] => (text === '' ? [] : [`${label}: ${text}`]);

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

const partLine = (part: Finding): string =>
  `- ${momentWords(part.time).slice(5, 16)} ${tacticWords(stageOf(part))}: ${cut(inMail(part.title), NAME_CHARACTERS)} (${part.severity})`;

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
    ? [sentence(storyGist(finding, parts))]
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

/** `arn:aws:iam::112233445566:role/orders` → `role/orders`: the account is told beside it, the whole ARN among the details. */
const shortArn = (label: string): string => (label.startsWith('arn:') ? label.split(':').slice(5).join(':') : label);

const since = (finding: Finding): string => {
  const lastedMs = Date.parse(finding.window.end) - Date.parse(finding.time);
  const times = isStory(finding) || finding.occurrences < 2 ? '' : `, ${countWords(finding.occurrences)} times`;
  return `${momentWords(finding.time)}${lastedMs >= 1000 ? ` for ${spanWords(lastedMs)}` : ''}${times}`;
};

const where = (finding: Finding): string =>
  [functionName(finding.function), finding.account === null ? '' : `account ${finding.account}`, finding.region ?? '']
    .filter((each) => each !== '')
    .map(name)
    .join(', ');

const details = (finding: Finding): readonly string[] => [
  ...row('Function', functionName(finding.function) === '' ? '' : name(finding.function ?? '')),
  ...row('Principal', name(finding.principal ?? '')),
  ...row('Evidence', finding.evidence.slice(0, NAMES_LISTED).map(name).join(', ')),
  ...row('ATT&CK', [...new Set(finding.attacks.map(({ technique }) => technique))].slice(0, 2 * NAMES_LISTED).join(', ')),
];

export const renderEmail = (raw: Finding, options: EmailOptions = {}): Email => {
  const finding = redactFinding(raw);
  const parts = (options.parts ?? []).map(redactFinding);
  const { principals, accessKeys, addresses } = finding.entities;
  const who = [...new Set([finding.principal ?? '', ...principals, ...accessKeys, ...addresses].map(shortArn))].filter(
    (each) => each !== '',
  );
  const listed = tellingParts(parts, PARTS_LISTED);
  const { before } = options;
  const lines = [
    `${finding.severity.toUpperCase()}: ${sentence(headlineOf(finding, parts))}`,
    ...(before === undefined ? [] : ['', `You were told of this before, as ${before}. It has become graver since.`]),
    '',
    ...happened(finding, parts),
    ...mailChart(finding.explanation.baseline),
    ...(listed.length === 0
      ? []
      : [
          '',
          'What happened, in order (UTC)',
          ...listed.map(partLine),
          ...(parts.length > listed.length ? [`- and ${parts.length - listed.length} more, as grave at most`] : []),
        ]),
    '',
    ...row('Since', since(finding)),
    ...row('Where', where(finding)),
    ...row(
      'Who',
      who
        .slice(0, 2 * NAMES_LISTED)
        .map(name)
        .join(', '),
    ),
    ...row('Severity', name(severityWords(finding))),
    '',
    'First steps',
    ...firstSteps(finding).flatMap(({ text, command }, place) => [
      `${place + 1}. ${text}`,
      ...(command === undefined ? [] : [`${INDENT}${command.join(' ')}`]),
    ]),
    '',
    `Runbook: ${runbookLink(finding, options)}`,
    `With its commands filled in: ${explainDeployed(plainId(finding))} --runbook`,
    `In full: ${explainDeployed(plainId(finding))}`,
    '',
    ...(isStory(finding)
      ? ['If one part is harmless, suppress that part, with owner, reason and expiry: the story is told anew without it.']
      : row('Quiet if', sentence(quietWords(finding.explanation.quietIf)).replaceAll('lapwing[.]yml', 'lapwing.yml'))),
    ...silence(finding),
    '',
    'Details',
    ...details(finding),
  ];
  return { subject: subjectOf(finding, parts, before), body: `${lines.map((line) => line.trimEnd()).join('\n')}\n` };
};
