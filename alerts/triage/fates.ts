// What becomes of a finding: exactly one of these, for each finding and each story.
import type { Finding } from '../../detectors/model/finding.ts';
import type { Spent } from './budget.ts';

export type Fate =
  /** A person is told now. */
  | { readonly kind: 'alerted' }
  /** Told as a part of a story; the story has its own fate. */
  | { readonly kind: 'joined'; readonly story: string }
  | { readonly kind: 'suppressed'; readonly suppression: string }
  /** Its detector is on trial: in reports and digests, never with a pager. */
  | { readonly kind: 'staged' }
  /** In the digest: too small to disturb somebody, or beyond the budget. */
  | { readonly kind: 'digested'; readonly reason: 'minor' | 'budget' };

export interface FateReasons {
  readonly hiddenBy: ReadonlyMap<string, string>;
  readonly storyOf: ReadonlyMap<string, string>;
  readonly spent: Spent;
}

/** Staged before all, so that a suppression's count tells of alerts it spared; then hidden, joined, told, kept. */
export const fateOf = (finding: Finding, { hiddenBy, storyOf, spent }: FateReasons): Fate => {
  if (finding.stage === 'staged') return { kind: 'staged' };
  const suppression = hiddenBy.get(finding.id);
  if (suppression !== undefined) return { kind: 'suppressed', suppression };
  const story = storyOf.get(finding.id);
  if (story !== undefined) return { kind: 'joined', story };
  if (spent.alerted.has(finding.id)) return { kind: 'alerted' };
  return { kind: 'digested', reason: spent.beyond.has(finding.id) ? 'budget' : 'minor' };
};
