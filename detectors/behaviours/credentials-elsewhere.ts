// A function's role credentials used from outside its execution environment: they were taken out of it.
import { MOST_SEEN, nameHash } from '../baseline/name-memory.ts';
import { windowInstant } from '../baseline/window-index.ts';
import type { Behaviour, Outcome } from './behaviour.ts';
import { KEY_SHARED, KEYS_APART, sharedPlaces } from './keys-apart.ts';
import { anomalousNames, asContributors, noveltyOf, noveltyView } from './novel-names.ts';
import type { Scene } from './scene.ts';
import { warmingUp } from './scene.ts';
import { witnesses } from './witnesses.ts';
import { countInWords, dayInWords, listInWords } from './words.ts';

/** The execution environment names itself in the user agent. */
export const INSIDE = 'lambda';
export const ADDRESS = 'ip:';

/** Windows that must have shown the execution environment, and nothing else, before an address is out of place: an hour of them. */
const LEAST_INSIDE = 12;
/** Addresses seen in this many windows, and this share of those from inside, are a habit. */
const LEAST_HABIT = 3;
const HABIT_SHARE = 0.02;
/** Windows that must have shown several environments, each with a key of its own, before a key in two places is out of place. */
const LEAST_APART = 3;
/** Or a day of windows in which all calls came from one address (a VPC's gateway): no environment was elsewhere. */
const LEAST_ONE_PLACE = 288;
const SCORE = 0.9;
const LEARNING_SCORE = 0.5;

/** A key in two places at once: the user agent says that both are the execution environment, and one of them is not. */
const splitKeys = (scene: Scene, inside: number): Outcome | undefined => {
  const shared = sharedPlaces(scene.names('credentialPlaces'));
  if (shared.length === 0 || scene.learning) return undefined;
  const memory = scene.baseline.names.credentialSources;
  const seen = (name: string): number => memory.entries.get(nameHash(memory, name))?.seen ?? 0;
  if (seen(KEY_SHARED) >= 1 || (seen(KEYS_APART) < LEAST_APART && inside < LEAST_ONE_PLACE)) return undefined;
  const addresses = [...new Set(shared.map(({ name }) => name.slice(name.indexOf(' ') + 1)))];
  const keys = new Set(shared.map(({ name }) => name.slice(0, name.indexOf(' '))));
  return {
    assessments: [{ measure: 'credentialSources', assessment: anomalousNames(scene, 'places of its keys', shared, SCORE) }],
    draft: {
      severity: 'high',
      score: SCORE,
      title: `A key of the function was used from ${countInWords(addresses.length)} places at once`,
      expected: `Each key used from one address, in ${inside > MOST_SEEN - 1 ? 'more than ' : ''}${countInWords(Math.floor(inside))} windows since ${dayInWords(windowInstant(scene.baseline.bornWindow ?? scene.window))}.`,
      observed: `${countInWords(keys.size)} ${keys.size === 1 ? 'key' : 'keys'} used from ${listInWords(addresses.slice(0, 5))} in 5 minutes, each time with the user agent of the execution environment, which anybody can send.`,
      baseline: noveltyView(scene, 'places of its keys', shared.length),
      contributors: asContributors(shared, 'count'),
      quietIf: 'A function whose keys were seen at several addresses before (a gateway with several addresses).',
      evidence: witnesses(shared),
      addresses,
    },
  };
};

const assess = (scene: Scene): Outcome => {
  const measure = 'credentialSources';
  const quiet = (assessment: Outcome['assessments'][number]['assessment']): Outcome => ({
    assessments: [{ measure, assessment }],
    draft: undefined,
  });
  const memory = scene.baseline.names.credentialSources;
  const inside = memory.entries.get(nameHash(memory, INSIDE))?.seen ?? 0;
  const current = scene.names('credentialSources');
  if (scene.isAccount || (memory.entries.size === 0 && current.length === 0)) return quiet({ kind: 'not-applicable' });
  if (inside < LEAST_INSIDE) return quiet(scene.learning ? warmingUp(scene) : { kind: 'normal', score: 0 });
  const outside = noveltyOf(scene, 'credentialSources').novel.filter(({ name }) => name.startsWith(ADDRESS));
  if (outside.length === 0) return splitKeys(scene, inside) ?? quiet({ kind: 'normal', score: 0 });
  // A custom runtime or SDK may not name the environment: then addresses are the function's habit, and say nothing.
  const own = new Set([INSIDE, KEYS_APART, KEY_SHARED].map((name) => nameHash(memory, name)));
  const habit = [...memory.entries].reduce((sum, [hash, { seen }]) => sum + (seen >= 1 && !own.has(hash) ? seen : 0), 0);
  if (habit >= Math.max(LEAST_HABIT, HABIT_SHARE * inside)) return quiet({ kind: 'normal', score: 0.2 });
  const score = scene.learning ? LEARNING_SCORE : SCORE;
  const addresses = outside.map(({ name }) => name.slice(ADDRESS.length));
  const calls = outside.reduce((sum, entry) => sum + entry.count, 0);
  return {
    assessments: [{ measure, assessment: anomalousNames(scene, 'sources of its credentials', outside, score) }],
    draft: {
      severity: scene.learning ? 'medium' : 'high',
      score,
      title: `The function's role credentials were used from ${listInWords(addresses.slice(0, 3))}`,
      expected: `Used only from inside Lambda in ${inside > MOST_SEEN - 1 ? 'more than ' : ''}${countInWords(Math.floor(inside))} windows since ${dayInWords(windowInstant(scene.baseline.bornWindow ?? scene.window))}${scene.learning ? ' (still learning)' : ''}.`,
      observed: `${countInWords(calls)} AWS ${calls === 1 ? 'call' : 'calls'} in 5 minutes from ${listInWords(addresses.slice(0, 5))}, outside the execution environment.`,
      baseline: noveltyView(scene, 'sources of its credentials', outside.length),
      contributors: asContributors(outside, 'count'),
      quietIf: 'A function that was seen to call AWS from addresses before (a runtime that does not name itself).',
      evidence: witnesses(outside),
      addresses,
    },
  };
};

export const credentialsElsewhere: Behaviour = {
  id: 'credentials-elsewhere',
  title: "A function's credentials are used from outside Lambda",
  description:
    'Calls with the role credentials of a function from an address, when it was only ever seen to call from its execution environment; or with one key from two addresses at once, when its keys never were, whatever the user agent says.',
  category: 'credential-access',
  attacks: [
    { tactic: 'TA0006', technique: 'T1552.005' },
    { tactic: 'TA0008', technique: 'T1550.001' },
  ],
  falsePositives: [
    'A developer who assumes the role by hand with the name of the function as session name',
    'A library that replaces the user agent, in a new version',
  ],
  sas: ['SAS-7', 'SAS-2'],
  controls: ['NIST IA-5', 'NIST SI-4', 'PCI 8.6.1'],
  assess,
};
