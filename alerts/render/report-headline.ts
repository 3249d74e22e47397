// The page's first words: what happened and how bad, read in the time of a glance.
import type { Finding } from '../../detectors/model/finding.ts';
import { atLeast } from '../../detectors/model/severity.ts';
import { momentWords } from '../triage/span-words.ts';
import { storyGist, storyHeadline } from '../triage/story-gist.ts';
import { countWords } from './amount.ts';
import { observedWords } from './observed-words.ts';

export interface Headline {
  readonly words: string;
  /** One or two sentences more; may be empty. */
  readonly lead: string;
}

/** Both worst first; `partsOf` gives a story's parts in its order. */
export const headlineOf = (
  stories: readonly Finding[],
  findings: readonly Finding[],
  partsOf: (story: Finding) => readonly Finding[],
): Headline => {
  const [worstStory, ...otherStories] = stories;
  if (worstStory !== undefined) {
    const gist = `${momentWords(worstStory.time)}: ${storyGist(worstStory, partsOf(worstStory))}`;
    const words = storyHeadline(worstStory, partsOf(worstStory));
    if (otherStories.length === 0) return { words, lead: gist };
    return {
      words: `${countWords(stories.length)} attack stories`,
      lead: `The gravest is ${worstStory.severity}. ${words}. ${gist}`,
    };
  }
  const [gravest] = findings;
  if (gravest === undefined) return { words: 'Nothing found', lead: 'No rule matched and no behaviour stood out in what was read.' };
  if (!atLeast(gravest.severity, 'medium')) {
    return {
      words: 'Nothing that needs an answer now',
      lead: `${countWords(findings.length)} small findings, none above ${gravest.severity}.`,
    };
  }
  const [moment, observed] = [momentWords(gravest.time), observedWords(gravest)];
  // A sentence often says when by itself.
  const lead = observed.includes(moment.slice(0, 16)) ? observed : `${moment}. ${observed}`;
  return findings.length === 1
    ? { words: gravest.title, lead }
    : { words: gravest.title, lead: `${lead} The gravest of ${countWords(findings.length)} findings.` };
};
