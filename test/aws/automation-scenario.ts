// For a containment: something to contain in the emulated account, what it looks like, and what it must look like contained.
import type { Json, Runner, RunOptions } from './automation-runner.ts';

export interface Scene {
  readonly parameters: { readonly [name: string]: readonly string[] };
  /** The state that the document is about, as AWS tells it. */
  readonly look: () => Promise<Json>;
  readonly contained: Json;
  /** How the name of what is remembered begins. */
  readonly target: string;
  readonly stubs?: NonNullable<RunOptions['stubs']>;
  /** What happens at AWS between containment and the next look. */
  readonly afterwards?: () => Promise<unknown>;
}

export interface Scenario {
  readonly automation: string;
  readonly when: string;
  readonly prepare: (runner: Runner) => Promise<Scene>;
  /** Contained again, it acts again: the time moves on. */
  readonly actsAgain?: true;
}
