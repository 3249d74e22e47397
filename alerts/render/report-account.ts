// What was read, and what each function's watch stands on: the account of records, the learning state, the blind spots.

import { compareText } from '../triage/order.ts';
import { countWords } from './amount.ts';
import { html, type Markup, NOTHING } from './html.ts';
import type { LearningState, RecordStatistics } from './report-input.ts';

/** Rows of a table that somebody scrolls through; the rest is one line. */
const ROWS = 200;

const more = (count: number): Markup => (count > ROWS ? html`<p class="faint">and ${countWords(count - ROWS)} more</p>` : NOTHING);

const reasons = (title: string, counts: Readonly<Record<string, number>>): Markup => {
  const rows = Object.entries(counts).sort(([oneName, one], [otherName, other]) => other - one || compareText(oneName, otherName));
  return rows.length === 0
    ? NOTHING
    : html`<p class="faint">${title}: ${rows.map(([reason, count]) => `${reason.replaceAll('-', ' ')} ${countWords(count)}`).join(', ')}.</p>`;
};

export const recordsSection = (statistics: RecordStatistics): Markup => {
  const sources = Object.entries(statistics.bySource).sort(
    ([oneName, one], [otherName, other]) => other.received - one.received || compareText(oneName, otherName),
  );
  const most = Math.max(1, ...sources.map(([, account]) => account.received));
  const part = (kind: string, count: number): Markup =>
    count > 0 ? html`<i class="${kind}" style="width:${Math.max(0.5, (count / most) * 100).toFixed(1)}%"></i>` : NOTHING;
  const rows = sources
    .slice(0, ROWS)
    .map(
      ([name, account]) =>
        html`<tr><th scope="row">${name}<span class="amounts">${part('folded', account.folded)}${part('skipped', account.skipped)}${part('quarantined', account.quarantined)}</span></th><td>${countWords(account.received)}</td><td>${countWords(account.folded)}</td><td>${countWords(account.skipped)}</td><td>${countWords(account.quarantined)}</td></tr>`,
    );
  return html`<section><h2>Records</h2><p>Every record that came in is accounted for: read, skipped for a reason, or set aside as unreadable.</p>
<div class="scroll"><table><thead><tr><th scope="col">source</th><th scope="col">received</th><th scope="col"><i class="key folded"></i>read</th><th scope="col"><i class="key skipped"></i>skipped</th><th scope="col"><i class="key quarantined"></i>unreadable</th></tr></thead><tbody>${rows}</tbody></table></div>${more(sources.length)}
${reasons('Skipped', statistics.skipped)}${reasons('Unreadable', statistics.quarantined)}</section>`;
};

export const learningSection = (functions: readonly LearningState[]): Markup => {
  if (functions.length === 0) return NOTHING;
  const ordered = [...functions].sort((one, other) => other.invocations - one.invocations || compareText(one.function, other.function));
  const rows = ordered.slice(0, ROWS).map(({ function: name, learnedDays, neededDays, invocations, state }) => {
    const share = Math.min(1, neededDays > 0 ? learnedDays / neededDays : 1);
    const words = state === 'watching' ? 'watching' : `learning, ${Math.floor(learnedDays)} of ${neededDays} days`;
    return html`<tr><th scope="row">${name}</th><td>${countWords(invocations)}</td><td class="progress"><span class="track"><span class="fill ${state}" style="width:${Math.round(share * 100)}%"></span></span>${words}</td></tr>`;
  });
  return html`<section><h2>Functions</h2><p>Behaviours alert only once they are learned; rules are live from the first record.</p><div class="scroll"><table><thead><tr><th scope="col">function</th><th scope="col">invocations</th><th scope="col">baseline</th></tr></thead><tbody>${rows}</tbody></table></div>${more(ordered.length)}</section>`;
};
