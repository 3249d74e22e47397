// Findings → a person's attention: made one for each id, hidden where somebody answers for it, joined into stories, kept to a budget.
import type { Finding } from '../../detectors/model/finding.ts';
import { type AlertBudget, DEFAULT_BUDGET, type SentAlert, spendBudget } from './budget.ts';
import { inEnvironment } from './environment.ts';
import { type Fate, fateOf } from './fates.ts';
import { withNamedFunctions } from './function-name.ts';
import { mergeById } from './merge.ts';
import { byGravity } from './order.ts';
import { tellStories } from './stories.ts';
import { type SuppressionUse, suppress } from './suppress.ts';
import type { Suppression } from './suppression.ts';

export interface TriageOptions {
  /** The clock, ISO 8601: decides which suppressions have expired. */
  readonly now: string;
  readonly suppressions?: readonly Suppression[];
  readonly budget?: AlertBudget;
  /** Alerts that left before: they keep their fate and their share of the budget. */
  readonly sent?: readonly SentAlert[];
  /** Functions and accounts that are no production (see environment.ts). */
  readonly nonProduction?: readonly string[];
  /** Principals and addresses that link nothing (see stories.ts). */
  readonly shared?: readonly string[];
}

export interface Triaged {
  /** All of them, one for each id, oldest first. */
  readonly findings: readonly Finding[];
  /** Oldest first. Suppressed findings are no part of any. */
  readonly stories: readonly Finding[];
  /** By the id of a finding or story. */
  readonly fates: ReadonlyMap<string, Fate>;
  /** What to tell a person now, worst first: stories and findings whose fate is `alerted`. */
  readonly alerts: readonly Finding[];
  readonly suppressions: readonly SuppressionUse[];
}

export const triage = (findings: readonly Finding[], options: TriageOptions): Triaged => {
  const merged = mergeById(findings.map((finding) => inEnvironment(withNamedFunctions(finding), options.nonProduction ?? [])));
  const suppressions = options.suppressions ?? [];
  const live = merged.filter((finding) => finding.stage === 'live');
  const hiddenParts = suppress(live, suppressions, options.now);
  const visible = live.filter((finding) => !hiddenParts.hiddenBy.has(finding.id));
  const stories = tellStories(visible, options.shared === undefined ? {} : { shared: options.shared });
  const naming = suppressions.filter(
    (suppression) => suppression.detector?.replaceAll('*', '') !== '' && suppression.detector !== undefined,
  );
  // A story is hidden only by a suppression that names stories: one that was written for its parts has hidden those already.
  const hiddenStories = suppress(stories, naming, options.now);
  const hiddenBy = new Map([...hiddenParts.hiddenBy, ...hiddenStories.hiddenBy]);
  const storyOf = new Map(stories.flatMap((story) => story.parts.map((part) => [part, story.id] as const)));
  const candidates = [...visible.filter((finding) => !storyOf.has(finding.id)), ...stories.filter((story) => !hiddenBy.has(story.id))];
  const spent = spendBudget(candidates, options.budget ?? DEFAULT_BUDGET, options.sent ?? []);
  const fates = new Map([...merged, ...stories].map((finding) => [finding.id, fateOf(finding, { hiddenBy, storyOf, spent })]));
  const storyUses = new Map(hiddenStories.uses.map((use) => [use.suppression.id, use]));
  return {
    findings: merged,
    stories,
    fates,
    alerts: candidates.filter((finding) => fates.get(finding.id)?.kind === 'alerted').sort(byGravity),
    suppressions: hiddenParts.uses.map((use) => {
      const also = storyUses.get(use.suppression.id);
      return also === undefined
        ? use
        : { ...use, hid: use.hid + also.hid, wouldHide: use.wouldHide + also.wouldHide, tooGrave: use.tooGrave + also.tooGrave };
    }),
  };
};
