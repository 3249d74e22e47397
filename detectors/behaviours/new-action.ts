// A privilege used for the first time, weighed by what it lets one do and by how often this function does something new.
import { ongoing } from '../baseline/episode.ts';
import { knownNames } from '../baseline/name-memory.ts';
import type { Attack } from '../model/attack.ts';
import type { Severity } from '../model/severity.ts';
import { shiftSeverity } from '../model/severity.ts';
import type { Behaviour, Outcome } from './behaviour.ts';
import { anomalousNames, asContributors, knownInWords, type Novelty, noveltyOf, noveltyView } from './novel-names.ts';
import { type Scene, warmingUp } from './scene.ts';
import { scoreOf } from './score.ts';
import { type Sensitive, sensitivityOf } from './sensitivity.ts';
import { witnesses } from './witnesses.ts';
import { countInWords, listInWords } from './words.ts';

/** Chances of something new at which a first use of each kind is told of. */
const SURE = 1e-3;
const LIKELY = 1e-2;
/** What takes over, hides or persists is told of unless the function does new things all the time. */
const TAKEOVER = 0.2;
/** Ordinary work, in a function as settled: three new actions at once, or one fifty times. */
const ORDINARY_CALLS = 50;
const ORDINARY_AT_ONCE = 3;
/** Looking around in five new ways within five minutes is a survey, not a feature. */
const SURVEY = 5;
/** Repeated calls that make a sensitive read more than one configuration lookup. */
const REPEATED = 5;

/** Score while the function is still being learned: a first use then may only be the first time it is seen. */
const LEARNING_SCORE = 0.35;

interface Weighed {
  readonly sensitive: Sensitive;
  readonly name: string;
  readonly calls: number;
}

const severityOf = (weighed: readonly Weighed[], { chance }: Novelty): Severity | undefined => {
  const at = (level: number): readonly Weighed[] => weighed.filter(({ sensitive }) => sensitive.level === level);
  if (at(3).length > 0 && chance <= TAKEOVER) return chance <= LIKELY ? 'high' : 'medium';
  const reads = at(2);
  const calls = reads.reduce((sum, one) => sum + one.calls, 0);
  if (reads.length > 0 && chance <= LIKELY) return chance <= SURE && (reads.length > 1 || calls >= REPEATED) ? 'medium' : 'low';
  if (at(1).length >= SURVEY && chance <= LIKELY * SURVEY) return 'medium';
  if (at(1).length > 0 && chance <= SURE) return 'low';
  const atOnce = weighed.length >= ORDINARY_AT_ONCE || weighed.some((one) => one.calls >= ORDINARY_CALLS);
  return atOnce && chance <= SURE ? 'low' : undefined;
};

/** What is told of when somebody of the account who is no function does it for the first time. */
const ACCOUNT_LEVEL = 2;

const ID = 'new-action';
/** More would hide the first. */
const MOST_ATTACKS = 4;

const distinctAttacks = (sensitive: readonly Sensitive[]): readonly Attack[] => {
  const found = new Map<string, Attack>();
  for (const { attack } of sensitive) if (!found.has(attack.technique)) found.set(attack.technique, attack);
  return [...found.values()].slice(0, MOST_ATTACKS);
};

const assess = (scene: Scene): Outcome => {
  const measure = 'actions';
  const novelty = noveltyOf(scene, 'actions');
  const quiet = (assessment: Outcome['assessments'][number]['assessment']): Outcome => ({
    assessments: [{ measure, assessment }],
    draft: undefined,
  });
  if (scene.names('actions').length === 0 && knownNames(scene.baseline.names.actions) === 0) return quiet({ kind: 'not-applicable' });
  const weighed = novelty.novel
    .map((entry) => ({ name: entry.name, entry, calls: entry.count, sensitive: sensitivityOf(entry.name) }))
    .sort((one, other) => other.sensitive.level - one.sensitive.level || (one.name < other.name ? -1 : 1));
  const bySensitivity = weighed.map(({ entry }) => entry);
  const top = weighed[0];
  const graded = scene.learning ? (top?.sensitive.level === 3 && !scene.isAccount ? 'low' : undefined) : severityOf(weighed, novelty);
  // People do new things every day: of an account, only a first use of what is sensitive is told, and low.
  const severity = scene.isAccount && graded !== undefined ? ((top?.sensitive.level ?? 0) >= ACCOUNT_LEVEL ? 'low' : undefined) : graded;
  if (top === undefined || severity === undefined) {
    return quiet(scene.learning ? warmingUp(scene) : { kind: 'normal', score: top === undefined ? 0 : scoreOf(novelty.decades) / 2 });
  }
  const score = scene.learning ? LEARNING_SCORE : scoreOf(novelty.decades + top.sensitive.level);
  const before = ongoing(scene.baseline.episodes.get(ID), scene.window)?.names.map(sensitivityOf) ?? [];
  const all = [...weighed.map(({ sensitive }) => sensitive), ...before].sort((one, other) => other.level - one.level);
  const named = weighed.slice(0, 3).map(({ name }) => name);
  const more = weighed.length - named.length;
  return {
    assessments: [{ measure, assessment: anomalousNames(scene, 'AWS actions', novelty.novel, score) }],
    draft: {
      severity: scene.deployment === undefined ? severity : shiftSeverity(severity, -1),
      score,
      category: (all[0] ?? top.sensitive).category,
      attacks: distinctAttacks(all),
      title: `First use ${scene.isAccount ? 'in the account ' : ''}of ${listInWords(named)}${more > 0 ? ` and ${countInWords(more)} more` : ''}`,
      expected: scene.learning
        ? `Still learning: ${countInWords(knownNames(scene.baseline.names.actions))} actions known after ${countInWords(scene.ageDays)} days; told of because of what the action can do.`
        : knownInWords(scene, 'actions', 'AWS actions'),
      observed: `${weighed
        .map(({ name, calls }) => `${name} (${countInWords(calls)} ${calls === 1 ? 'call' : 'calls'})`)
        .slice(0, 5)
        .join(', ')}: never used by ${scene.isAccount ? 'anybody of this account who is no function' : 'this function'} before.`,
      baseline: noveltyView(scene, 'AWS actions', weighed.length),
      contributors: asContributors(bySensitivity, 'count'),
      quietIf: 'An earlier ordinary use of the action by this function, or a deployment just before it for a less sensitive one.',
      evidence: witnesses(bySensitivity),
      addresses: [],
    },
  };
};

export const newAction: Behaviour = {
  id: ID,
  title: 'A function uses a privilege for the first time',
  description:
    'An AWS action this function never called before, weighed by what the action lets one do and by how often the function does new things.',
  category: 'escalation',
  attacks: [{ tactic: 'TA0004', technique: 'T1078.004' }],
  falsePositives: ['A new feature deployed without a record of the deployment', 'A rarely taken branch: a yearly job, an error path'],
  sas: ['SAS-4', 'SAS-7'],
  controls: ['NIST AC-6', 'NIST SI-4', 'PCI 7.2.5'],
  assess,
};
