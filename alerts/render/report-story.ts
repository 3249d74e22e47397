// One story: its sentences, the stages reached as a chain, and its parts in order, each leading to its card.
import { TACTICS } from '../../detectors/model/attack.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { redact } from '../redact/redact.ts';
import { functionName } from '../triage/function-name.ts';
import { stageOf, tacticWords } from '../triage/kill-chain.ts';
import { momentWords, spanWords } from '../triage/span-words.ts';
import { storyGist } from '../triage/story-gist.ts';
import { html, type Markup, NOTHING } from './html.ts';
import { cut } from './inert.ts';
import { badge } from './report-finding.ts';

/** The stages of a kill chain that logs of a running application can show; the two before are not seen there. */
const SHOWN_STAGES = Object.values(TACTICS).slice(2);

/** What was observed, on the step itself; its card has the whole. */
const OBSERVED_CHARACTERS = 240;

const chain = (parts: readonly Finding[]): Markup => {
  const reached = new Set<string>(parts.map(stageOf));
  const others = [...reached].filter((stage) => !SHOWN_STAGES.some((shown) => shown === stage));
  const links = SHOWN_STAGES.map((stage) => {
    const count = parts.filter((part) => stageOf(part) === stage).length;
    return html`<li class="${count > 0 ? 'reached' : 'missed'}"><span>${tacticWords(stage)}</span>${count > 0 ? html`<b>${count}</b>` : NOTHING}</li>`;
  });
  return html`<ol class="chain">${others.length > 0 ? html`<li class="reached"><span>before</span></li>` : NOTHING}${links}</ol>`;
};

const step = (part: Finding, before: Finding | undefined, anchor: string | undefined): Markup => {
  const gapMs = before === undefined ? 0 : Date.parse(part.time) - Date.parse(before.time);
  const title = anchor === undefined ? html`${part.title}` : html`<a href="#${anchor}">${part.title}</a>`;
  return html`<li class="step sev-${part.severity}"><p class="when"><time>${momentWords(part.time).slice(0, 16)}</time>${gapMs >= 1000 ? html`<span class="gap">+${spanWords(gapMs)}</span>` : NOTHING}</p><p class="kicker"><span>${tacticWords(stageOf(part))}</span>${functionName(part.function) === '' ? NOTHING : html`<span class="where">${functionName(part.function)}</span>`}${badge(part)}</p><p class="what">${title}</p>${part.explanation.observed === part.title ? NOTHING : html`<p class="saw">${cut(redact(part.explanation.observed), OBSERVED_CHARACTERS)}</p>`}</li>`;
};

/** `headed`: the page's headline tells of this story already. */
export const storySection = (
  story: Finding,
  headed: boolean,
  parts: readonly Finding[],
  anchorOf: (id: string) => string | undefined,
): Markup => html`<section class="story sev-${story.severity}">
<p class="kicker">${badge(story)}<span>story of ${parts.length} findings</span><span>${momentWords(story.time)} to ${momentWords(story.window.end)}</span></p>
<h2>${headed ? 'What happened, in order' : story.title}</h2>
${headed ? NOTHING : html`<p class="lead">${storyGist(story, parts)}</p>`}
${chain(parts)}
<ol class="steps">${parts.map((part, place) => step(part, parts[place - 1], anchorOf(part.id)))}</ol>
<p class="joined">Joined by ${story.explanation.contributors.slice(0, 4).map(({ name }, place) => html`${place > 0 ? ', ' : ''}<code>${name}</code>`)}. Do now: <code>${story.runbook}</code></p>
</section>`;
