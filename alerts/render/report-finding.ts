// One finding as a card: what, expected against observed with its picture, who, what to do, what would have kept it quiet.
import type { Finding } from '../../detectors/model/finding.ts';
import { functionName } from '../triage/function-name.ts';
import { stageOf, tacticWords } from '../triage/kill-chain.ts';
import { momentWords, spanWords } from '../triage/span-words.ts';
import { countWords } from './amount.ts';
import { chartSeries, isWorthDrawing } from './chart-series.ts';
import { html, type Markup, NOTHING } from './html.ts';
import { observedWords } from './observed-words.ts';
import { quietWords } from './quiet-words.ts';
import { chartSvg, contributorBars } from './report-chart.ts';
import { severityWords } from './severity-words.ts';

/** An observation up to this long is a sentence, and is emphasised; a longer one is read, not looked at. */
const SHORT_CHARACTERS = 160;

const row = (term: string, value: Markup | string): Markup =>
  typeof value === 'string' && value === '' ? NOTHING : html`<div><dt>${term}</dt><dd>${value}</dd></div>`;

const codes = (names: readonly string[]): Markup => html`<span class="codes">${names.map((name) => html`<code>${name}</code> `)}</span>`;

const who = (finding: Finding): readonly string[] => [
  ...new Set(
    [
      finding.principal ?? '',
      ...finding.entities.principals.slice(0, 3),
      ...finding.entities.accessKeys.slice(0, 3),
      ...finding.entities.addresses.slice(0, 5),
    ].filter((name) => name !== ''),
  ),
];

const since = (finding: Finding): string => {
  const lastedMs = Date.parse(finding.window.end) - Date.parse(finding.time);
  return `${momentWords(finding.time)}${lastedMs >= 1000 ? `, for ${spanWords(lastedMs)}` : ''}${finding.occurrences > 1 ? `, ${countWords(finding.occurrences)} times` : ''}`;
};

const learnedWords = (finding: Finding): string => {
  const { baseline } = finding.explanation;
  return baseline === null ? '' : `${baseline.bucket}: ${countWords(baseline.samples)} windows since ${baseline.since.slice(0, 10)}`;
};

export const badge = (finding: Finding): Markup => html`<span class="badge sev-${finding.severity}">${finding.severity}</span>`;

export const findingCard = (finding: Finding, anchor: string): Markup => {
  const { explanation } = finding;
  const people = who(finding);
  const observed = observedWords(finding);
  return html`<article class="card sev-${finding.severity}" id="${anchor}">
<header><p class="kicker">${badge(finding)}<span>${tacticWords(stageOf(finding))}</span>${functionName(finding.function) === '' ? NOTHING : html`<span class="where">${functionName(finding.function)}</span>`}${finding.stage === 'staged' ? html`<span>staged: never alerts</span>` : NOTHING}</p>
<h3>${finding.title}</h3></header>
<div class="versus"><div><h4>Expected</h4><p>${explanation.expected}</p></div><div class="${observed.length <= SHORT_CHARACTERS ? 'saw short' : 'saw'}"><h4>Observed</h4><p>${observed}</p></div></div>
${explanation.baseline === null ? NOTHING : html`<figure>${isWorthDrawing(chartSeries(explanation.baseline)) ? chartSvg(explanation.baseline) : NOTHING}<figcaption>${explanation.baseline.measure}. ${learnedWords(finding)}.</figcaption></figure>`}
${explanation.contributors.length === 0 ? NOTHING : html`<h4>Mostly from</h4>${contributorBars(explanation.contributors)}`}
<dl>
${row('Since', since(finding))}
${people.length === 0 ? NOTHING : row('Who', codes(people))}
${row('Do now', codes([finding.runbook]))}
${row('Quiet if', quietWords(explanation.quietIf))}
</dl>
<details><summary>Evidence and details</summary><dl>
${finding.evidence.length === 0 ? NOTHING : row('Evidence', codes(finding.evidence))}
${functionName(finding.function) === '' ? NOTHING : row('Function', codes([finding.function ?? '']))}
${row('Account', [finding.account ?? '', finding.region ?? ''].filter((part) => part !== '').join(', '))}
${row('ATT&CK', finding.attacks.map((attack) => `${attack.technique} (${tacticWords(attack.tactic)})`).join(', '))}
${row('Severity', severityWords(finding))}
${row('Sure', `${Math.round(finding.score * 100)} %`)}
${row('Found by', codes([finding.detector]))}
${row('Id', codes([finding.id]))}
</dl></details></article>`;
};
