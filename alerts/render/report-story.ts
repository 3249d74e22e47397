// One story: what to do now, the stages reached as a chain, and its parts in order, each leading to its card.
import { TACTICS } from '../../detectors/model/attack.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { functionName } from '../triage/function-name.ts';
import { stageOf, tacticWords } from '../triage/kill-chain.ts';
import { momentWords, spanWords } from '../triage/span-words.ts';
import { storyGist, storyHeadline } from '../triage/story-gist.ts';
import { html, type Markup, NOTHING } from './html.ts';
import { cut } from './inert.ts';
import { observedWords } from './observed-words.ts';
import { badge } from './report-finding.ts';
import { firstStepsList } from './report-first-steps.ts';
import { smallWords, storySteps } from './story-steps.ts';

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

/** A moment: the date where it is another than before, the clock always, and how long after what came before. */
const when = (finding: Finding, before: Finding | undefined): Markup => {
  const gapMs = before === undefined ? 0 : Date.parse(finding.time) - Date.parse(before.time);
  const moment = momentWords(finding.time).slice(0, 16);
  const sameDay = before !== undefined && momentWords(before.time).slice(0, 10) === moment.slice(0, 10);
  return html`<time>${sameDay ? moment.slice(11) : moment}</time>${gapMs >= 1000 ? html`<span class="gap">+${spanWords(gapMs)}</span>` : NOTHING}`;
};

/** The function is named where it is another than the story's. */
const where = (part: Finding, story: Finding): Markup =>
  functionName(part.function) === '' || part.function === story.function
    ? NOTHING
    : html`<span class="where">${functionName(part.function)}</span>`;

const partStep = (part: Finding, story: Finding, before: Finding | undefined, anchor: string | undefined): Markup => {
  const title = anchor === undefined ? html`${part.title}` : html`<a href="#${anchor}">${part.title}</a>`;
  const saw = cut(observedWords(part), OBSERVED_CHARACTERS);
  return html`<li class="step sev-${part.severity}"><p class="kicker">${when(part, before)}<span>${tacticWords(stageOf(part))}</span>${where(part, story)}${badge(part)}</p><p class="what">${title}</p>${saw === part.title ? NOTHING : html`<p class="saw">${saw}</p>`}</li>`;
};

/** `headed`: the page's headline tells of this story already. */
export const storySection = (
  story: Finding,
  headed: boolean,
  parts: readonly Finding[],
  anchorOf: (id: string) => string | undefined,
  state: string | undefined,
): Markup => {
  let before: Finding | undefined;
  const steps = storySteps(parts).map((step) => {
    const made =
      step.kind === 'part'
        ? partStep(step.part, story, before, anchorOf(step.part.id))
        : html`<li class="step small sev-${step.first.severity}"><p class="kicker">${when(step.first, before)}<span>${smallWords(step.parts)}</span></p></li>`;
    before = step.kind === 'part' ? step.part : step.parts.at(-1);
    return made;
  });
  return html`<section class="story sev-${story.severity}">
<p class="kicker">${badge(story)}<span>story of ${parts.length} findings</span><span>${momentWords(story.time)} to ${momentWords(story.window.end)}</span></p>
${headed ? NOTHING : html`<h2>${storyHeadline(story, parts)}</h2><p class="lead">${storyGist(story, parts)}</p>`}
<h3 class="part">Do now</h3>
${firstStepsList(story, state)}
<h3 class="part">What happened, in order</h3>
${chain(parts)}
<ol class="steps">${steps}</ol>
<p class="joined">Joined by ${story.explanation.contributors.slice(0, 4).map(({ name }, place) => html`${place > 0 ? ', ' : ''}<code>${name}</code>`)}. If one part is harmless, suppress that part, with an owner, a reason and an expiry: the story is told anew without it.</p>
</section>`;
};
