// One alert as Amazon Q Developer in chat applications shows it in Slack and Teams: its custom notification, in inert Markdown.
import type { Finding } from '../../detectors/model/finding.ts';
import { redactFinding } from '../redact/redact-finding.ts';
import { functionBeside, functionName, shortName } from '../triage/function-name.ts';
import { momentWords, spanWords } from '../triage/span-words.ts';
import { STORY_DETECTOR } from '../triage/stories.ts';
import { storyGist, storyHeadline } from '../triage/story-gist.ts';
import { explainDeployed } from './explain-words.ts';
import { firstSteps } from './first-steps.ts';
import { cut, inMarkdown } from './inert.ts';
import { observedWords } from './observed-words.ts';
import { type ProjectLinks, runbookLink } from './runbook-link.ts';
import { tellingParts } from './telling-parts.ts';

export interface ChatOptions extends ProjectLinks {
  /** A story's parts, in its order. */
  readonly parts?: readonly Finding[];
}

/** Slack takes 3,000 characters a section and about 13,000 a message; a person in a channel reads a few lines. */
const TITLE_CHARACTERS = 200;
const SENTENCE_CHARACTERS = 700;
const NAME_CHARACTERS = 150;
const PARTS_LISTED = 8;
const NAMES_LISTED = 4;

const sentence = (text: string): string => cut(inMarkdown(text), SENTENCE_CHARACTERS);
const name = (text: string): string => cut(inMarkdown(text), NAME_CHARACTERS);

const who = (finding: Finding): string => {
  const { principals, accessKeys, addresses } = finding.entities;
  const names = [finding.principal ?? '', ...principals].filter((each) => each !== '').map(shortName);
  return [...new Set([...names, ...addresses, ...accessKeys])].slice(0, NAMES_LISTED).map(name).join(', ');
};

/** Lines of the description; each begins with a word of ours, so that no name can begin a list or a heading. */
const lines = (finding: Finding, parts: readonly Finding[]): readonly string[] => {
  const row = (label: string, text: string): readonly string[] => (text === '' ? [] : [`*${label}:* ${text}`]);
  const lastedMs = Date.parse(finding.window.end) - Date.parse(finding.time);
  const listed = tellingParts(parts, PARTS_LISTED);
  const story = finding.detector === STORY_DETECTOR && parts.length > 0;
  return [
    ...row('What', sentence(story ? storyGist(finding, parts) : observedWords(finding))),
    ...(story ? [] : row('Expected', sentence(finding.explanation.expected))),
    ...row('Since', `${name(momentWords(finding.time))}${lastedMs >= 1000 ? ` for ${spanWords(lastedMs)}` : ''}`),
    ...row('Who', who(finding)),
    ...row('Where', [functionName(finding.function), finding.account ?? '', finding.region ?? ''].filter(Boolean).map(name).join(', ')),
    ...listed.map((part) => `*${name(momentWords(part.time).slice(5, 16))}* ${name(part.title)}`),
    ...(parts.length > listed.length ? [`*and ${parts.length - listed.length} more*`] : []),
  ];
};

/** The body to publish to a topic that the chat client is subscribed to; its other subscribers see this JSON. */
export const renderChat = (raw: Finding, options: ChatOptions = {}): string => {
  const finding = redactFinding(raw);
  const parts = (options.parts ?? []).map(redactFinding);
  const headline = finding.detector === STORY_DETECTOR ? storyHeadline(finding, parts) : finding.title;
  const beside = functionBeside({ ...finding, title: headline });
  const where = beside === '' ? '' : `${name(beside)}: `;
  const title = cut(`${finding.severity.toUpperCase()}: ${where}${inMarkdown(headline)}`, TITLE_CHARACTERS);
  const id = name(finding.id);
  return JSON.stringify({
    version: '1.0',
    source: 'custom',
    id,
    content: {
      textType: 'client-markdown',
      title,
      description: lines(finding, parts).join('\n'),
      nextSteps: [
        ...firstSteps(finding).map((step) => step.text),
        `Runbook: ${runbookLink(finding, options)}`,
        `In full: ${explainDeployed(id)}`,
      ],
      keywords: [
        finding.severity,
        finding.category,
        finding.kind,
        ...(functionName(finding.function) === '' ? [] : [name(functionName(finding.function))]),
      ],
    },
    metadata: {
      // One thread for a finding and its updates.
      threadId: id,
      summary: title,
      eventType: finding.category,
      relatedResources: finding.entities.functions
        .filter((label) => functionName(label) !== '')
        .slice(0, NAMES_LISTED)
        .map(name),
      additionalContext: { detector: name(finding.detector), stage: finding.stage },
    },
  });
};
