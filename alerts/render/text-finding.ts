// One finding for a terminal: what, expected against observed with a small picture, since when, who, and where to look next.
import type { BaselineView, Finding } from '../../detectors/model/finding.ts';
import { functionBeside } from '../triage/function-name.ts';
import { momentWords, spanWords } from '../triage/span-words.ts';
import { amountWords, countWords, rangeWords } from './amount.ts';
import { chartSeries, isUsual, isWorthDrawing } from './chart-series.ts';
import { explainFrom } from './explain-words.ts';
import { observedWords } from './observed-words.ts';
import { quietWords } from './quiet-words.ts';
import { severityWords } from './severity-words.ts';
import { type Style, severityStyle } from './style.ts';
import { terminalText } from './terminal-text.ts';
import { rangeBar, sparkline } from './text-chart.ts';
import { hanging } from './wrap.ts';

const INDENT = '  ';
const LABEL_WIDTH = 10;
const BAR_WIDTH = 32;
/** Contributors printed; the rest are in the other formats. */
const CONTRIBUTORS_TOLD = 3;

const labelled = (label: string, text: string, width: number, style: Style): readonly string[] => {
  const lead = `${INDENT}${label.padEnd(LABEL_WIDTH)}`;
  return hanging(lead, terminalText(text), width).map((line, place) =>
    place === 0 ? `${INDENT}${style('dim', label.padEnd(LABEL_WIDTH))}${line.slice(lead.length)}` : line,
  );
};

const picture = (baseline: BaselineView, width: number, style: Style): readonly string[] => {
  const series = chartSeries(baseline);
  const lead = INDENT + ' '.repeat(LABEL_WIDTH);
  const room = Math.max(8, width - lead.length);
  const shown = sparkline(series).slice(-room);
  const values = series.values.slice(-room);
  const spark = shown.map((letter, place) => (isUsual(series, values[place] ?? 0) ? style('dim', letter) : style('red', letter))).join('');
  const learned = `usual ${rangeWords(baseline.usualLow, baseline.usualHigh, baseline.measure)} (${baseline.bucket}, ${countWords(baseline.samples)} windows since ${baseline.since.slice(0, 10)})`;
  return [
    ...(isWorthDrawing(series) ? [`${lead}${spark}`, `${lead}${rangeBar(series, Math.min(BAR_WIDTH, room))}`] : []),
    ...hanging(lead, terminalText(`${baseline.measure}: ${amountWords(baseline.observed, baseline.measure)}, ${learned}`), width),
  ];
};

const contributorWords = (finding: Finding): string =>
  finding.explanation.contributors
    .slice(0, CONTRIBUTORS_TOLD)
    .map(({ name, share }) => `${name} ${Math.round(share * 100)} %`)
    .join(', ');

const sinceWords = (finding: Finding): string => {
  const lastedMs = Date.parse(finding.window.end) - Date.parse(finding.time);
  const times = finding.occurrences > 1 ? `, ${countWords(finding.occurrences)} times` : '';
  return `${momentWords(finding.time)}${lastedMs >= 1000 ? ` for ${spanWords(lastedMs)}` : ''}${times}`;
};

const whoWords = (finding: Finding): string =>
  [finding.principal ?? '', ...finding.entities.accessKeys.slice(0, 2), ...finding.entities.addresses.slice(0, 2)]
    .filter((name) => name !== '')
    .join(', ');

/** `HIGH     orders  title`: a finding on one line. */
export const headline = (finding: Finding, width: number, style: Style): readonly string[] => {
  const badge = finding.severity.toUpperCase().padEnd(LABEL_WIDTH - 1);
  const name = functionBeside(finding);
  const where = name === '' ? '' : `${terminalText(name)}  `;
  const staged = finding.stage === 'staged' ? ' (staged: never alerts)' : '';
  return hanging(badge, `${where}${terminalText(finding.title)}${staged}`, width).map((line, place) =>
    place === 0 ? style(severityStyle(finding.severity), badge) + style('bold', line.slice(badge.length)) : style('bold', line),
  );
};

/** `state`: see explain-words.ts. */
export const findingLines = (finding: Finding, width: number, style: Style, state: string | undefined): readonly string[] => {
  const { explanation } = finding;
  const row = (label: string, text: string): readonly string[] => (text === '' ? [] : labelled(label, text, width, style));
  return [
    ...headline(finding, width, style),
    ...row('expected', explanation.expected),
    ...row('observed', observedWords(finding)),
    ...(explanation.baseline === null ? [] : picture(explanation.baseline, width, style)),
    ...row('mostly', contributorWords(finding)),
    ...row('since', sinceWords(finding)),
    ...row('severity', severityWords(finding)),
    ...row('who', whoWords(finding)),
    ...row(
      'evidence',
      finding.evidence.slice(0, 3).join(', ') + (finding.evidence.length > 3 ? `, and ${finding.evidence.length - 3} more` : ''),
    ),
    ...row('runbook', finding.runbook),
    ...row('quiet if', quietWords(explanation.quietIf)),
    ...(state === undefined ? row('id', finding.id) : row('explain', explainFrom(finding.id, state))),
  ];
};
