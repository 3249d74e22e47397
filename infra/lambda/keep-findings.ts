// Findings into their table: of two copies the one made with more knowledge stays, in whatever order they come.
import type { Revised } from '../../detectors/aws/assess-pending.ts';
import { updateItem } from '../state/update-item.ts';
import type { AlertContext } from './alert-context.ts';
import { FINDINGS_KEPT_MS } from './kept.ts';
import { findingKey } from './keys.ts';

/** The day (UTC) in which it began: part of every finding's id, so that it does not change. */
export const dayOf = (time: string): string => time.slice(0, 10);

export const storedFinding = (body: string): Revised => JSON.parse(body) as Revised;

const isBetter = (text: string, { revision }: Revised, before: string): boolean => {
  const known = storedFinding(before).revision;
  return revision > known || (revision === known && text > before);
};

export const keepFinding = async (found: Revised, { findings, now }: AlertContext): Promise<void> => {
  const text = JSON.stringify({ revision: found.revision, finding: found.finding });
  const expires = now() + FINDINGS_KEPT_MS;
  await updateItem(findings, findingKey(dayOf(found.finding.time), found.finding.id), (before) => ({
    body: before === undefined || isBetter(text, found, before) ? text : before,
    expires,
  }));
};
