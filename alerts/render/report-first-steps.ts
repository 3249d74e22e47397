// What to do now, on the page: the first three steps with their commands, and the runbook that has the rest.
import type { Finding } from '../../detectors/model/finding.ts';
import { explainFrom } from './explain-words.ts';
import { firstSteps } from './first-steps.ts';
import { html, type Markup, NOTHING } from './html.ts';

/** A command is one line, which the browser breaks: pasted, it is one command. */
export const firstStepsList = (finding: Finding, state: string | undefined): Markup =>
  html`<ol class="now">${firstSteps(finding).map(
    ({ text, command }) => html`<li>${text}${command === undefined ? NOTHING : html`<pre>${command.join(' ')}</pre>`}</li>`,
  )}</ol><p class="faint">Runbook: <code>${finding.runbook}</code> ${state === undefined ? html`Id: <code>${finding.id}</code>` : html`In full: <code>${explainFrom(finding.id, state)}</code>`}</p>`;
