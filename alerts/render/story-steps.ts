// A story's parts as the steps that are told: each that matters by itself, and what is small between two of them as one.
import type { Finding } from '../../detectors/model/finding.ts';
import { atLeast } from '../../detectors/model/severity.ts';

export type StoryStep =
  | { readonly kind: 'part'; readonly part: Finding }
  /** At least two, in their order. */
  | { readonly kind: 'small'; readonly first: Finding; readonly parts: readonly Finding[] };

/** Titles named of the small ones; the rest is counted. */
const TITLES_NAMED = 3;

const endRun = (run: readonly Finding[]): readonly StoryStep[] => {
  const [first] = run;
  if (first === undefined) return [];
  return [run.length === 1 ? { kind: 'part', part: first } : { kind: 'small', first, parts: run }];
};

/** `parts` in the story's order. Small is what would alert nobody by itself: below medium. */
export const storySteps = (parts: readonly Finding[]): readonly StoryStep[] => {
  const steps: StoryStep[] = [];
  let run: Finding[] = [];
  for (const part of parts) {
    if (!atLeast(part.severity, 'medium')) {
      run.push(part);
      continue;
    }
    steps.push(...endRun(run), { kind: 'part', part });
    run = [];
  }
  return [...steps, ...endRun(run)];
};

/** `8 small findings: Input holds a command or code injection; Input reaches for files it should not name; and 2 other kinds`. */
export const smallWords = (parts: readonly Finding[]): string => {
  const titles = [...new Set(parts.map(({ title }) => title))];
  const others = titles.length - TITLES_NAMED;
  const named = [...titles.slice(0, TITLES_NAMED), ...(others > 0 ? [`and ${others} other ${others === 1 ? 'kind' : 'kinds'}`] : [])];
  return `${parts.length} small findings: ${named.join('; ')}`;
};
