// A day's digest as one mail: what was seen and disturbed nobody, for a person with a cup of coffee.
import { severityRank, worst } from '../../detectors/model/severity.ts';
import { redactFinding } from '../redact/redact-finding.ts';
import type { Digest, DigestLine, Quiet } from '../triage/digest.ts';
import { functionBeside } from '../triage/function-name.ts';
import { countWords } from './amount.ts';
import type { Email } from './email.ts';
import { explainDeployed } from './explain-words.ts';
import { cut, inJson, inMail, oneLine } from './inert.ts';
import type { SnsMessage } from './sns-message.ts';

/** Lines of each kind: more nobody reads, and the findings are all in the report and the table. */
const LISTED = 40;
const TITLE_CHARACTERS = 160;
const NAME_CHARACTERS = 60;
const NOTE_CHARACTERS = 300;

const HEADS: Readonly<Record<Quiet, string>> = {
  budget: 'Grave enough for an alert, but beyond the budget',
  minor: 'Too small for an alert',
  staged: 'Of rules on trial (`lapwing rules promote` says what they would have come to)',
};
const ORDER: readonly Quiet[] = ['budget', 'minor', 'staged'];

const count = (lines: readonly DigestLine[]): number => lines.reduce((sum, { times }) => sum + times, 0);

const lineOf = ({ finding: raw, times }: DigestLine): string => {
  const finding = redactFinding(raw);
  const name = functionBeside(finding);
  const where = name === '' ? '' : ` (${cut(inMail(name), NAME_CHARACTERS)})`;
  const id = /^[\w-]{1,80}$/.test(finding.id) ? ` [${finding.id}]` : '';
  const clock = oneLine(finding.time).slice(11, 16);
  return `- ${finding.severity} ${clock} ${cut(inMail(finding.title), TITLE_CHARACTERS)}${where}${times > 1 ? `, ${countWords(times)} times` : ''}${id}`;
};

const section = (quiet: Quiet, lines: readonly DigestLine[]): readonly string[] =>
  lines.length === 0
    ? []
    : [
        '',
        `${HEADS[quiet]} (${countWords(count(lines))})`,
        ...lines.slice(0, LISTED).map(lineOf),
        ...(lines.length > LISTED ? [`- and ${countWords(count(lines.slice(LISTED)))} more, as grave at most`] : []),
      ];

export const renderDigest = ({ day, lines, notes }: Digest): Email => {
  const all = ORDER.flatMap((quiet) => lines[quiet]);
  const told = ORDER.flatMap((quiet) => section(quiet, lines[quiet]));
  const found =
    all.length === 0 ? 'suppressions' : `${countWords(count(all))} findings, worst ${worst(all.map(({ finding }) => finding.severity))}`;
  const body = [
    `What Lapwing saw on ${day} (UTC) and disturbed nobody with, worst first. Nothing here needs an answer tonight.`,
    ...told,
    ...(notes.length === 0
      ? []
      : ['', 'Suppressions', ...notes.map((note) => `- ${cut(inMail(note).replaceAll('lapwing[.]yml', 'lapwing.yml'), NOTE_CHARACTERS)}`)]),
    ...(all.length === 0 ? [] : ['', `One of them in full: ${explainDeployed('ID')}`]),
  ];
  return { subject: `[Lapwing digest] ${day}: ${found}`, body: `${body.map((line) => line.trimEnd()).join('\n')}\n` };
};

/** For the alerts' topic; `kind` is `digest`, so that a subscriber may leave it out. */
export const renderDigestMessage = (digest: Digest, environment: string): SnsMessage => {
  const { subject, body } = renderDigest(digest);
  const ids = ORDER.flatMap((quiet) =>
    digest.lines[quiet].map(({ finding, times }) => ({ id: finding.id, quiet, severity: finding.severity, times })),
  )
    .sort((one, other) => severityRank(other.severity) - severityRank(one.severity))
    .slice(0, ORDER.length * LISTED);
  const line = JSON.stringify({
    kind: 'digest',
    day: digest.day,
    findings: ids.map((each) => ({ ...each, id: cut(each.id, NAME_CHARACTERS) })),
  });
  return {
    Subject: subject,
    Message: inJson(JSON.stringify({ default: subject, email: body, sqs: line, lambda: line, https: line, firehose: line })),
    MessageStructure: 'json',
    MessageAttributes: {
      kind: { DataType: 'String', StringValue: 'digest' },
      ...(environment === '' ? {} : { environment: { DataType: 'String', StringValue: cut(oneLine(environment), NAME_CHARACTERS) } }),
    },
  };
};
