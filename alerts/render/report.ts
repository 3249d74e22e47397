// One self-contained page that a person looks at before reading: what happened, how bad, when; then the reasons.
import type { Finding } from '../../detectors/model/finding.ts';
import { atLeast, SEVERITIES, worst } from '../../detectors/model/severity.ts';
import { functionName } from '../triage/function-name.ts';
import { byGravity, compareText } from '../triage/order.ts';
import { momentWords } from '../triage/span-words.ts';
import { countWords } from './amount.ts';
import { html, type Markup, NOTHING } from './html.ts';
import { learningSection, recordsSection } from './report-account.ts';
import { badge, findingCard } from './report-finding.ts';
import { headlineOf } from './report-headline.ts';
import type { ReportInput } from './report-input.ts';
import { storySection } from './report-story.ts';
import { REPORT_STYLE } from './report-style.ts';
import { timelineSvg } from './report-timeline.ts';

/** Cards and rows a browser shows without labour; the rest is counted, and is in the other formats. */
const CARDS = 150;
const ROWS_PER_DETECTOR = 50;

const WIDE = 1000;
const NARROW = 380;

/** A lapwing's head with its crest. */
const BIRD = html`<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M7 9C13 8 17 4 19 1c0 4-1 7-3 9 5 1 9 4 10 9l5 2-5 1c-1 5-5 8-10 8-6 0-10-4-10-9 0-5 3-8 7-10-2 0-4-1-6-2z" fill="currentColor"/><circle cx="20" cy="16" r="1.8" fill="var(--ground)"/></svg>`;

/** Stories by their gravest, then findings by severity, those that there are. */
const tally = (stories: readonly Finding[], findings: readonly Finding[]): Markup => {
  const told =
    stories.length === 0
      ? NOTHING
      : html`<li class="sev-${worst(stories.map(({ severity }) => severity))}"><b>${countWords(stories.length)}</b>${stories.length === 1 ? `${worst(stories.map(({ severity }) => severity))} story` : 'stories'}</li>`;
  return html`<ul class="tally">${told}${SEVERITIES.toReversed().map((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? NOTHING : html`<li class="sev-${severity}"><b>${countWords(count)}</b>${severity}</li>`;
  })}</ul>`;
};

const timelinePanel = ({ findings, stories, period }: ReportInput): Markup => {
  const times = findings.flatMap((finding) => [Date.parse(finding.time), Date.parse(finding.window.end)]);
  const known = [...times, Date.parse(period?.start ?? ''), Date.parse(period?.end ?? '')].filter(Number.isFinite);
  if (findings.length === 0 || known.length === 0) return NOTHING;
  const bounds = { startMs: known.reduce((one, other) => Math.min(one, other)), endMs: known.reduce((one, other) => Math.max(one, other)) };
  return html`<div class="panel">${timelineSvg({ findings, stories, ...bounds }, WIDE)}${timelineSvg({ findings, stories, ...bounds }, NARROW)}</div>`;
};

const smallOnes = (findings: readonly Finding[], title: string): Markup => {
  if (findings.length === 0) return NOTHING;
  const byDetector = new Map<string, Finding[]>();
  for (const finding of findings) {
    const members = byDetector.get(finding.detector);
    if (members === undefined) byDetector.set(finding.detector, [finding]);
    else members.push(finding);
  }
  const groups = [...byDetector].sort(([oneName, one], [otherName, other]) => other.length - one.length || compareText(oneName, otherName));
  return html`<section><h2>${title}</h2>${groups.map(
    ([detector, members]) =>
      html`<details><summary><b>${countWords(members.length)}</b>${detector}</summary><div class="scroll"><table><tbody>${members
        .slice(0, ROWS_PER_DETECTOR)
        .map(
          (finding) =>
            html`<tr><td class="wide">${momentWords(finding.time)}</td><td class="wide">${functionName(finding.function) || (finding.principal ?? '')}</td><td class="wide">${finding.title}</td><td>${badge(finding)}</td></tr>`,
        )}</tbody></table></div>${members.length > ROWS_PER_DETECTOR ? html`<p class="faint">and ${countWords(members.length - ROWS_PER_DETECTOR)} more</p>` : NOTHING}</details>`,
  )}</section>`;
};

export const renderReport = (input: ReportInput): string => {
  const findings = [...input.findings].sort(byGravity);
  const stories = [...input.stories].sort(byGravity);
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const inStories = new Set(stories.flatMap((story) => story.parts));
  const large = findings.filter((finding) => inStories.has(finding.id) || atLeast(finding.severity, 'medium'));
  const largeIds = new Set(large.map((finding) => finding.id));
  const cards = large.slice(0, CARDS);
  const anchors = new Map(cards.map((finding, place) => [finding.id, `finding-${place + 1}`]));
  const partsOf = (story: Finding): readonly Finding[] => story.parts.flatMap((id) => byId.get(id) ?? []);
  const headline = headlineOf(stories, findings, partsOf);
  const overall = worst([...findings, ...stories].map((finding) => finding.severity));
  const period = input.period === null ? 'no records' : `${momentWords(input.period.start)} to ${momentWords(input.period.end)}`;
  const body = html`<main class="sev-${overall}">
<div class="brand">${BIRD}<b>Lapwing</b><span>${input.title}</span><span class="period">${period}</span></div>
<h1>${headline.words}</h1>
${headline.lead === '' ? NOTHING : html`<p class="lead">${headline.lead}</p>`}
${tally(stories, findings)}
${timelinePanel({ ...input, findings, stories })}
${stories.map((story) => storySection(story, stories.length === 1, partsOf(story), (id) => anchors.get(id), input.state))}
${input.notes.length === 0 ? NOTHING : html`<section><h2>Not looked at, or not yet</h2><ul class="notes">${input.notes.map((note) => html`<li>${note}</li>`)}</ul></section>`}
${cards.length === 0 ? NOTHING : html`<section><h2>Findings</h2>${cards.map((finding) => findingCard(finding, anchors.get(finding.id) ?? ''))}</section>`}
${smallOnes(large.slice(CARDS), 'More findings')}
${smallOnes(
  findings.filter((finding) => !largeIds.has(finding.id)),
  'Small findings',
)}
${learningSection(input.functions)}
${recordsSection(input.statistics)}
<footer>Times are UTC. Secrets and personal data are masked; evidence names records by id.</footer>
</main>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>${html`Lapwing: ${input.title}`.markup}</title><style>${REPORT_STYLE}</style></head>
<body>${body.markup}</body></html>
`;
};
