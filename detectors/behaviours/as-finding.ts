// A behaviour's draft as a finding: the id of its episode, who and where, evidence within bounds.
import { ongoing } from '../baseline/episode.ts';
import { WINDOW_MS, windowInstant } from '../baseline/window-index.ts';
import { EVIDENCE_LIMIT, type Finding } from '../model/finding.ts';
import { stableId } from '../model/hash.ts';
import { functionLabel, functionParts, recordId } from '../model/identity.ts';
import { severityRank } from '../model/severity.ts';
import { after, isoOf } from '../model/time.ts';
import type { Behaviour, Draft } from './behaviour.ts';
import { runbookOf } from './catalogue.ts';
import type { Scene } from './scene.ts';
import { countInWords, listInWords, timeInWords } from './words.ts';

const named = (part: string): string | null => (part === '' ? null : part);

export const asFinding = (scene: Scene, behaviour: Behaviour, draft: Draft): Finding => {
  const { baseline, window, deployment } = scene;
  const episode = ongoing(baseline.episodes.get(behaviour.id), window);
  const start = windowInstant(draft.since ?? episode?.start ?? window);
  const { account, region } = functionParts(baseline.function);
  const label = functionLabel(baseline.function);
  const severity =
    episode !== undefined && severityRank(episode.severity) > severityRank(draft.severity) ? episode.severity : draft.severity;
  const occurrences = (episode?.occurrences ?? 0) + 1;
  const earlier = episode === undefined ? [] : [`Since ${timeInWords(start)} in ${countInWords(occurrences)} windows.`];
  const about = episode?.names.filter((name) => !draft.contributors.some((contributor) => contributor.name === name)) ?? [];
  const isNames = draft.baseline?.measure.startsWith('new ') === true;
  if (about.length > 0 && isNames) earlier.push(`Before in this episode: ${about.join(', ')}.`);
  const graver = isNames && about.length > 0 && episode !== undefined && severityRank(episode.severity) > severityRank(draft.severity);
  const deployed =
    deployment === undefined
      ? []
      : [
          `The function was changed ${deployment.windowsAgo === 0 ? 'in the same 5 minutes' : `${countInWords(deployment.windowsAgo * 5)} minutes before`} (${deployment.name}).`,
        ];
  const evidence = [...new Set([...(episode?.evidence ?? []).map(recordId), ...draft.evidence])].slice(0, EVIDENCE_LIMIT);
  return {
    id: stableId(behaviour.id, baseline.function, String(start)),
    detector: behaviour.id,
    kind: 'behaviour',
    category: draft.category ?? behaviour.category,
    severity,
    score: Math.max(episode?.score ?? 0, draft.score),
    time: isoOf(start),
    window: { start: isoOf(start), end: isoOf(after(windowInstant(window), WINDOW_MS)) },
    function: label === '' ? null : label,
    principal: null,
    account: named(account),
    region: named(region),
    attacks: draft.attacks ?? behaviour.attacks,
    // The caller keeps the last of an id: a milder window must not hide what the episode is about.
    title: graver ? `${draft.title}, after ${listInWords(about.slice(0, 2))}` : draft.title,
    explanation: {
      expected: draft.expected,
      observed: [draft.observed, ...earlier, ...deployed].join(' '),
      baseline: draft.baseline,
      contributors: draft.contributors.slice(0, EVIDENCE_LIMIT),
      quietIf: draft.quietIf,
    },
    evidence,
    occurrences,
    entities: {
      functions: label === '' ? [] : [label],
      principals: [],
      accessKeys: [],
      addresses: [...new Set(draft.addresses)].slice(0, EVIDENCE_LIMIT),
    },
    stage: 'live',
    runbook: runbookOf(behaviour.id),
    parts: [],
  };
};
