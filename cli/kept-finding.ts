// One finding of an earlier scan, by its id or its first digits, with the parts of a story: what several commands begin with.
import { existsSync } from 'node:fs';
import type { ReportInput } from '../alerts/render/report-input.ts';
import type { Finding } from '../detectors/model/finding.ts';
import { findKept } from './store/kept-findings.ts';
import { openState, type StateFile } from './store/state-file.ts';

export type OpenedFinding =
  | { readonly kind: 'found'; readonly finding: Finding; readonly parts: readonly Finding[]; readonly state: StateFile }
  | { readonly kind: 'refused'; readonly reason: string };

/** The caller closes the state of what is found. */
export const openFinding = (stateFile: string, id: string, mode: 'read' | 'write'): OpenedFinding => {
  if (!existsSync(stateFile)) return { kind: 'refused', reason: `${stateFile}: no such state; scan with --state ${stateFile} first` };
  const opened = openState(stateFile, mode);
  if (opened.kind === 'refused') return { kind: 'refused', reason: `${stateFile}: ${opened.reason}` };
  const { state } = opened;
  const [finding, another] = findKept(state, id);
  if (finding === undefined || another !== undefined) {
    state.close();
    return {
      kind: 'refused',
      reason:
        finding === undefined
          ? `no finding ${id} in ${stateFile}; ids are printed by lapwing scan --state ${stateFile}`
          : `${id} begins more than one finding's id; give more of it`,
    };
  }
  return { kind: 'found', finding, parts: finding.parts.flatMap((part) => findKept(state, part)), state };
};

/** A report of this finding alone. */
export const reportOf = (finding: Finding, parts: readonly Finding[], state: string | undefined): ReportInput => ({
  title: finding.title,
  period: finding.window,
  findings: finding.kind === 'sequence' && parts.length > 0 ? parts : [finding],
  stories: finding.kind === 'sequence' && parts.length > 0 ? [finding] : [],
  statistics: { received: 0, folded: 0, skipped: {}, quarantined: {}, bySource: {} },
  functions: [],
  notes: [],
  ...(state === undefined ? {} : { state }),
});
