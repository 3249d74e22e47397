// What a behaviour is: its page in the catalogue, and how it looks at one window of one function.
import type { Assessment } from '../model/assessment.ts';
import type { Attack, Category } from '../model/attack.ts';
import type { BaselineView, Contributor } from '../model/finding.ts';
import type { RecordId } from '../model/identity.ts';
import type { Severity } from '../model/severity.ts';
import type { Scene } from './scene.ts';

/** What a behaviour has to say when it calls a window anomalous; the rest of the finding follows from the scene. */
export interface Draft {
  readonly severity: Severity;
  readonly score: number;
  readonly title: string;
  readonly expected: string;
  readonly observed: string;
  readonly baseline: BaselineView | null;
  readonly contributors: readonly Contributor[];
  readonly quietIf: string;
  readonly evidence: readonly RecordId[];
  readonly addresses: readonly string[];
  /** Window in which it began, when that is known better than by the episode. */
  readonly since?: number;
  /** When more precise than the behaviour's own. */
  readonly attacks?: readonly Attack[];
  readonly category?: Category;
}

/** An unusual measure that is not enough by itself; measures of one group move together. */
export interface WeakSign {
  readonly group: string;
  readonly name: string;
  readonly decades: number;
  /** What to say when it is the strongest of several that are enough together. */
  readonly tell: (joint: number, others: readonly string[]) => Draft;
}

export interface Outcome {
  /** Independent groups that were looked at, and what of them was unusual. */
  readonly groups?: readonly string[];
  readonly signs?: readonly WeakSign[];
  readonly assessments: readonly { readonly measure: string; readonly assessment: Assessment }[];
  readonly draft: Draft | undefined;
}

export interface Behaviour {
  /** File name, runbook name and detector id. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly category: Category;
  readonly attacks: readonly Attack[];
  readonly falsePositives: readonly string[];
  /** Serverless security risks (CSA, The 12 most critical risks for serverless applications). */
  readonly sas: readonly string[];
  readonly controls: readonly string[];
  readonly assess: (scene: Scene) => Outcome;
}
