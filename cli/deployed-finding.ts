// One finding or story of a deployment, from its table of findings: what a mail's "In full" asks for.

import { STORY_DETECTOR, tellStories } from '../alerts/triage/stories.ts';
import type { Told } from '../alerts/triage/to-tell.ts';
import type { Finding } from '../detectors/model/finding.ts';
import { DAY_MS, type Instant, isoOf } from '../detectors/model/time.ts';
import { storedFinding } from '../infra/lambda/keep-findings.ts';
import { findingKey, toldOf } from '../infra/lambda/keys.ts';
import type { Table } from '../infra/state/table.ts';

/** Days looked through, the latest first: a mail older than that is asked for with --days. */
export const DAYS_BACK = 60;
/** Parts of a story lie so many days around its first. */
const STORY_DAYS = 3;
const MOST_TOLD = 20;

export interface FoundDeployed {
  readonly finding: Finding;
  readonly parts: readonly Finding[];
}

const dayBefore = (fromMs: number, days: number): string => isoOf((fromMs - days * DAY_MS) as Instant).slice(0, 10);

const onDays = async (table: Table, id: string, days: readonly string[]): Promise<Finding | undefined> => {
  const items = await Promise.all(days.map((day) => table.get(findingKey(day, id))));
  const found = items.find((item) => item !== undefined);
  return found === undefined ? undefined : storedFinding(found.body).finding;
};

const partsOf = async (table: Table, ids: readonly string[], aroundMs: number): Promise<readonly Finding[]> => {
  const days = Array.from({ length: 2 * STORY_DAYS + 1 }, (_, place) => dayBefore(aroundMs, place - STORY_DAYS));
  const parts = await Promise.all(ids.map((id) => onDays(table, id, days)));
  return parts.flatMap((part) => part ?? []);
};

/** Undefined: the table has no such finding of these days, and nobody was told of such a story. */
export const findDeployed = async (table: Table, id: string, nowMs: number, daysBack: number): Promise<FoundDeployed | undefined> => {
  const days = Array.from({ length: daysBack + 1 }, (_, back) => dayBefore(nowMs, back));
  const finding = await onDays(table, id, days);
  if (finding !== undefined) return { finding, parts: await partsOf(table, finding.parts, Date.parse(finding.time)) };
  // A story is kept by what was told of it, and told anew from its parts as they are now.
  const told = (await Promise.all(days.map((day) => table.query(toldOf(day), `${id}|`, `${id}|~`, MOST_TOLD)))).flat();
  const last = told.map(({ body }) => JSON.parse(body) as Told).sort((one, other) => other.parts.length - one.parts.length)[0];
  if (last === undefined) return undefined;
  const parts = await partsOf(table, last.parts, Date.parse(last.time));
  const story = tellStories(parts).find(({ detector }) => detector === STORY_DETECTOR);
  return story === undefined ? undefined : { finding: story, parts };
};
