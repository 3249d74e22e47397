// A story in one sentence: how many findings, how long, from which stage to which, and what they share.
import type { Finding } from '../../detectors/model/finding.ts';
import { atLeast } from '../../detectors/model/severity.ts';
import { functionName, shortName } from './function-name.ts';
import { gravestAndLast, stageOf, tacticWords } from './kill-chain.ts';
import { spanWords } from './span-words.ts';

/** Shared things named; the story's contributors hold them all. */
const SHARED_TOLD = 3;

/** `access key ASIA****DFGH`, `function orders`: an ARN is cut to the name a person knows. */
const sharedWords = (contributor: string): string => {
  const arn = contributor.indexOf(' arn:');
  return arn === -1 ? contributor : `${contributor.slice(0, arn)} ${shortName(contributor)}`;
};

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;

/** `parts` in the story's order; without them (not at hand) the stages are left out. */
export const storyGist = (story: Finding, parts: readonly Finding[]): string => {
  const latest = parts.at(-1);
  const spanMs = latest === undefined ? 0 : Date.parse(latest.time) - Date.parse(story.time);
  // As in the title: what is small tells of no stage by itself.
  const grave = parts.filter((part) => atLeast(part.severity, 'medium'));
  const [from, to] = [grave[0], grave.at(-1)].map((part) => (part === undefined ? '' : tacticWords(stageOf(part))));
  const stages = from === '' || from === to ? '' : `, from ${from} to ${to}`;
  const shared = listed(story.explanation.contributors.slice(0, SHARED_TOLD).map(({ name }) => sharedWords(name)));
  return `${story.parts.length} findings${spanMs >= 1000 ? ` within ${spanWords(spanMs)}` : ''}${stages}. What they share: ${shared}.`;
};

/** What a person hears first: whom it is about, and what it came to. Without the parts, the story's title. */
export const storyHeadline = (story: Finding, parts: readonly Finding[]): string => {
  const [earliest] = parts;
  if (earliest === undefined) return story.title;
  const subject = functionName(story.function) || shortName(story.principal ?? '');
  const worst = gravestAndLast(parts, earliest).title.replace(/[.!]$/, '');
  return `Attack${subject === '' ? '' : ` on ${subject}`} (${parts.length} findings): ${worst}`;
};
